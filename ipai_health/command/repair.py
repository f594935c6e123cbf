"""``odoo health`` with a remedy: each option one function."""

import json
import sys

from odoo.exceptions import UserError

from ..core.render.visible import visible
from ..core.report import EXIT_BLIND, EXIT_CLEAN, EXIT_FOUND


def chosen(options):
    """Return the function of the remedy that ``options`` ask for, if any."""
    for name, action in _ACTIONS.items():
        # 0 minutes of maintenance end it: equal to False, and yet chosen
        if getattr(options, name) is not None and getattr(options, name) is not False:
            return action
    return None


def drain(draining, output):
    """Take this node out of the balancer, or put it back; needs no database. Raises
    ``OSError``.
    """
    from ..probe import odoo_adapter

    said = odoo_adapter.drain() if draining else odoo_adapter.undrain()
    output.write(f"{said}\n")
    return 0


def _purge_assets(env, options, output):
    return _say(env["ipai.health.purge"]._purge(), options, output)


def _disable_view(env, options, output):
    done = env["ipai.health.view.switch"]._disable(options.disable_view)
    return _say(done, options, output)


def _restore_view(env, options, output):
    done = env["ipai.health.view.switch"]._restore(options.restore_view)
    return _say(done, options, output)


def _find_field(env, options, output):
    try:
        views = env["ipai.health.view.switch"]._find_field(options.find_field)
    except UserError as error:
        return _refuse(error)
    if options.format == "json":
        json.dump(views, output, indent=2)
        output.write("\n")
        return EXIT_CLEAN
    for view in views:
        state = "" if view["active"] else " (disabled)"
        kind = "extension" if view["extension"] else "view"
        lines = ", ".join(map(str, view["lines"]))
        name = view["xml_id"] or view["name"]
        _write(output, f"{view['id']} {name}: {kind}{state}, line {lines}")
    if not views:
        _write(output, f"no view names {options.find_field}")
    return EXIT_CLEAN


def _maintenance(env, options, output):
    try:
        end = env["ipai.health.maintenance"]._start(options.maintenance)
    except UserError as error:
        return _refuse(error)
    output.write(f"maintenance until {end} UTC\n" if end else "maintenance ended\n")
    return EXIT_CLEAN


_ACTIONS = {
    "purge_assets": _purge_assets,
    "find_field": _find_field,
    "disable_view": _disable_view,
    "restore_view": _restore_view,
    "maintenance": _maintenance,
}


def _say(result, options, output):
    """Print what a remedy says happened; return 0 when it is done and nothing of its
    kind is found any more, else 1.
    """
    if options.format == "json":
        json.dump(result, output, indent=2)
        output.write("\n")
    else:
        _write(output, f"{result['state']}: {result['message']}")
        for line in result["details"]:
            _write(output, line, "  ")
        for line in result["open"]:
            _write(output, f"still found: {line}")
    is_healed = result["state"] == "done" and not result["open"]
    return EXIT_CLEAN if is_healed else EXIT_FOUND


def _write(output, line, before=""):
    """Write one line, whatever the names in it hold."""
    output.write(f"{before}{visible(line)}\n")


def _refuse(error):
    """Say in one line why ``error`` left nothing to do."""
    _write(sys.stderr, error.args[0], "odoo health: ")
    return EXIT_BLIND
