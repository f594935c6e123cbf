"""Folders of the addons path, here and below an unpacked root."""

from pathlib import Path

import pytest

from ipai_health.core.odoo_conf.addons import examine, inside


@pytest.fixture
def root(tmp_path):
    """Make a root with two folders of modules and one without."""
    for module in ("core/base", "core/web", "own/acme", "own/web"):
        folder = tmp_path / module
        folder.mkdir(parents=True)
        for name in ("__init__.py", "__manifest__.py"):
            (folder / name).write_text("{}")
    (tmp_path / "empty/readme").mkdir(parents=True)
    return tmp_path


def _found(root, *entries):
    return [(rule, subject) for rule, subject, _ in examine(entries, root)]


def test_quiet_when_every_folder_holds_modules(root):
    assert _found(root, "/core") == []
    assert _found(root, "/own", "/own") == []


def test_missing_empty_and_shadowed(root):
    assert _found(root, "/gone") == [("addons-path-missing", "/gone")]
    assert _found(root, "/empty") == [("addons-path-empty", "/empty")]
    assert _found(root, "/core", "/own") == [("module-shadowed", "web")]


def test_a_file_is_no_folder(root):
    assert _found(root, "/own/acme/__init__.py")[0][0] == "addons-path-missing"


def test_a_module_of_another_name_casts_no_shadow(root):
    (root / "own/web").rename(root / "own/web_more")
    assert _found(root, "/core", "/own") == []


def test_links_are_followed_as_inside_the_root(root):
    (root / "mnt").mkdir()
    (root / "mnt/addons").symlink_to("/own")
    (root / "mnt/up").symlink_to("../../../own")
    (root / "mnt/outside").symlink_to("/etc")
    (root / "mnt/round").symlink_to("/mnt/round")
    assert _found(root, "/mnt/addons", "/mnt/up") == []
    assert _found(root, "/mnt/outside") == [("addons-path-missing", "/mnt/outside")]
    assert _found(root, "/mnt/round") == [("addons-path-missing", "/mnt/round")]


def test_a_link_casts_no_shadow(root):
    (root / "again").symlink_to("core")
    assert _found(root, "/core", "/again") == []


def test_a_folder_that_cannot_be_read(root, monkeypatch):
    def refuse(folder):
        raise PermissionError(13, "Permission denied", str(folder))

    # root may read everything, so that the right itself cannot be taken away here
    monkeypatch.setattr("os.listdir", refuse)
    assert _found(root, "/core") == [("addons-path-unreadable", "/core")]


def test_this_machine_without_a_root(root):
    assert _found(None, str(root / "core"), str(Path(root, "gone"))) == [
        ("addons-path-missing", str(root / "gone"))
    ]


def test_a_home_is_that_of_this_machine(root, monkeypatch):
    monkeypatch.setenv("HOME", "/home/erp")
    assert inside(None, "~/extra") == Path("/home/erp/extra")
    assert inside(root, "~/extra") == root / "~/extra"
