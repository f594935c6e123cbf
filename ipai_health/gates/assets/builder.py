"""Builds every bundle of a database and prints what came of it.

This file runs inside ``odoo shell``, which reads it from standard input: it imports
nothing of this package, and whoever feeds it adds the call of ``main``. The
answer is one line of JSON behind ``MARK``; nothing is committed.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from typing import Any

Fault = dict[str, Any]
"""Rule, text and bundle of what is wrong; path, file and line where they are known."""

MARK = "ipai-health-bundles: "

SCSS_PLACE = re.compile(r"on line (\d+):\d+ of stdin")
QUOTED = re.compile(r'"([^"]+)"')
LIBSASS_SLIP = 20
"""Lines looked at around the one that libsass names; seen in Odoo's own bundles: 1."""

SCRIPT_PLACE = re.compile(r"^(?P<text>.*) in file '(?P<url>[^']+)'$", re.S)


def main(env: Any, modules: list[str]) -> None:
    """Print the answer for the database of ``env``; ``modules`` were asked for."""
    manifests = installed_manifests(env)
    states = env["ir.module.module"].search([("name", "in", modules)])
    answer: dict[str, Any] = {
        "installed": states.filtered(lambda one: one.state == "installed").mapped(
            "name"
        ),
        "known": states.filtered(lambda one: one.state != "uninstallable").mapped(
            "name"
        ),
        "built": [],
        "faults": [],
        "rtl": mirrors(),
    }
    answer["faults"] += unmatched(env, manifests)
    for bundle, kinds in bundles(env, manifests).items():
        for params in websites(env):
            answer["faults"] += [
                fault
                for kind in kinds
                for fault in build(env, bundle, kind, params, answer["built"])
            ]
    env.cr.rollback()
    for fault in answer["faults"]:
        fault.update(named_by(manifests, fault.get("path") or ""))
    print(MARK + json.dumps(answer), flush=True)


def installed_manifests(env: Any) -> dict[str, Any]:
    """Return the manifest of every installed module that has one."""
    names = sorted(env["ir.asset"]._get_installed_addons_list())
    info = env["ir.module.module"].get_module_info
    return {name: manifest for name in names if (manifest := info(name))}


def websites(env: Any) -> list[dict[str, int]]:
    """Return what bundles vary with: nothing, and each website."""
    found = env["website"].search([]).ids if "website" in env else []
    return [{}, *({"website_id": website} for website in found)]


def bundles(env: Any, manifests: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the kinds to build of every bundle.

    Those that templates call for, and those that scripts load by name: declared by
    the module in their name (others may extend one that nobody has) and no part.
    What starts with an underscore, or is included by another one, is a part: alone it
    lacks the variables of the whole, and is judged there.
    """
    scripts, styles = env["ir.qweb"]._get_bundles_to_pregenarate()
    listed: set[str] = set()
    parts: set[str] = set()
    for name, manifest in manifests.items():
        for bundle, commands in manifest["assets"].items():
            if bundle.startswith(f"{name}.") and "._" not in bundle:
                listed.add(bundle)
            parts |= {
                path for directive, path in steps(commands) if directive == "include"
            }
    whole = listed - parts
    return {
        bundle: [
            *(["css", "rtl.css"] if bundle in whole | styles else []),
            *(["js"] if bundle in whole | scripts else []),
        ]
        for bundle in sorted(scripts | styles | whole)
    }


def steps(commands: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield directive and path of the commands of a bundle."""
    for command in commands:
        if isinstance(command, str):
            yield "append", command
        else:
            yield command[0], command[-1]


def differs(env: Any, name: str, params: Mapping[str, int]) -> bool:
    """Tell whether a website has other files in a bundle than everybody."""
    paths = env["ir.asset"]._get_asset_paths
    return not params or bool(paths(name, params) != paths(name, {}))


def build(
    env: Any, name: str, kind: str, params: Mapping[str, int], built: list[str]
) -> list[Fault]:
    """Build one file of a bundle, add it to ``built``; return what is wrong with it."""
    style = kind != "js"
    try:
        if not differs(env, name, params):
            return []
        built.append(f"{name}.{kind}")
        with env.cr.savepoint():
            bundle = env["ir.qweb"]._get_asset_bundle(
                name,
                css=style,
                js=not style,
                rtl=kind == "rtl.css",
                assets_params={**env["ir.asset"]._get_asset_params(), **params},
            )
            faults = list(missing(env, bundle))
            faults += list(styles(bundle) if style else scripts(bundle))
    except Exception as error:  # noqa: BLE001 - one bundle must not hide the others
        text = f"{type(error).__name__}: {error}"
        return [
            {"rule": "asset-bundle-broken", "bundle": f"{name}.{kind}", "text": text}
        ]
    return [{**fault, "bundle": f"{name}.{kind}"} for fault in faults]


def missing(env: Any, bundle: Any) -> Iterator[Fault]:
    """Yield the sources that are neither files nor attachments."""
    attachments = env["ir.attachment"].sudo()
    for source in bundle.files:
        url = source["url"]
        if not source["filename"] and not attachments._get_serve_attachment(url):
            text = "There is no such file or attachment"
            yield {"rule": "asset-source-missing", "path": url, "text": text}


def styles(bundle: Any) -> Iterator[Fault]:
    """Yield the errors of compiling the styles of a bundle."""
    if not bundle.stylesheets:
        return
    content = b"".join(attachment.raw or b"" for attachment in bundle.css())
    for error in bundle.css_errors:
        if not re.match(r"Could not (find|get content)|File .* does not exist", error):
            yield {"rule": "asset-compile-error", "text": error, **place(bundle, error)}
    if not bundle.css_errors and not content.strip() and any_text(bundle.stylesheets):
        yield {
            "rule": "asset-bundle-broken",
            "text": "It is empty, its sources are not",
        }


def any_text(assets: list[Any]) -> bool:
    """Tell whether any source brings rules, not only variables and comments."""
    return any("{" in (asset.content or "") for asset in assets if is_plain(asset))


def is_plain(asset: Any) -> bool:
    """Tell whether ``asset`` is no stylesheet that has to be compiled."""
    return type(asset).__name__ == "StylesheetAsset"


def place(bundle: Any, error: str) -> Fault:
    """Return file and line of what libsass says about its standard input.

    Odoo hands it all sources of one kind in one piece, a comment line before each.
    """
    match = SCSS_PLACE.search(error)
    line = int(match[1]) if match else 0
    for kind in ("SassStylesheetAsset", "ScssStylesheetAsset"):
        assets = [one for one in bundle.stylesheets if type(one).__name__ == kind]
        start = 0
        for asset in assets:
            length = asset.get_source().count("\n") + 1
            if start < line <= start + length:
                source = asset.get_source().split("\n")
                return {
                    "path": asset.url,
                    "file": asset._filename or None,
                    "line": nearest(source, line - start, error) - 1,
                }
            start += length
    return {}


def nearest(source: list[str], line: int, error: str) -> int:
    """Return the line that ``error`` means: libsass is off by some where comments or
    strings went over several lines, so look for what it quotes, next to ``line``.
    """
    quoted = QUOTED.search(error)
    if quoted is None:
        return line
    for distance in range(LIBSASS_SLIP):
        for number in (line + distance, line - distance):
            if 0 < number <= len(source) and quoted[1] in source[number - 1]:
                return number
    return line


def scripts(bundle: Any) -> Iterator[Fault]:
    """Yield the errors of putting the scripts and templates of a bundle together."""
    if bundle.templates:
        try:
            bundle.xml()
        except Exception as error:  # noqa: BLE001 - Odoo puts it into the bundle
            match = SCRIPT_PLACE.match(str(error))
            yield {
                "rule": "asset-compile-error",
                "text": match["text"].strip("'\"") if match else str(error),
                "path": match["url"] if match else None,
            }
            return
    if bundle.javascripts or bundle.templates:
        content = bundle.js().raw or b""
        if not content.strip():
            text = "It is empty, its sources are not"
            yield {"rule": "asset-bundle-broken", "text": text}


def unmatched(env: Any, manifests: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the patterns of manifests that match no file."""
    installed = env["ir.asset"]._get_installed_addons_list()
    find = env["ir.asset"]._get_paths
    for name, manifest in manifests.items():
        for bundle, commands in manifest["assets"].items():
            for directive, path in steps(commands):
                judged = directive not in ("include", "remove") and "*" in path
                if judged and is_ours(path, manifests) and not find(path, installed):
                    yield {
                        "rule": "asset-source-missing",
                        "path": path,
                        "bundle": bundle,
                        "text": f"The pattern of module {name} matches no file",
                    }


def is_ours(path: str, manifests: Mapping[str, Any]) -> bool:
    """Tell whether ``path`` lies in an installed module."""
    return path.lstrip("/").partition("/")[0] in manifests


def mirrors() -> bool:
    """Tell whether right-to-left styles are really mirrored here."""
    return bool(shutil.which("rtlcss"))


def named_by(manifests: Mapping[str, Any], path: str) -> Fault:
    """Return the manifest that names ``path``, if one does."""
    wanted = path.lstrip("/")
    for name, manifest in manifests.items():
        for commands in manifest["assets"].values():
            for command in commands:
                words = [command] if isinstance(command, str) else command
                if wanted and any(str(word).lstrip("/") == wanted for word in words):
                    return {"module": name, "manifest": manifest.path}
    return {}
