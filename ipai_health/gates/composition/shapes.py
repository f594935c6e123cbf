"""Brings the short and long syntaxes of a service into the one shape that merges."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .document import Tagged
from .variables import Text, raw

Values = dict[str, Any]

STARTED = "service_started"
_BIND = re.compile(r"[./~]|[A-Za-z]:[\\/]|\$")
"""How a host path starts; a named volume starts with a letter."""
_PORT = re.compile(
    r"(?:(?P<ip>\[[^\]]*\]|[^:\[\]]*):)??(?:(?P<published>[^:]*):)?"
    r"(?P<target>[^:/]+)(?:/(?P<protocol>\w+))?"
)


def service(values: Values, folder: Path) -> Values:
    """Return a service with every key in its long shape, paths made absolute."""
    return {key: _shaped(key, value, folder) for key, value in values.items()}


def _shaped(key: str, value: Any, folder: Path) -> Any:
    if isinstance(value, Tagged):
        return Tagged(value.tag, _shaped(key, value.value, folder))
    shape = _SHAPES.get(key)
    return shape(value, folder) if shape and value is not None else value


def pairs(value: Any, folder: Path | None = None) -> Values:
    """Return ``KEY=VALUE`` items, or a mapping, as a mapping; None: no value given."""
    if isinstance(value, dict):
        return dict(value)
    found: Values = {}
    for item in _items(value):
        key, equals, text = str(item).partition("=")
        written = raw(item).partition("=")[2]
        found[key] = Text(text, written) if equals else None
    return found


def _hosts(value: Any, folder: Path) -> Values:
    if isinstance(value, dict):
        return dict(value)
    found: Values = {}
    for item in _items(value):
        name, _, address = re.sub(r"[=:]", "\0", str(item), count=1).partition("\0")
        found[name] = address
    return found


def _dependencies(value: Any, folder: Path) -> Values:
    if isinstance(value, dict):
        return {name: entry or {"condition": STARTED} for name, entry in value.items()}
    return {str(name): {"condition": STARTED} for name in _items(value)}


def _networks(value: Any, folder: Path) -> Values:
    return (
        dict(value)
        if isinstance(value, dict)
        else dict.fromkeys(map(str, _items(value)))
    )


def _words(value: Any, folder: Path) -> list[str]:
    if not isinstance(value, str):
        return [Text(str(item), raw(item)) for item in _items(value)]
    words, written = _split(value), _split(raw(value))
    if len(words) != len(written):
        written = [raw(value)] * len(words)  # a variable holds several, or none
    return [Text(*both) for both in zip(words, written, strict=True)]


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _build(value: Any, folder: Path) -> Values:
    build = dict(value) if isinstance(value, dict) else {"context": str(value)}
    context = str(build.get("context") or ".")
    if "://" not in context and not context.startswith(("git@", "$")):
        build["context"] = _absolute(context, folder)
    return build


def _healthcheck(value: Any, folder: Path) -> Any:
    if not isinstance(value, dict):
        return value
    test = value.get("test")
    return {**value, "test": ["CMD-SHELL", test]} if isinstance(test, str) else value


def _env_files(value: Any, folder: Path) -> list[Values]:
    files = [
        dict(one) if isinstance(one, dict) else {"path": one} for one in _items(value)
    ]
    for one in files:
        one["path"] = _absolute(str(one.get("path", "")), folder)
    return files


def _ports(value: Any, folder: Path) -> list[Values]:
    return [port for item in _items(value) for port in _port(item)]


def _port(item: Any) -> Iterator[Values]:
    if isinstance(item, dict):
        yield {"protocol": "tcp", **item}
        return
    match = _PORT.fullmatch(str(item))
    if not match:
        return
    targets = _range(match["target"])
    published = _range(match["published"] or "")
    for index, target in enumerate(targets):
        port: Values = {"target": target, "protocol": match["protocol"] or "tcp"}
        if match["published"]:
            paired = len(published) == len(targets)
            port["published"] = published[index] if paired else match["published"]
        if match["ip"]:
            port["host_ip"] = match["ip"].strip("[]")
        yield port


def _range(text: str) -> list[Any]:
    match = re.fullmatch(r"(\d+)-(\d+)", text)
    if match and 0 <= int(match[2]) - int(match[1]) < 1000:
        return list(range(int(match[1]), int(match[2]) + 1))
    return [int(text) if text.isdigit() else text]


def _volumes(value: Any, folder: Path) -> list[Values]:
    return [_volume(item, folder) for item in _items(value)]


def _volume(item: Any, folder: Path) -> Values:
    if isinstance(item, dict):
        volume = dict(item)
    else:
        source, target, mode = _split_volume(str(item))
        volume = {"type": "volume", "target": target}
        if source:
            volume["source"] = source
            volume["type"] = "bind" if _BIND.match(source) else "volume"
        if "ro" in mode.split(","):
            volume["read_only"] = True
    if volume.get("type") == "bind":
        volume["source"] = _absolute(str(volume.get("source", "")), folder)
    volume["target"] = str(volume.get("target", "")).rstrip("/") or "/"
    return volume


def _split_volume(text: str) -> tuple[str, str, str]:
    drive = re.match(r"[A-Za-z]:[\\/][^:]*", text)
    head = drive[0] if drive else re.match(r"(?:\$\{[^}]*\}|[^:])*", text)[0]  # type: ignore[index]
    rest = text[len(head) + 1 :]
    if not rest:
        return "", head, ""
    target, _, mode = rest.partition(":")
    return head, target, mode


def _references(value: Any, folder: Path) -> list[Values]:
    items = _items(value)
    return [
        dict(one) if isinstance(one, dict) else {"source": str(one)} for one in items
    ]


def _absolute(path: str, folder: Path) -> str:
    if path.startswith("$"):
        return path
    return os.path.normpath(folder / os.path.expanduser(path))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


_SHAPES: dict[str, Callable[[Any, Path], Any]] = {
    "environment": pairs,
    "labels": pairs,
    "extra_hosts": _hosts,
    "depends_on": _dependencies,
    "networks": _networks,
    "command": _words,
    "entrypoint": _words,
    "build": _build,
    "healthcheck": _healthcheck,
    "env_file": _env_files,
    "ports": _ports,
    "volumes": _volumes,
    "secrets": _references,
    "configs": _references,
}
