"""Words about the module ``sandbox_bookcase``, which most faults break."""

import json
import os

MODULE = "sandbox_bookcase"


def record(site, name, module=MODULE):
    """Return the id of the record with that xml id."""
    ((id_,),) = site.sql(
        "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
        [module, name],
    )
    return id_


def subject_of(model, name, tail="", module=MODULE):
    """Return the function that gives the subject of a finding about a record."""
    return lambda site: f"{model},{record(site, name, module)}{tail}"


def breaking_arch(name, old, new):
    """Return inject and repair of a view in whose arch ``old`` becomes ``new``, and
    which view that breaks.
    """

    def inject(site):
        id_ = record(site, name)
        ((before,),) = site.sql("SELECT arch_db FROM ir_ui_view WHERE id = %s", [id_])
        assert all(old in arch for arch in before.values()), before
        after = {lang: arch.replace(old, new) for lang, arch in before.items()}
        _write(site, id_, after)
        return id_, before

    def repair(site, kept):
        _write(site, *kept)

    return {"inject": inject, "repair": repair, "breaks": name}


def _write(site, id_, arch):
    site.sql(
        "UPDATE ir_ui_view SET arch_db = %s::jsonb WHERE id = %s",
        [json.dumps(arch), id_],
    )


def breaking_column(table, column, name, value):
    """Return inject and repair of a record in which ``column`` becomes ``value``."""

    def inject(site):
        id_ = record(site, name)
        ((before,),) = site.sql(f"SELECT {column}::text FROM {table} WHERE id = {id_}")
        site.sql(f"UPDATE {table} SET {column} = %s WHERE id = {id_}", [value])
        return id_, before

    def repair(site, kept):
        id_, before = kept
        site.sql(f"UPDATE {table} SET {column} = %s WHERE id = {id_}", [before])

    return {"inject": inject, "repair": repair}


def saying(broken, healed):
    """Return inject and repair that each run one statement."""

    def inject(site):
        site.sql(broken)

    def repair(site, _kept):
        site.sql(healed)

    return {"inject": inject, "repair": repair}


def file_of(site, path, module=MODULE):
    """Return a file of the module as this site has it."""
    return site.instance.addons[-1] / module / path


def breaking_file(path, old, new, module=MODULE):
    """Return inject and repair of a file of a module in which ``old`` becomes
    ``new``, its time is put back too; what breaks is the code of the module.
    """

    def inject(site):
        file = file_of(site, path, module)
        kept = file, file.read_text(), file.stat()
        assert old in kept[1], path
        file.write_text(kept[1].replace(old, new))
        return kept

    return {"inject": inject, "repair": put_back, "breaks": module}


def put_back(_site, kept):
    """Write a file as it was, with its time."""
    file, text, stat = kept
    file.write_text(text)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
