"""What is missing because a whole module is: it has a finding of its own."""

from odoo.tools import SQL

from ..module import folder


class Explained:
    """Tells whether the loss of a module explains that of a model or field."""

    def __init__(self, env):
        self.env = env
        self._known = None

    def model(self, model):
        """Tell whether ``model`` came with a module whose folder is gone."""
        return ("ir.model", model) in self._gone()

    def field(self, model, field):
        """Tell whether ``field`` of ``model``, which is there, came with such a module.

        A module that can be loaded no more explains no field that it does not bring,
        not even on a model of its own.
        """
        return (model, field) in self._gone()

    def _gone(self):
        if self._known is None:
            self._known = self._read(self._modules())
        return self._known

    def _modules(self):
        """Return the installed modules that cannot be loaded from disk."""
        self.env.cr.execute(
            SQL(
                "SELECT name FROM ir_module_module "
                "WHERE state IN ('installed', 'to upgrade', 'to remove')"
            )
        )
        return [name for (name,) in self.env.cr.fetchall() if not _loadable(name)]

    def _read(self, modules):
        if not modules:
            return set()
        self.env.cr.execute(
            SQL(
                """
                SELECT 'ir.model', model.model
                  FROM ir_model_data data
                  JOIN ir_model model ON model.id = data.res_id
                 WHERE data.model = 'ir.model' AND data.module = ANY(%(modules)s)
                UNION
                SELECT field.model, field.name
                  FROM ir_model_data data
                  JOIN ir_model_fields field ON field.id = data.res_id
                 WHERE data.model = 'ir.model.fields'
                       AND data.module = ANY(%(modules)s)
                """,
                modules=modules,
            )
        )
        return set(self.env.cr.fetchall())


def _loadable(name):
    path = folder.find(name)
    if path is None:
        return False
    try:
        return folder.read_manifest(path).installable
    except folder.ManifestUnreadable:
        return False
