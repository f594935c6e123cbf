"""A pattern finds what ``glob`` would find."""

from glob import glob
from pathlib import Path

import pytest

from ipai_health.gates.addons.globbing import matcher

FILES = (
    *("static/a.js", "static/b.js", "static/src/a.js", "static/src/deep/a.js"),
    *("static/src/deep/er/aab.scss", "static/src/a-b.js", "static/src/[x].js"),
    *("static/src/er/deep/a.js", "static/srcs/abab.js", "static/src/!.js"),
)


@pytest.mark.parametrize(
    "pattern",
    [
        *("static/*.js", "static/**/*.js", "static/**/*", "static/**", "static/*"),
        *("static/src/**/a.js", "static/**/deep/**/*.js", "static/**/deep/a.js"),
        *("static/**/er/**", "static/*/*/*.js", "static/?.js", "static/s*c/a.js"),
        *("static/**/a*b.*", "static/**/*ab.js", "static/**/*a*b*.js"),
        *("static/src/a**.js", "static/[ab].js", "static/[!a].js"),
        *("static/src/[[]x].js", "static/src/[!a-z].js", "static/**/**/a.js"),
        *("static/x/**/*.js", "static/**/x.js", "static/*a*a*a*.js"),
        *("static/src/**/deep/*/*.scss", "static/src/[]!].js", "static/src/[.js"),
        "static/[--b].js",
    ],
)
def test_a_pattern_is_read_as_glob_reads_it(pattern, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    expected = {name for name in glob(pattern, recursive=True) if Path(name).is_file()}
    assert set(filter(matcher(pattern).fullmatch, FILES)) == expected
