"""odoo.conf names an addons path that does not exist."""

from sandbox.faults.fault import Fault

from ._node import changing_option


def inject(site):
    path = f"{site.instance.options['addons_path']},/sandbox/lost-addons"
    return changing_option("addons_path", path)["inject"](site)


def repair(site, kept):
    changing_option("addons_path", None)["repair"](site, kept)


FAULT = Fault(
    title="a lost addons path",
    rule="addons-path-missing",
    command=("--check", "addons_path"),
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
)
