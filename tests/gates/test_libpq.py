"""What odoo.conf says about PostgreSQL reaches libpq, and Odoo again."""

from __future__ import annotations

from types import SimpleNamespace

from ipai_health.core.odoo_conf import layers, libpq
from ipai_health.gates.assets.server import Server

CONF = """\
[options]
db_host = db
db_port = 5433
db_user = odoo
db_password = hunter2
db_sslmode = verify-full
"""
WORDS = {
    "host": "db",
    "port": "5433",
    "user": "odoo",
    "password": "hunter2",
    "sslmode": "verify-full",
}


def test_every_option_has_its_word():
    assert libpq.connection(layers.load(CONF)) == WORDS


def test_what_nobody_gave_is_left_to_libpq():
    """Odoo's default of db_sslmode would overrule PGSSLMODE."""
    assert libpq.connection(layers.load("[options]\n")) == {}


def test_the_odoo_that_builds_assets_connects_as_the_conf_says(tmp_path):
    written = []

    def run(command, _environment, _script):
        written.append((tmp_path / "odoo.conf").read_text())

    place = SimpleNamespace(folder=tmp_path, name="x", run=run)
    Server(["odoo"], ["/addons"], WORDS).install(place, ["base"])
    for line in CONF.splitlines()[1:]:
        assert (line in written[0]) == ("password" not in line)
