"""``serve``: the probe in a process of its own, beside Odoo.

It answers what nothing inside Odoo can: while Odoo starts, restarts, or has every
worker stuck.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.about import version
from ..core.odoo_conf import layers, libpq
from ..core.odoo_conf.settings import Settings as OdooSettings
from . import discovery, option_types, series_option
from .errors import CannotLook
from .text_file import read_text

if TYPE_CHECKING:
    from ..probe.settings import Settings
    from ..probe.sidecar import SidecarHost

PORT = 8070
EVERYWHERE = "0.0.0.0"  # nosec B104: what Odoo itself does without http_interface
THREADS = 8
"""Requests answered at the same time: each takes 2 s at most, in every fault."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen and which Odoo to stand beside."""
    parser.add_argument("--conf", metavar="odoo.conf", help="Odoo's configuration")
    parser.add_argument(
        "--port", type=option_types.port, default=PORT, help=f"default {PORT}"
    )
    parser.add_argument(
        "--interface",
        metavar="ADDRESS",
        help="to listen on (default: Odoo's http_interface, else all)",
    )
    parser.add_argument(
        "--agent-port",
        type=option_types.port,
        metavar="PORT",
        help="for HAProxy's agent-check",
    )
    parser.add_argument(
        "--odoo",
        metavar="URL",
        help="where Odoo listens (default: its http_port on 127.0.0.1)",
    )
    series_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped. Raises ``CannotLook``."""
    try:
        import psycopg2  # noqa: F401
        import waitress
    except ImportError as error:
        raise CannotLook(
            f"serve needs {error.name}: pip install {error.name}"
        ) from None
    from ..probe import agent
    from ..probe.application import Probe

    conf = _odoo_settings(options)
    interface = options.interface or conf["http_interface"].value or EVERYWHERE
    settings, host = _beside(conf, options)
    probe = Probe(host, settings)
    logging.basicConfig(level=logging.INFO, format="ipai-health: %(message)s")
    try:
        if options.agent_port:
            address = (interface, options.agent_port)
            agent.AgentServer(address, lambda: agent.word_of(probe, host)).start()
        server = waitress.create_server(
            probe.alone,
            host=interface,
            port=options.port,
            threads=THREADS,
            ident="",
            # the probe must see them to know that a proxy hides who asks
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        raise CannotLook(f"cannot listen on {interface}: {error.strerror}") from None
    print(
        f"ipai-health: http://{interface}:{options.port}/ipai/health", file=sys.stderr
    )
    server.run()
    return 0


def _odoo_settings(options: argparse.Namespace) -> OdooSettings:
    """Return what Odoo runs with, as far as file and environment say."""
    named = options.conf or os.environ.get("ODOO_RC")
    path = Path(named) if named else discovery.find(discovery.ODOO_CONF, "odoo.conf")
    return layers.load(
        read_text(path),
        label=path.name,
        file=str(path),
        series=options.series,
        environment=os.environ,
    )


def _beside(
    conf: OdooSettings, options: argparse.Namespace
) -> tuple[Settings, SidecarHost]:
    """Return what to stand beside Odoo with."""
    from ..probe.drain import default_file, node_name
    from ..probe.settings import read
    from ..probe.sidecar import SidecarHost

    port = conf["http_port"].value or 8069
    node = node_name(port)
    data = conf["data_dir"].value or Path.home() / ".local/share/Odoo"

    def option(key: str) -> object:
        entry = conf.text.entries.get(key)
        return entry.value if entry else None

    settings = read(option, default_file(str(data), node))
    host = SidecarHost(
        node=node,
        version=version(),
        release=options.series,
        series=options.series,
        db_names=tuple(conf["db_name"].value or ()),
        dbfilter=conf["dbfilter"].value or "",
        templates=(str(conf["db_template"].value),),
        proxy_mode=bool(conf["proxy_mode"].value),
        connection=libpq.connection(conf),
        odoo_url=options.odoo or f"http://127.0.0.1:{port}",
        ttl=settings.ttl,
    )
    return settings, host
