"""``odoo health`` with a remedy: each option one function."""


def chosen(options):
    """Return the function of the remedy that ``options`` ask for, if any."""
    for name, action in _ACTIONS.items():
        if getattr(options, name) not in (None, False):
            return action
    return None


def drain(draining, output):
    """Take this node out of the balancer, or put it back; needs no database."""
    from ..probe import odoo_adapter

    said = odoo_adapter.drain() if draining else odoo_adapter.undrain()
    output.write(f"{said}\n")
    return 0


def _purge_assets(env, options, output):
    return _say(env["ipai.health.purge"]._purge(), output)


def _find_field(env, options, output):
    return _say(env["ipai.health.view.switch"]._find_field(options.find_field), output)


def _disable_view(env, options, output):
    return _say(env["ipai.health.view.switch"]._disable(options.disable_view), output)


def _restore_view(env, options, output):
    return _say(env["ipai.health.view.switch"]._restore(options.restore_view), output)


def _maintenance(env, options, output):
    return _say(env["ipai.health.maintenance"]._start(options.maintenance), output)


_ACTIONS = {
    "purge_assets": _purge_assets,
    "find_field": _find_field,
    "disable_view": _disable_view,
    "restore_view": _restore_view,
    "maintenance": _maintenance,
}


def _say(result, output):
    """Print what a remedy says happened and return the exit code."""
    output.write(f"{result}\n")
    return 0
