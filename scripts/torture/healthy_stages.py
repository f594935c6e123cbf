"""What is done to a database that is then to be found healthy.

A stage makes a fresh database under a name from the kept templates, with the addon as
it is now. The templates of French and Arabic are built on each other, so that the later
stages have three languages, one of them right-to-left.
"""

import shutil

from sandbox import templates
from sandbox.big import MODULES, TEMPLATE
from sandbox.errors import SandboxError

SIZES = {
    "small": ("template_business", templates.BUSINESS),
    "large": (TEMPLATE, MODULES),
}
"""The template of a size and the modules in it: 6 with what they bring, and 193."""

LANGUAGES = {"english": None, "french": "fr_FR", "arabic": "ar_001"}

SPEAK = """
language = env["res.lang"].search([("code", "=", {code!r})])
env.ref("base.user_admin").lang = language.code
env["website"].search([]).write({{"language_ids": [(4, language.id)]}})
env.cr.commit()
"""


def make(instance, visit, name, size, demo, stage):
    """Make database ``name`` as ``stage`` wants it.

    :param visit: serves a database and opens its pages, so that it has bundles
    """
    template = _template(instance, size, demo, LANGUAGES.get(stage, "ar_001"))
    templates.clone(instance, template, name)
    instance.install(name, ["ipai_health"])
    AFTERWARDS.get(stage, _nothing)(instance, visit, name)


def _template(instance, size, demo, language):
    """Return the kept template, built now if there is none."""
    plain, modules = SIZES[size]
    words = ("--with-demo",) if demo else ()
    name = f"{plain}_demo" if demo else plain
    templates.ensure(instance, name, modules, *words)
    for code in list(LANGUAGES.values())[1:]:
        if language is None:
            break
        name = _translated(instance, name, code)
        if code == language:
            break
    return name


def _translated(instance, template, code):
    """Return the template like ``template`` in which people also speak ``code``."""
    name = f"{template}_{code[:2]}"
    if name not in instance.postgres.databases():
        scratch = templates.clone(instance, template, f"{name}_building")
        instance.install(scratch, ["base"], "--load-language", code)
        instance.shell(scratch, SPEAK.format(code=code))
        templates.rename(instance, scratch, name)
    return name


def _nothing(_instance, _visit, _name):
    """Leave the database as it was built."""


def _updated(instance, visit, name):
    """Upgrade every module of a database that has been looked at before."""
    visit(name)
    instance.health(name, "--full")
    done = instance.run(
        *("-d", name, "-u", "all", "--stop-after-init", "--no-http"), timeout=3600
    )
    if done.returncode:
        raise SandboxError(f"the upgrade failed:\n{done.stderr[-3000:]}")


def _restored(instance, visit, name):
    """Put a backup in the place of the database, taken while it was served."""
    dump = instance.folder / f"{name}.dump"
    files = instance.folder / f"{name}.files"
    shutil.rmtree(files, ignore_errors=True)
    with visit.serving(name):
        instance.health(name, "--full")
        instance.postgres.program("pg_dump", "-Fc", "-f", dump, name)
        shutil.copytree(instance.filestore(name), files)
    templates.discard(instance, name)
    instance.postgres.create(name)
    words = ("--no-owner", "--exit-on-error", "--jobs=2", "-d", name)
    instance.postgres.program("pg_restore", *words, dump)
    files.rename(instance.filestore(name))
    dump.unlink()


AFTERWARDS = {"updated": _updated, "restored": _restored}

STAGES = (*LANGUAGES, *AFTERWARDS)
