"""Debian packages unpacked into a folder, without root and without installing them.

The machine's own apt configuration says where the Debian archive is; a private state
directory keeps its package lists apart from the machine's.
"""

import shutil
import subprocess
from pathlib import Path

from .errors import SandboxError

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def fetch(packages, suites, folder: Path) -> None:
    """Download ``packages`` and unpack each into ``folder``.

    :param packages: names, or ``name/suite`` where the first suite is not meant
    :param suites: suites of the Debian archive, such as ``sid``
    :raise SandboxError: no apt, no archive, or no network
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise SandboxError("this machine has no apt-get and dpkg-deb")
    state = folder / ".apt"
    options = _private_state(state, suites)
    _run(["apt-get", "-qq", *options, "update"], "update of the package lists")
    archives = state / "archives"
    archives.mkdir()
    _run(["apt-get", *options, "download", *packages], "download", cwd=archives)
    for archive in sorted(archives.iterdir()):
        _run(["dpkg-deb", "-x", archive, folder], f"unpacking of {archive.name}")
    shutil.rmtree(state)


def _private_state(state: Path, suites) -> list[str]:
    shutil.rmtree(state, ignore_errors=True)
    for part in ("lists/partial", "cache/archives/partial"):
        (state / part).mkdir(parents=True)
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    archive = _archive()
    sources = state / "sources.list"
    sources.write_text(
        "".join(f"deb {signed}{archive} {suite} main\n" for suite in suites)
    )
    return [
        f"-oDir::Etc::sourcelist={sources}",
        "-oDir::Etc::sourceparts=/dev/null",
        f"-oDir::State::lists={state}/lists",
        f"-oDir::Cache={state}/cache",
        "-oAPT::Sandbox::User=",
        "-oAPT::Default-Release=",
        "-oAcquire::Retries=2",
    ]


def _archive() -> str:
    """Return the address of the Debian archive that this machine's apt uses."""
    listing = _run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"],
        "reading of the apt configuration",
    )
    for line in listing.splitlines():
        address, _, suite = line.partition(" ")
        if address.rstrip("/").endswith("/debian") and not suite.endswith("-security"):
            return address
    raise SandboxError("this machine's apt knows no Debian archive")


def _run(command, step, cwd=None) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SandboxError(f"the {step} failed: {reason}")
    return done.stdout
