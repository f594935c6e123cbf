"""Python packages that a module needs, and who brings them."""

from pathlib import Path

import pytest

from ipai_health.gates.addons import manifest, requirements


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    requirements._texts_above.cache_clear()


def module(folder, needed):
    """Make a module that needs one package; return its folder."""
    values = {"name": "m", "external_dependencies": {"python": [needed]}}
    folder.mkdir(parents=True)
    (folder / "__manifest__.py").write_text(repr(values))
    return folder


def missing(folder):
    """Return the subjects told about the module in ``folder``."""
    read = manifest.read(folder, folder / "__manifest__.py", "19.0")
    return [one.subject for one in requirements.judge(read)]


def linked():
    """Link a module of another repository into ours; return the link."""
    theirs = module(Path("oca/server-tools/mine"), "not-to-be-found")
    (theirs.parent / ".git").mkdir()
    ours = Path("auto/addons/mine")
    ours.parent.mkdir(parents=True)
    ours.symlink_to(theirs.absolute())
    return ours


def test_quiet_where_the_repository_that_a_link_leads_to_brings_it():
    link = linked()
    Path("oca/server-tools/requirements.txt").write_text("not_to_be_found>=1\n")
    assert missing(link) == []


def test_tells_what_neither_side_of_a_link_brings():
    link = linked()
    Path("oca/requirements.txt").write_text("not_to_be_found>=1\n")  # of another
    assert missing(link) == ["mine:not-to-be-found"]


@pytest.mark.parametrize(
    ("needed", "package"),
    [
        ("paramikox", "python3-paramikox"),
        ("python-notthere", "python3-notthere"),
        ("pynotthere", "python3-notthere"),
        ("factur-x", "python3-facturx"),
    ],
)
def test_quiet_about_what_a_package_of_debian_brings(needed, package):
    folder = module(Path("addons/mine"), needed)
    Path("Dockerfile").write_text(f"RUN apt-get install -y {package} git\n")
    assert missing(folder) == []


@pytest.mark.parametrize(
    "package", ["python3-paramikox-doc", "python-paramikox", "xpython3-paramikox"]
)
def test_tells_what_only_a_like_package_brings(package):
    folder = module(Path("addons/mine"), "paramikox")
    Path("Dockerfile").write_text(f"RUN apt-get install -y {package} git\n")
    assert missing(folder) == ["mine:paramikox"]
