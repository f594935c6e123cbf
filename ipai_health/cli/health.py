"""``odoo health``: look at a database from a shell, and repair it there.

Odoo loads this file as ``odoo.cli.health``, so imports are absolute, and those that
need the server's configuration wait until it is read.
"""

import argparse
import contextlib
import os
import sys

from odoo.cli import Command
from odoo.tools import config

EXIT_BLIND = 2


class Health(Command):
    """Look at the health of a database, and repair it where a shell is what is left."""

    name = "health"

    def run(self, args):
        """Do what ``args`` say and exit with 0, 1 or 2 as the interface promises."""
        options, server_args = _parser(self.prog).parse_known_args(args)
        output = _keep_standard_output_clean()
        if not any(word.startswith("--log-level") for word in server_args):
            server_args = ["--log-level=warn", *server_args]
        config.parse_config(server_args, setup_logging=True)
        # from here on the addon's own code can be imported
        from odoo.addons.ipai_health.command import session
        from odoo.addons.ipai_health.core.render.visible import visible

        try:
            code = session.run(options, output)
        except session.CouldNotLook as error:
            print(f"odoo health: {visible(str(error))}", file=sys.stderr)
            code = EXIT_BLIND
        output.flush()
        sys.exit(code)


def _parser(program):
    parser = argparse.ArgumentParser(
        prog=program,
        allow_abbrev=False,
        description="Look at the health of a database. Takes the server's options too.",
    )
    add = parser.add_argument
    add("--check", action="append", metavar="NAME", help="look at this only")
    add("--full", action="store_true", help="look at everything, with checksums")
    add("--format", choices=("text", "json"), default="text", help="of the report")
    add(
        "--fail-on",
        choices=("critical", "warning", "info"),
        default="critical",
        help="exit 1 from this severity on (default critical)",
    )
    only = parser.add_mutually_exclusive_group()
    add = only.add_argument
    add("--purge-assets", action="store_true", help="build every bundle again")
    add("--find-field", metavar="MODEL.FIELD", help="list the views that name it")
    add("--disable-view", type=int, metavar="ID", help="switch an extension off")
    add("--restore-view", type=int, metavar="ID", help="switch it on again")
    add("--maintenance", type=float, metavar="MINUTES", help="tell nobody meanwhile")
    add("--drain", action="store_true", help="take this node out of the balancer")
    add("--undrain", action="store_true", help="put it back")
    return parser


def _keep_standard_output_clean():
    """Return the real standard output; whatever else prints goes to the error one."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    return output
