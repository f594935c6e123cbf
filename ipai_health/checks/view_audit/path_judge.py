"""The part of the judge that looks at paths of fields, as domains hold them."""

from .faults import _lt, field_missing, invalid


class Rejection(ValueError):
    """Odoo's validator rejects something, perhaps at a node."""

    def __init__(self, message, node):
        super().__init__(message)
        self.node = node


class PathJudge:
    """Validates each path once for all views; notes every one that leads nowhere."""

    __slots__ = ()

    def _check_field_paths(self, node, field_paths, model_name, use):  # pylint: disable=missing-return
        sound = self._docket.knowledge.sound_paths
        for path in field_paths:
            if (model_name, path) in sound:
                continue
            try:
                super()._check_field_paths(node, [path], model_name, use)
            except Rejection as rejection:
                self._note_path(node, path, model_name, use, rejection)
            else:
                sound.add((model_name, path))

    def _note_path(self, node, path, model_name, use, rejection):
        model = self.pool[model_name]
        for name in path.split("."):
            if model is None:
                break
            if name not in model._fields:
                text = _lt(
                    "the field “%(field)s” in %(use)s does not exist in %(model)s",
                    field=name,
                    use=use,
                    model=model._name,
                )
                self._docket.add(field_missing(model._name, name, text), node)
                return
            model = self.pool.get(model._fields[name].comodel_name)
        self._docket.add(invalid(str(rejection), token=path), node)
