"""What the disk says about a module that the database calls installed."""

from odoo.tools import parse_version

from ...core.look import STANDARD, includes
from . import code, folder
from .finding import about

SETTLED = ("installed", "to upgrade", "to remove", "to install")
"""States in which a dependency is there, or has a finding of its own."""


class OnDisk:
    """Looks at one module after the other.

    :param states: the state of every module of the database, by name
    :param known: what the last look remembered of each module's code
    :param waiting: the modules whose operation has not taken place, by name
    :param same_series: whether the database was made by this series of Odoo; where it
        was not, every module is older than its code, and that is one fault
    """

    def __init__(self, env, states, known, waiting, depth, same_series=True):
        self.env = env
        self.states = states
        self.known = known
        self.waiting = waiting
        self.same_series = same_series
        self.reads_code = includes(depth, STANDARD)
        self.remembered = {}

    def look(self, module):
        """Yield what is wrong with the folder of ``module``."""
        path = folder.find(module["name"])
        if path is None:
            yield self._missing(module)
            return
        try:
            manifest = folder.read_manifest(path)
        except folder.ManifestUnreadable as reason:
            yield self._uninstallable(module, path, str(reason))
            return
        if not manifest.installable:
            yield self._uninstallable(module, path, "'installable': False")
            return
        broken = [
            *self._dependencies(module, manifest, path),
            *self._python(module, manifest, path),
            *self._version(module, manifest, path),
        ]
        # read in any case, so that it is remembered
        changed = list(self._code(module, path))
        yield from broken or changed

    def _missing(self, module):
        return about(
            "module-missing-on-disk",
            module,
            self.env._(
                "The module %(name)s is '%(state)s' in the database, but no folder of "
                "the addons path holds it.",
                name=module["name"],
                state=module["state"],
            ),
        )

    def _uninstallable(self, module, path, reason):
        return about(
            "module-uninstallable",
            module,
            self.env._(
                "Odoo leaves the installed module %(name)s out because of its "
                "manifest in %(path)s: %(reason)s",
                name=module["name"],
                path=path,
                reason=reason,
            ),
            file=f"{path}/__manifest__.py",
        )

    def _dependencies(self, module, manifest, path):
        for dependency in manifest.depends:
            state = self.states.get(dependency)
            if state not in SETTLED:
                yield about(
                    "module-dependency-missing",
                    module,
                    self.env._(
                        "The installed module %(name)s needs %(dependency)s, which is "
                        "%(state)s: Odoo cannot load either it or what builds upon it.",
                        name=module["name"],
                        dependency=dependency,
                        state=state or self.env._("unknown to this database"),
                    ),
                    part=dependency,
                    file=f"{path}/__manifest__.py",
                )

    def _python(self, module, manifest, path):
        for requirement in manifest.python:
            if folder.python_missing(requirement):
                yield about(
                    "module-python-missing",
                    module,
                    self.env._(
                        "The installed module %(name)s needs the Python package "
                        "%(requirement)s, which this server does not have.",
                        name=module["name"],
                        requirement=requirement,
                    ),
                    part=requirement,
                    file=f"{path}/__manifest__.py",
                )

    def _version(self, module, manifest, path):
        stored = module["latest_version"] if self.same_series else None
        if stored and parse_version(manifest.version) > parse_version(stored):
            yield about(
                "module-outdated",
                module,
                self.env._(
                    "The code of %(name)s is version %(code)s, the database still has "
                    "%(stored)s: fields and views of the code may be missing.",
                    name=module["name"],
                    code=manifest.version,
                    stored=stored,
                ),
                file=f"{path}/__manifest__.py",
            )

    def _code(self, module, path):
        try:
            known = self._compared(module, path)
        except OSError:  # files that come and go during a deployment, or are not ours
            known = self.known.get(module["name"])
        if known is None:
            return
        self.remembered[module["name"]] = known
        if known["now"] != known["code"]:
            yield about(
                "module-code-changed",
                module,
                self.env._(
                    "The code of %(name)s in %(path)s is no longer what the database "
                    "was last upgraded with (%(since)s UTC).",
                    name=module["name"],
                    path=path,
                    since=module["loaded"][:19],
                ),
            )

    def _compared(self, module, path):
        """Return what to remember of the module's code, ``None`` before it was read.

        The code that an upgrade loaded is read by whatever look comes first after it:
        the quick one follows each upgrade at once, so that what is changed later is
        not taken for it.
        """
        known = self.known.get(module["name"])
        if known and self._upgraded(module, known):
            return code.first(path, module["loaded"])
        if not self.reads_code:
            return known
        if known:
            return code.compare(path, known)
        return code.first(path, module["loaded"])

    def _upgraded(self, module, known):
        """A mark that Odoo sets where no code of ours is loaded leaves no note."""
        return known["since"] != module["loaded"] and module["name"] not in self.waiting
