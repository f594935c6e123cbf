"""What runs in a throw-away database."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ipai_health.gates.assets.throwaway import ThrowAway
from ipai_health.gates.errors import CannotLook


def test_all_that_runs_has_one_time_together(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        stdin=subprocess.PIPE,
        text=True,
    ) as janitor:
        place = ThrowAway("x", tmp_path, janitor, timeout=3)
        assert place.run(["sleep", "2"], os.environ).code == 0
        with pytest.raises(CannotLook, match=r"after 3 s"):
            place.run(["sleep", "2"], os.environ)
