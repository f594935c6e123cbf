"""The values Odoo would run with: default, file, environment, arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..finding import Finding
from .options import Option, Table, table
from .reading import ConfText, Entry
from .values import is_skipped

DEFAULT, FILE, ENVIRONMENT, ARGUMENTS, RUNNING = (
    "Odoo's default",
    "the file",
    "the environment",
    "the arguments",
    "the running server",
)


@dataclass(frozen=True)
class Setting:
    """The value of one option and who gave it."""

    name: str
    value: Any
    source: str = DEFAULT
    line: int | None = None
    known: bool = True
    """False where a placeholder or an unreadable text hides the value."""

    @property
    def is_set(self) -> bool:
        """Tell whether anybody gave a value."""
        return self.source != DEFAULT


@dataclass
class Settings:
    """All values, and the label that subjects start with (``odoo.conf``)."""

    label: str
    table: Table
    file: str | None = None
    text: ConfText = field(default_factory=ConfText)
    values: dict[str, Setting] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Setting:
        """Return the setting of ``name``, with its default when nobody gave one."""
        found = self.values.get(name)
        if found:
            return found
        option = self.table.options.get(name)
        return Setting(name, option.default if option else None)

    def finding(self, rule: str, name: str, message: str, line: int = 0) -> Finding:
        """Return a finding about option ``name``, placed where its value stands."""
        setting = self[name]
        if setting.source not in (DEFAULT, FILE, RUNNING):
            message = f"{message} (the file is overridden by {setting.source})"
        return Finding(
            rule=rule,
            subject=f"{self.label}:{name}",
            message=message,
            file=self.file,
            line=line or setting.line,
        )

    def entries(self) -> Iterator[tuple[Entry, Option | None]]:
        """Yield every entry of the file with the option it sets, if Odoo knows it."""
        for entry in self.text.entries.values():
            yield entry, self.option_of(entry.name)

    def option_of(self, name: str) -> Option | None:
        """Return the option that ``name`` sets in the file."""
        return self.table.options.get(name)


def from_running(
    values: Mapping[str, Any], names: Sequence[str] = (), series: str = "19.0"
) -> Settings:
    """Return the settings of a running Odoo: ``odoo.tools.config`` as a mapping.

    ``names`` are those to look at; without them all that the series knows.
    """
    known = table(series)
    wanted = names or tuple(known.options)
    settings = {
        name: Setting(name, values[name], RUNNING) for name in wanted if name in values
    }
    return Settings("odoo.conf", known, values=settings)


def skipped(option: Option, entry: Entry) -> bool:
    """Tell whether Odoo passes over ``entry``."""
    return is_skipped(option, entry.value)
