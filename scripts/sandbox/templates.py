"""Databases built once and cloned: the slow part of every test, done once."""

import shutil

from .instance import Instance
from .postgres import Postgres

BASE = ("base", "web", "mail")
"""What every database of a test starts from; ours is installed on a clone."""

BUSINESS = (*BASE, "account", "sale_management", "website")
"""What the promise of silence is tested on."""


def ensure(instance: Instance, name: str, modules, *words) -> str:
    """Return ``name``, a database with ``modules``; built under another name first,
    so that an interrupted build is begun again.
    """
    if name not in instance.postgres.databases():
        scratch = f"{name}_building"
        discard(instance, scratch)
        instance.install(scratch, modules, *words)
        rename(instance, scratch, name)
    return name


def ensure_untouched(instance: Instance, name: str, modules) -> str:
    """Return ``name`` as :func:`ensure` does, marked as a template: a server that is
    given no database works off the scheduled actions of all it finds, and would be
    connected when the template is copied. One that has stood open is built anew.
    """
    if name not in instance.postgres.templates():
        discard(instance, name)
        ensure(instance, name, modules)
        instance.postgres.mark_template(name)
    return name


def rename(instance: Instance, name: str, wanted: str) -> str:
    """Give database ``name`` and its files the name ``wanted``; return that."""
    instance.postgres.rename(name, wanted)
    if instance.filestore(name).exists():
        shutil.rmtree(instance.filestore(wanted), ignore_errors=True)
        instance.filestore(name).rename(instance.filestore(wanted))
    return wanted


def clone(instance: Instance, template: str, name: str, source=None) -> str:
    """Return ``name``, made anew as a copy of ``template`` with its files.

    :param source: the instance whose data folder holds the template's files
    """
    discard(instance, name)
    instance.postgres.create(name, template)
    files = (source or instance).filestore(template)
    if files.exists():
        shutil.copytree(files, instance.filestore(name))
    return name


def discard(instance: Instance, name: str) -> None:
    """Drop database ``name`` and its files, if they are there."""
    _drop(instance.postgres, name)
    shutil.rmtree(instance.filestore(name), ignore_errors=True)


def _drop(postgres: Postgres, name: str) -> None:
    if name in postgres.databases():
        if name in postgres.templates():
            postgres.mark_template(name, False)
        postgres.drop(name)
