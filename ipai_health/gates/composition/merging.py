"""Merges services, or whole files, by the rules of the Compose Specification."""

from __future__ import annotations

from typing import Any

from .document import Tagged

Values = dict[str, Any]

_REPLACED = frozenset(("command", "entrypoint", "test", "profiles"))
"""Lists of which the later one counts alone; all others are joined."""
_UNIQUE = {
    "ports": ("host_ip", "target", "published", "protocol"),
    "volumes": ("target",),
    "secrets": ("source", "target"),
    "configs": ("source", "target"),
    "env_file": ("path",),
}
"""Lists in which an entry replaces an earlier one that agrees in these keys."""


def merged(earlier: Values, later: Values) -> Values:
    """Return ``earlier`` overridden by ``later``; ``!reset`` takes a key out."""
    result = dict(earlier)
    for key, value in later.items():
        if isinstance(value, Tagged) and value.tag == "!reset":
            result.pop(key, None)
        elif isinstance(value, Tagged):
            result[key] = value.value
        else:
            result[key] = _joined(key, result.get(key), value)
    return result


def untagged(value: Any) -> Any:
    """Return ``value`` without what only merging needed."""
    if isinstance(value, Tagged):
        return None if value.tag == "!reset" else untagged(value.value)
    if isinstance(value, dict):
        gone = [
            key
            for key, one in value.items()
            if isinstance(one, Tagged) and one.tag == "!reset"
        ]
        return {key: untagged(one) for key, one in value.items() if key not in gone}
    return [untagged(one) for one in value] if isinstance(value, list) else value


def _joined(key: str, earlier: Any, later: Any) -> Any:
    if isinstance(earlier, dict) and isinstance(later, dict):
        return merged(earlier, later)
    if isinstance(earlier, dict) and later is None:
        return earlier
    if isinstance(earlier, list) and isinstance(later, list) and key not in _REPLACED:
        return _without_doubles(key, [*earlier, *later])
    return later


def _without_doubles(key: str, items: list[Any]) -> list[Any]:
    names = _UNIQUE.get(key)
    if not names:
        return items
    kept = {
        tuple(str(item.get(name)) for name in names)
        if isinstance(item, dict)
        else item: item
        for item in items
    }
    return list(kept.values())
