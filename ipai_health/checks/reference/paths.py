"""Whether a field path leads anywhere on a model of this registry."""

from odoo.models import READ_GROUP_NUMBER_GRANULARITY, READ_GROUP_TIME_GRANULARITY

UNBOUND = frozenset({"properties", "reference", "many2one_reference"})
"""Fields whose continuation only the data knows."""

PARTS_OF_DATES = frozenset(
    {*READ_GROUP_NUMBER_GRANULARITY, *READ_GROUP_TIME_GRANULARITY}
)


def missing_part(registry, model, path):
    """Return model and field where ``path`` leads nowhere, or ``None``.

    :param model: a name that the registry knows
    :param path: a tuple of dotted paths, each starting where the last one ended
    """
    for dotted in path:
        field = None
        for name in dotted.split("."):
            if field is not None:
                if field.type in UNBOUND:
                    return None
                if field.type in ("date", "datetime"):
                    return (
                        None if name in PARTS_OF_DATES else (field.model_name, dotted)
                    )
                model = field.comodel_name
                if model is None or model not in registry:
                    # a plain value has no fields; a lost model is another finding
                    return None if model else (field.model_name, dotted)
            field = registry[model]._fields.get(name)
            if field is None:
                return model, name
        model = field.comodel_name
        if model is None or model not in registry:
            return None
    return None
