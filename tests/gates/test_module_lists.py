"""Lists of modules as people write them, read without running anything."""

import time

import pytest

from ipai_health.gates.addons.lists import modules_in

LAST_RESORT = 10.0
"""Processor seconds for a list at which a careless pattern would take minutes."""

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
    "over lines, within a word": ("#!/bin/sh\nodoo -d x -i a,\\\nb,\\\nc\n", "a b c"),
    "array over lines": ("#!/bin/sh\nMODULES=(a \\\n  b)\n", "a b"),
    "variable": ('#!/bin/sh\nMODS=a,b\nodoo -d x -u "$MODS"\n', "a b"),
    "braces": ("#!/bin/sh\nINSTALL='a,b'\nodoo -i ${INSTALL} -d x\n", "a b"),
    "all is no module": ("#!/bin/sh\nodoo -u all -d x\nMODULES=(a)\n", "a"),
    "other programs": ("#!/bin/sh\nsed -i s/a/b/ f\ngrep -i x y\nMODULES=(a)\n", "a"),
    "in a container": (
        "docker exec -it odoo-ce odoo -d prod -u $MODULES\nMODULES=a,b\n",
        "a b",
    ),
    "as a user of it": ("docker exec -u odoo odoo-ce odoo -d x -i a,b\n", "a b"),
    "piped": ("docker exec -i odoo odoo -i a\n", "a"),
    "sudo": ("sudo -u odoo odoo -d prod -i a\n", "a"),
    "image": ("docker compose run --rm odoo -i a -d x\ndocker run odoo:19 -u b", "a b"),
    "by python": ("python3 /opt/odoo/odoo-bin server -i a\npython -m odoo -u b", "a b"),
    "far away": ("ssh -i key.pem odoo@host 'docker exec odoo odoo -i a'\n", "a"),
    "users and names": ("odoo -r odoo -i a -d odoo -u b\n", "a b"),
    "as a text": ("#!/bin/sh\nRUN='odoo -i a'\n$RUN\n", "a"),
    "after an assignment": ("#!/bin/sh\nif PGUSER=x odoo -ia; then :; fi", "a"),
    "in a pod": ("kubectl exec -n odoo -i pod -- odoo -i a\n", "a"),
    "by a variable": ('#!/bin/sh\n"$ODOO" -i a\nsudo ${ODOO_BIN} -u b\n', "a b"),
    "a host": ("#!/bin/sh\nssh $ODOO_HOST -i key true\nMODULES=a\n", "a"),
    "grown": ("#!/bin/sh\nMODULES=(a)\nMODULES+=(b)\nADDONS_LIST=c", "a b c"),
    "loop over known ones": ("for x in known other; do :; done", "known other"),
    "keys": ("#!/bin/sh\nssh -i deploy.pem odoo@host true\nMODULES=a\n", "a"),
    "files": ("#!/bin/sh\nsed -i 's/a/b/' odoo.conf\nMODULES=a\n", "a"),
    "searches": (
        "#!/bin/sh\ndocker exec odoo grep -i error x\ngrep odoo -i f\nMODULES=a\n",
        "a",
    ),
    "what is said": ("#!/bin/sh\necho 'odoo -i example'\nMODULES=a\n", "a"),
    "other variables": (
        "#!/bin/sh\nMODE=production\nAPP_ENV=prod\nSHIP_VERSION=v1_1_0\n"
        "INSTALL_DIR=opt\nMODULES_DIR=addons\nSKIP_MODULES=b\nMODULES=a\n",
        "a",
    ),
    "other loops": (
        "for cmd in docker git psql; do command -v $cmd; done\nMODULES=a\n",
        "a",
    ),
    "no names of modules": ("ipai-x\nIpaiY, a\n- b\n", "ipai-x IpaiY a b"),
    "notes that sound like a script": ("a # for m in x\nb # odoo -i c\n", "a b"),
    "states": (
        " name | state \n------+-------\n a | installed\n b | uninstalled\n"
        " c | to upgrade\n(3 rows)\n",
        "a c",
    ),
    "columns": (
        "+----+------+--------+\n| id | name | author |\n+----+------+--------+\n"
        "| 1 | a | Odoo |\n+----+------+--------+\n(1 Zeile)\n",
        "a",
    ),
    "unaligned": ("name|state\na|installed\nb|uninstallable\n(2 rows)\n", "a"),
    "rows alone": (" a | installed\n b | to remove\n", "a"),
    "CSV": ("name,state\na,installed\nb,uninstalled\n", "a"),
    "a lone heading": ("name\na\nb\n(2 rows)\n", "a b"),
    "commented": ("#!/bin/sh\n# odoo -i old\nMODULES=(a #b\n)\n", "a"),
}


@pytest.mark.parametrize("name", LISTS)
def test_list(name):
    text, expected = LISTS[name]
    assert modules_in(text, ("known",)) == expected.split()


HUGE = {
    "blank lines": "#!/bin/sh" + "\n" * 60_000,
    "arrays": "a=(" * 40_000,
    "arrays in lines": "a=(\n" * 40_000,
    "loops": "for m in a " * 20_000,
    "substitutions": "#!/bin/sh\n" + "$(" * 60_000,
    "quotes": "#!/bin/sh\n" + "a\"'" * 40_000,
    "one variable": "A=x\n" * 60_000,
    "odoo": "odoo " * 60_000,
    "dashes": "-" * 100_000 + "x",
    "bars": "|" * 100_000,
    "blanks": " " * 100_000 + "x",
}


@pytest.mark.parametrize("name", HUGE)
def test_a_long_list_takes_no_time(name):
    start = time.process_time()
    modules_in(HUGE[name])
    assert time.process_time() - start < LAST_RESORT


def test_nothing_is_run(tmp_path):
    mark = tmp_path / "mark"
    script = f"#!/bin/sh\nMODULES=($(touch {mark}) a `touch {mark}`)\n"
    assert modules_in(script) == ["a"]
    assert not mark.exists()
