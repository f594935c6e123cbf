"""Writes the reference of the documentation from the code that it is about."""

import argparse
import importlib.util
import sys
import types
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ipai_health.core.rules import RULES  # noqa: E402  it lies beside this folder
from ipai_health.gates import options as common  # noqa: E402
from ipai_health.gates.commands import COMMANDS, Gate  # noqa: E402
from ipai_health.probe.settings import Settings  # noqa: E402

NOTE = "<!-- written by `make docs`; change the code it is made from -->\n\n"

IMPACTS = {
    "broken": "broken now",
    "breaking": "will break",
    "notice": "good to know",
}

OPTIONS = {
    "token": "Opens the details to `Authorization: Bearer …`. None: nobody has it.",
    "allow": "Networks (CIDR) whose addresses see the details. A request with a "
    "forwarding header never matches, unless `proxy_mode` names the real client.",
    "ttl": "Seconds for which a verdict is used again.",
    "timeout": "Seconds that a look may take; 1.8 at most, so that 2 s are kept.",
    "databases": "Which databases are judged when none is picked.",
    "drain_file": "While this file exists the node is draining; by default one a node "
    "in the data folder.",
    "access_log": "Whether requests of the probe stand in the access log.",
}


def pages() -> dict[str, str]:
    """Return the text of each generated page by its path below docs/."""
    return {
        "reference/rules.md": _rules(),
        "reference/commands.md": _commands(),
        "reference/options.md": _options(),
    }


def main(check: bool) -> int:
    """Write the pages; with ``check`` only tell which are out of date."""
    stale = []
    for name, text in pages().items():
        path = ROOT / "docs" / name
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
    if check and stale:
        print(f"out of date, write them with make docs: {', '.join(stale)}")
        return 1
    return 0


def _rules() -> str:
    lines = [
        "# Rules",
        "",
        "Every fault has one code, the same in the backend, in `odoo health` and in "
        "the gates. A code never changes its meaning. `ipai-health explain RULE` says "
        "the same as this page.",
        "",
    ]
    for home, rules in sorted(_by_home().items()):
        lines += [f"## {home}", ""]
        for rule in rules:
            lines += [
                f"### `{rule.code}`",
                "",
                f"**{rule.title}.** {rule.why}",
                "",
                f"*To fix it:* {rule.fix}",
                "",
                f"{_severity(rule)}; {IMPACTS[rule.impact]}; {_told_by(rule)}.",
                "",
            ]
    return NOTE + "\n".join(lines)


def _by_home():
    homes = {}
    for rule in RULES.values():
        homes.setdefault((rule.checks + rule.gates + ("any check",))[0], []).append(
            rule
        )
    return homes


def _severity(rule) -> str:
    text = f"Severity {rule.severity}"
    if rule.gate_severity and rule.gate_severity != rule.severity:
        text += f", {rule.gate_severity} for the gates"
    return text


def _told_by(rule) -> str:
    who = [f"check `{name}`" for name in rule.checks]
    who += [f"gate `{name}`" for name in rule.gates]
    return "told by " + (", ".join(who) or "any check")


def _commands() -> str:
    lines = [
        "# Commands",
        "",
        "`ipai-health` needs no Odoo. Exit codes: 0 nothing at or above `--fail-on`, 1 "
        "something, 2 nothing could be inspected.",
        "",
    ]
    for name, command in COMMANDS.items():
        parser = argparse.ArgumentParser(add_help=False)
        command.load().add_arguments(parser)
        lines += [f"## `ipai-health {name}`", "", _sentence(command.summary), ""]
        lines += _table(parser)
        if isinstance(command, Gate):
            lines += ["And the [common options](#common-options).", ""]
    parser = argparse.ArgumentParser(add_help=False)
    common.add_arguments(parser)
    lines += ["## Common options", "", "Of every gate.", "", *_table(parser)]
    lines += [
        "## `odoo health`",
        "",
        "Inside Odoo; takes the server's own options too. Everything but `--drain` and "
        "`--undrain` needs `-d DATABASE`.",
        "",
        *_table(_odoo_health()),
    ]
    return NOTE + "\n".join(lines)


def _sentence(text: str) -> str:
    first = text.partition(" ")[0]
    return f"{text}." if "." in first else f"{text[0].upper()}{text[1:]}."


def _table(parser) -> list[str]:
    rows = [
        f"| {_usage(action)} | {_meaning(action)} |"
        for action in parser._actions
        if action.help != argparse.SUPPRESS
    ]
    if not rows:
        return []
    return ["| argument | meaning |", "| --- | --- |", *rows, ""]


def _usage(action) -> str:
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    if action.choices and action.metavar is None:
        value = "|".join(map(str, action.choices))
    if isinstance(value, tuple):
        value = " ".join(value)
    if action.nargs == 0:
        value = ""
    name = ", ".join(action.option_strings)
    words = f"`{name}` {value}" if name else str(value)
    return words.replace("|", "\\|").strip()


def _meaning(action) -> str:
    text = (action.help or "").replace("|", "\\|").replace("%%", "%")
    if "%(" in text:
        text %= {"default": action.default, "prog": "ipai-health"}
    return text


def _odoo_health():
    """Return the parser of ``odoo health``, which Odoo alone can import."""
    names = ("odoo", "odoo.cli", "odoo.tools")
    stubs = {name: types.ModuleType(name) for name in names}
    stubs["odoo.cli"].Command = object
    stubs["odoo.tools"].config = {}
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update(stubs)
    try:
        path = ROOT / "ipai_health" / "cli" / "health.py"
        spec = importlib.util.spec_from_file_location("health", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        parser = module._parser("odoo health")
    finally:
        for name, known in before.items():
            if known is None:
                del sys.modules[name]
            else:
                sys.modules[name] = known
    parser._actions = [each for each in parser._actions if each.dest != "help"]
    return parser


def _options() -> str:
    lines = [
        "# Options of the probe",
        "",
        "Keys of odoo.conf, or environment variables in capitals, which come first. "
        "Odoo warns once about each key of odoo.conf that it does not know, also about "
        "ours; the variables spare you that.",
        "",
        "| key | variable | default | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for field in fields(Settings):
        key = f"ipai_health_{field.name}"
        default = field.default if field.default not in ("", ()) else "none"
        lines.append(
            f"| `{key}` | `{key.upper()}` | {default} | {OPTIONS[field.name]} |"
        )
    return NOTE + "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
