"""How long every worker of the shipped odoo.conf may be busy with one request each."""

from __future__ import annotations

import configparser
from pathlib import Path

_CONF = configparser.RawConfigParser()
_CONF.read(Path(__file__).parents[2] / "docker/odoo.conf")

BEAT = 4
"""Seconds until Odoo's master looks at its workers again (``PreforkServer.beat``)."""

LONGEST = _CONF.getint("options", "limit_time_real") + BEAT
"""Seconds. Odoo ends what takes longer, and nobody else should."""
