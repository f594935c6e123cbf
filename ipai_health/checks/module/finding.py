"""How every finding about a module is placed."""

from ...core.finding import Finding


def about(rule, module, message, part=None, **values):
    """Return a finding of ``rule`` about ``module``, a row of ``ir_module_module``.

    ``part`` tells several faults of one rule in one module apart.
    """
    name = module["name"]
    return Finding(
        rule=rule,
        subject=f"{name}:{part}" if part else name,
        message=message,
        res_model="ir.module.module",
        res_id=module["id"],
        **values,
    )
