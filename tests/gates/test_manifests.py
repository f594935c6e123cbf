"""What a manifest names is there: assets, Python packages, the manifest itself."""

import json
import shutil
from pathlib import Path

import pytest

from ipai_health.gates.cli import main


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def module(name="mine", manifest="__manifest__.py", **values):
    folder = Path("addons", name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").touch()
    (folder / manifest).write_text(repr({"name": name, "depends": ["web"], **values}))
    return folder


def module_with_asset(path):
    """Make a module whose bundle names ``path``; one script of it is there."""
    folder = module(assets={"web.assets_backend": [path]})
    (folder / "static/src").mkdir(parents=True)
    (folder / "static/src/there.js").touch()


def found(capsys, *words):
    """Return the rules and subjects of the modules gate, and its exit code."""
    code = main(["modules", *(words or ("--addons-path", "addons"))])
    lines = [line for line in capsys.readouterr().out.splitlines() if ": " in line]
    return code, [
        tuple(line.split(": ")[1:3])
        for line in lines
        if line.startswith(("critical", "warning", "info"))
    ]


@pytest.mark.parametrize(
    "path",
    [
        "web/static/src/core/utils.js",
        "web/static/asset_styles_company_report.scss",
        "of_nobody_here/static/src/x.js",
        "mine/static/src/there.js",
        "mine/static/src/**/*.js",
        "/mine/static/src/there.js",
        "mine/static/src/[s-u]here.js",
        "mine/static/src/[!a-c]here.js",
        "mine/static/**/[]t]here.js",
    ],
)
def test_quiet_about_assets_that_are_there_or_of_others(path, capsys):
    module_with_asset(path)
    assert found(capsys) == (0, [])


@pytest.mark.parametrize(
    "path",
    [
        "mine/static/src/gone.js",
        "mine/static/gone/*.js",
        "mine/models/there.js",
        "static/src/there.js",
        "mine/static/../../x.js",
        "mine/static/src/[z-a]*.js",
        "mine/static/src/[].js",
        "mine/static/src/[!]here.js",
        "mine/static/src/[!t]here.js",
        "mine/static[!a]src/there.js",
        "mine/static/src/[\\w]here.js",
    ],
)
def test_tells_assets_that_are_not_there(path, capsys):
    module_with_asset(path)
    _code, told = found(capsys)
    assert [rule for rule, _subject in told] == ["manifest-file-missing"]


@pytest.mark.parametrize("name", ["PyYAML", "yaml", "pytest-timeout", "hypothesis>=6"])
def test_quiet_about_packages_that_are_here_by_either_name(name, capsys):
    module(external_dependencies={"python": [name]})
    assert found(capsys) == (0, [])


@pytest.mark.parametrize("name", ["not-to-be-found", "of.nobody", "a..b"])
def test_tells_packages_that_nothing_brings(name, capsys):
    module(external_dependencies={"python": [name]})
    _code, told = found(capsys)
    assert [rule for rule, _subject in told] == ["module-python-missing"]


def test_quiet_about_packages_that_requirements_bring(capsys):
    module(external_dependencies={"python": ["not-to-be-found"]})
    Path("requirements.txt").write_text("Not_To.be-found==1\n")
    assert found(capsys) == (0, [])


@pytest.mark.parametrize("name", ["__openerp__.py", "__manifest__.PY", "manifest.py"])
def test_tells_a_manifest_under_another_name(name, capsys):
    module()
    module("other", name)
    _code, told = found(capsys)
    assert told == [("manifest-misnamed", "other")]


def test_quiet_about_neighbours_of_a_manifest(capsys):
    folder = module()
    Path("addons/docs").mkdir()
    Path("addons/docs/readme.py").write_text("{'name': 'x'}")
    (folder / "__openerp__.py.bak").write_text("{'name': 'x'}")
    Path("addons/docs/__openerp__.py").mkdir()
    assert found(capsys) == (0, [])


def test_the_addons_path_of_a_file_is_looked_at(capsys):
    module(depends=["gone"])
    Path("odoo.conf").write_text(
        f"[options]\naddons_path = {Path('addons').resolve()}\n"
    )
    code, told = found(capsys, "--conf", "odoo.conf")
    assert code == 1
    assert [rule for rule, _subject in told] == ["module-dependency-missing"]


def test_a_file_without_addons_path_has_nothing_to_look_at(capsys):
    Path("odoo.conf").write_text("[options]\nworkers = 2\n")
    assert main(["modules", "--conf", "odoo.conf"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_name_on_the_ship_list_that_no_module_can_have_is_told(capsys):
    module()
    Path("ship.txt").write_text("mine\nipai-x\n")
    assert found(capsys, "addons", "--ship-list", "ship.txt") == (
        1,
        [("ship-list-mismatch", "ipai-x:manifests")],
    )


def test_a_loop_over_modules_is_known_by_what_it_runs_through(capsys):
    module()
    Path("ship.sh").write_text("for x in mine gone; do :; done\n")
    _code, told = found(capsys, "addons", "--ship-list", "ship.sh")
    assert told == [("ship-list-mismatch", "gone:manifests")]


def test_a_part_of_odoo_in_the_path_does_not_stand_for_all_of_it(capsys):
    """Somebody's own copy of base alone: web is still Odoo's."""
    module("base", depends=[])
    module("mine", depends=["web"])
    assert found(capsys) == (0, [])


def test_code_in_a_manifest_is_told_with_its_line(capsys):
    folder = module()
    (folder / "__manifest__.py").write_text("{\n'name': 'mine',\n'data': gone,\n}\n")
    main(["modules", "--addons-path", "addons", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["rule"], finding["line"]) == ("manifest-unreadable", 3)


def test_a_name_is_told_where_it_is_listed(capsys):
    folder = module()
    (folder / "__manifest__.py").write_text(
        "# 'gone' was removed\n{\n'name': 'gone',\n'summary': 'x',\n"
        "'depends': [\n'web', 'gone',\n],\n'data': ('lost.xml',),\n}\n"
    )
    main(["modules", "--addons-path", "addons", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    lines = {one["subject"]: one["line"] for one in found}
    assert lines == {"mine:gone": 6, "mine:lost.xml": 8}


@pytest.mark.parametrize("version", ["1", "1.2.3.4.5.6", "19.0.beta"])
def test_a_version_that_odoo_refuses(capsys, version):
    module(version=version)
    assert found(capsys) == (1, [("manifest-unreadable", "mine")])
    module(version=version, installable=False)
    assert found(capsys) == (0, [])


def test_tells_a_module_that_an_earlier_folder_has_too(capsys):
    module()
    shutil.copytree("addons", "more")
    _code, told = found(capsys, "--addons-path", "addons,more")
    assert told == [("module-shadowed", "mine")]


def test_quiet_about_a_module_that_is_there_by_a_link_too(capsys):
    folder = module().absolute()
    Path("more").mkdir()
    Path("more/mine").symlink_to(folder)
    assert found(capsys, "--addons-path", "addons,more") == (0, [])


@pytest.mark.parametrize(
    "version", ["19.0.1.0.0", "19.0.1", "19.0.1.0", "1.0", "1.2.3", "18.0.1", "18.0"]
)
def test_quiet_about_a_version_that_odoo_takes(capsys, version):
    module("needed", version=version)
    module(depends=["needed"])
    assert found(capsys, "--addons-path", "addons", "--require", "needed") == (0, [])


@pytest.mark.parametrize("version", ["18.0.1.0.0", "17.0.1.0", "19.0", "9.0.1.0.0"])
def test_a_version_of_another_series_is_not_installable(capsys, version):
    module("needed", version=version)
    module(depends=["needed"], version="19.0.1.0.0")
    code, told = found(capsys, "--addons-path", "addons", "--require", "needed")
    assert code == 1
    assert ("module-dependency-missing", "mine:needed") in told
    assert ("module-required-missing", "needed") in told


def test_the_series_of_what_is_needed_is_named_with_its_version(capsys):
    module("needed", version="18.0.1.0.0")
    module(depends=["needed"], version="19.0.1.0.0")
    main(["modules", "--addons-path", "addons", "--require", "needed"])
    told = capsys.readouterr().out
    why = "is not installable: version 18.0.1.0.0 is of another series."
    assert f"mine depends on needed, which {why}" in told
    assert f"needed is required and {why}" in told
    assert "module-uninstallable" not in told


def test_a_module_of_another_series_beside_those_of_this_one_is_told(capsys):
    module("old", version="18.0.1.0.0", data=["views/gone.xml"])
    module("left", version="18.0.1.0.0", data=["views/gone.xml"], installable=False)
    module(version="19.0.1.0.0")
    # nobody meets its lost file: Odoo leaves it out
    assert found(capsys) == (0, [("module-uninstallable", "old")])


def test_quiet_about_a_repository_that_is_of_another_series_throughout(capsys):
    """It is meant for another Odoo than ``--series`` says when nobody says so."""
    module("needed", version="18.0.1.0.0")
    module(depends=["needed"], version="18.0.2.0.0")
    module("short", version="1.0", depends=["mine"])
    words = ("--addons-path", "addons", "--require", "needed,mine,short")
    assert found(capsys, *words) == (0, [])


def test_a_series_that_was_asked_for_is_the_one_that_counts(capsys):
    module("other", version="18.0.1.0.0")
    module(version="1.0")
    words = ("--addons-path", "addons", "--series", "19.0")
    assert found(capsys, *words) == (0, [("module-uninstallable", "other")])
    told = (1, [("module-required-missing", "other")])
    assert found(capsys, *words, "--require", "other") == told
    Path("ipai-health.toml").write_text('series = "19.0"\n')
    assert found(capsys, *words[:2], "--require", "other") == told


@pytest.mark.parametrize("place", ["odoo/release.py", "odoo/odoo/release.py"])
@pytest.mark.parametrize(("own", "told"), [(19, ["module-uninstallable"]), (18, [])])
def test_the_odoo_on_the_path_tells_for_which_one_modules_are(capsys, place, own, told):
    """In its short versions nothing does."""
    module(version="18.0.1.0.0")
    for name in ("base", "web"):
        folder = Path("odoo/addons", name)
        folder.mkdir(parents=True)
        (folder / "__manifest__.py").write_text(repr({"name": name, "version": "1.3"}))
    Path(place).parent.mkdir(exist_ok=True)
    Path(place).write_text(
        f"RELEASE = 1\nversion_info = ({own}, 0, 0, 'final', 0, '')\n"
    )
    _code, rules = found(capsys, "--addons-path", "odoo/addons,addons")
    assert [rule for rule, _subject in rules] == told


def test_quiet_about_an_older_series_where_that_is_asked_for(capsys):
    module("needed", version="18.0.1.0.0", depends=["base"])
    module(depends=["needed"])
    words = ("--addons-path", "addons", "--series", "18.0")
    assert found(capsys, *words) == (0, [])
