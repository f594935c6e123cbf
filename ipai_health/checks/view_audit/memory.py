"""What one look hands to the next, so that it looks only at what changed."""

import weakref
from dataclasses import dataclass
from typing import NamedTuple

from . import fingerprint

VERSION = 1
"""Of the memo's form; another one is not believed."""


class Known(NamedTuple):
    """What this process knows of one database: the registry, weakly, what its
    ``fingerprint`` was made from, and whether it looked at every view.
    """

    registry: weakref.ref
    token: tuple
    fingerprint: str
    whole: bool = False


_registries = {}
"""A :class:`Known` by database."""


@dataclass
class Key:
    """What the verdict depends on; see :mod:`fingerprint`."""

    code: str
    world: str
    names: str
    buckets: dict

    @classmethod
    def of(cls, env, families):
        """Return the key of the database as it is now."""
        return cls(
            _code(env),
            fingerprint.world(env),
            fingerprint.names(env),
            families.hashes(),
        )


class Memory:
    """The memo of the last look held against the key of this one."""

    def __init__(self, memo, key, families):
        memo = memo if isinstance(memo, dict) else {}
        self.valid = (
            memo.get("version") == VERSION
            and memo.get("code") == key.code
            and memo.get("world") == key.world
        )
        self.entries = memo.get("entries", [])
        self._families = families
        self._with_templates = memo.get("names") != key.names
        before, now = memo.get("buckets", {}), key.buckets
        self._changed = {
            bucket
            for bucket in before.keys() | now.keys()
            if before.get(bucket) != now.get(bucket)
        }

    def changed_ids(self):
        """Return the views of the families to look at again."""
        if not self._changed and not self._with_templates:
            return []
        return self._families.ids(self._changed, self._with_templates)

    def unchanged_entries(self):
        """Return the findings that are as true as they were."""
        return [
            entry
            for entry in self.entries
            if entry["bucket"] not in self._changed
            and not (self._with_templates and entry["template"])
        ]


def memo(key, entries):
    """Return what to remember of a look."""
    return {"version": VERSION, **vars(key), "entries": entries}


def knows(env):
    """Tell whether this process looked at every view itself since it loaded the
    registry: bodies of methods are in no fingerprint.
    """
    known = _registries.get(env.cr.dbname)
    return bool(known and known.registry() is env.registry and known.whole)


def learn(env):
    """Note that this process has now looked at every view."""
    _code(env)
    known = _registries[env.cr.dbname]
    _registries[env.cr.dbname] = known._replace(whole=True)


def _code(env):
    """Return the fingerprint of the registry, worked out once a state of it."""
    registry = env.registry
    token = (
        registry.registry_sequence,
        sum(len(model._fields) for model in registry.values()),
    )
    known = _registries.get(env.cr.dbname)
    if known and known.registry() is registry and known.token == token:
        return known.fingerprint
    value = fingerprint.code(env)
    _registries[env.cr.dbname] = Known(weakref.ref(registry), token, value)
    return value
