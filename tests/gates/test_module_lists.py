"""Lists of modules as people write them, read without running anything."""

import pytest

from ipai_health.gates.addons.lists import modules_in

LISTS = {
    "lines": ("a\nb_c\n\n# d\ne  # why\n", "a b_c e"),
    "commas": ("a, b_c,e\n", "a b_c e"),
    "one line": ("a,b", "a b"),
    "psql": (" name \n------\n a\n b_c\n(2 rows)\n", "a b_c"),
    "quoted": ('"a", "b"', "a b"),
    "notes": ("a # why; and how # twice\nb ; later\n#(2 rows)\n", "a b"),
    "CRLF": ("a\r\nb\r\n", "a b"),
    "array": ("#!/bin/sh\nMODULES=(a b_c\n  e # last\n)\n", "a b_c e"),
    "quoted array": ("declare -a ADDONS=(\"a\" 'b')\necho done\nfi\n", "a b"),
    "readonly": ("#!/bin/bash\nreadonly SHIP_MODULES=(\n  a\n  b\n)\n", "a b"),
    "another array": ("#!/bin/sh\nHOSTS=(web1 web2)\nMODULES=(a)\n", "a"),
    "loop": ("for module in a b_c \\\n  e; do\n  x\ndone\n", "a b_c e"),
    "loop over an array": (
        '#!/bin/bash\nMODULES=(a b)\nfor m in "${MODULES[@]}"; do :; done\n',
        "a b",
    ),
    "loop over a text": ('LIST="a b"\nfor m in $LIST; do\n:\ndone\n', "a b"),
    "install": ("#!/bin/sh\nodoo -d prod -i a,b_c --stop-after-init\n", "a b_c"),
    "update": ("docker compose run odoo odoo -u a,b -d x\n", "a b"),
    "long flags": ("#!/bin/sh\nodoo-bin --init=a,b --update c\n", "a b c"),
    "over lines": ("#!/bin/sh\nodoo \\\n  -d x \\\n  -i a,b\n", "a b"),
    "variable": ('#!/bin/sh\nMODS=a,b\nodoo -d x -u "$MODS"\n', "a b"),
    "braces": ("#!/bin/sh\nINSTALL='a,b'\nodoo -i ${INSTALL} -d x\n", "a b"),
    "all is no module": ("#!/bin/sh\nodoo -u all -d x\nMODULES=(a)\n", "a"),
    "other programs": ("#!/bin/sh\nsed -i s/a/b/ f\ngrep -i x y\nMODULES=(a)\n", "a"),
    "commented": ("#!/bin/sh\n# odoo -i old\nMODULES=(a #b\n)\n", "a"),
}


@pytest.mark.parametrize("name", LISTS)
def test_list(name):
    text, expected = LISTS[name]
    assert modules_in(text) == expected.split()


def test_nothing_is_run(tmp_path):
    mark = tmp_path / "mark"
    script = f"#!/bin/sh\nMODULES=($(touch {mark}) a `touch {mark}`)\n"
    assert modules_in(script) == ["a"]
    assert not mark.exists()
