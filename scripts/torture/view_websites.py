"""Copies that a website made of templates: told apart from what they copy.

    PYTHONPATH=$ODOO_SRC python scripts/torture/view_websites.py \
        -c odoo.conf -d DATABASE

DATABASE has the module website; nothing is written to it.
"""

import argparse
import json
import random
import sys

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

COUNT = 20
GONE = "//zz_gone"


def main():
    """Break copies of some templates; exit with 1 when one is not told right."""
    options = _options()
    config.parse_config(["-c", options.config, "-d", options.database])
    with Registry(options.database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        wrong = _try_copies(env, random.Random(options.seed))
        cursor.rollback()
    print(f"{COUNT} copies broken, {len(wrong)} told wrong")
    print("\n".join(map(str, wrong)))
    sys.exit(1 if wrong else 0)


def _try_copies(env, chance):
    from odoo.addons.ipai_health.checks.view_audit.audit import audit
    from odoo.addons.ipai_health.tests.view_differential import family

    website = env["website"].search([], limit=1)
    extensions = env["ir.ui.view"].search(
        [("type", "=", "qweb"), ("mode", "=", "extension"), ("website_id", "=", False)]
    )
    extensions = extensions.filtered(_is_applied)
    wrong = []
    for view in chance.sample(extensions, COUNT):
        with env.cr.savepoint() as savepoint:
            copied = _copy(view, website)
            _break(copied)
            found = [
                (each.view_id, each.website_id) for each in audit(env, family(copied))
            ]
            if set(found) != {(copied.id, website.id)}:
                wrong.append((view.id, view.key, copied.id, found))
            _set_active(copied, False)
            if hidden := audit(env, family(copied)):
                wrong.append((view.id, view.key, "inactive", hidden))
            savepoint.rollback()
        env.invalidate_all()
    return wrong


def _is_applied(view):
    """Tell whether all that ``view`` extends is active."""
    return view.active and (not view.inherit_id or _is_applied(view.inherit_id))


def _copy(view, website):
    """Return the copy that editing ``view`` on ``website`` makes."""
    view.with_context(website_id=website.id).write({"arch": view.arch})
    return view.search(
        [("key", "=", view.key), ("website_id", "=", website.id)], limit=1
    )


def _break(view):
    """Have a locator of ``view`` find nothing, behind Odoo's back."""
    arch = etree.fromstring(view.arch)
    spec = next(arch.iter("xpath"), None)
    if spec is None:
        arch.append(etree.SubElement(arch, "xpath", position="after", expr=GONE))
    else:
        spec.set("expr", GONE)
    source = json.dumps({"en_US": etree.tostring(arch, encoding="unicode")})
    view.env.cr.execute(
        "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s", [source, view.id]
    )
    view.env.invalidate_all()


def _set_active(view, active):
    view.env.cr.execute(
        "UPDATE ir_ui_view SET active = %s WHERE id = %s", [active, view.id]
    )
    view.env.invalidate_all()


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("-d", "--database", required=True)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
