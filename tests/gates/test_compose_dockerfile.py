"""Which folders of the addons path a Dockerfile brings, as far as it tells."""

from pathlib import Path

import pytest

from ipai_health.gates.cli import main

COMPOSE = """\
services:
  odoo:
    build: {build}
    image: acme/odoo:19.0.1
    depends_on: [postgres]
    volumes: [./odoo.conf:/etc/odoo/odoo.conf:ro, data:/var/lib/odoo]
  postgres: {{image: "postgres:16"}}
volumes: {{data: }}
"""


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """Give whether a folder is told as missing from what a Dockerfile builds."""
    monkeypatch.chdir(tmp_path)

    def look(dockerfile, addons_path, build="."):
        Path("Dockerfile").write_text(dockerfile)
        conf = f"[options]\ndb_host = postgres\naddons_path = {addons_path}\n"
        Path("odoo.conf").write_text(conf)
        Path("compose.yaml").write_text(COMPOSE.format(build=build))
        main(["compose"])
        return "compose-mount-missing: odoo:" in capsys.readouterr().out

    return look


OTHERS = {
    "registry.example.com/odoo-base:19.0": "/opt/odoo/src/addons",
    "python:3.12-slim": "/usr/local/lib/python3.12/site-packages/odoo/addons",
    "ghcr.io/camptocamp/odoo-project:19.0": "/odoo/src/addons",
    "bitnami/odoo:19": "/opt/bitnami/odoo/addons",
    "debian:12": "/opt/odoo/server/addons",
    "${BASE}": "/srv/x",
}


@pytest.mark.parametrize("base", OTHERS)
def test_quiet_about_an_image_of_somebody_else(base, told):
    assert not told(f"FROM {base}\nCOPY x /mnt/custom\n", OTHERS[base])


@pytest.mark.parametrize(
    "rest",
    [
        "COPY --chown=odoo:odoo oca/ /mnt/oca",
        "WORKDIR /mnt\nCOPY oca ./oca",
        "WORKDIR /mnt/\nRUN git clone https://example.com/oca",
        "RUN cd /mnt && git clone https://example.com/oca",
        "COPY oca mnt/oca",
        "ARG WHERE\nCOPY oca $WHERE",
        'COPY ["oca", "/mnt/oca"]',
        "COPY oca \\\n  # where it belongs\n  /mnt/oca",
        "RUN mkdir -p $ROOT/mnt/oca ${ROOT}/mnt/oca",
        "COPY oca ./mnt/oca/",
    ],
)
@pytest.mark.parametrize("entry", ["/mnt/oca", "/mnt/oca/web"])
def test_quiet_about_what_the_dockerfile_brings(rest, entry, told):
    assert not told(f"FROM odoo:19.0\n{rest}\n", entry)


@pytest.mark.parametrize(
    "copied", ["/addons", "addons/", "./addons", '["a", "/addons"]']
)
def test_a_folder_of_the_root_is_known_by_its_whole_name(copied, told):
    assert not told(f"FROM odoo:19.0\nCOPY a {copied}\n", "/addons")


@pytest.mark.parametrize(
    "line",
    [
        "# our addons are mounted",
        "RUN x \\\n  # the addons of all\n  y",
        "RUN pip install odoo-addons-all",
        "COPY own /mnt/addons",
        "COPY own /addons_own",
    ],
)
def test_a_word_that_looks_like_the_folder_does_not_bring_it(line, told):
    assert told(f"FROM odoo:19.0\n{line}\n", "/addons")


@pytest.mark.parametrize(
    "dockerfile",
    [
        "FROM odoo:19.0\nCOPY oca/ /mnt/oca\n",
        "FROM docker.io/library/odoo:19.0 AS base\nFROM base\nWORKDIR /srv\n",
        "from --platform=linux/amd64 odoo@sha256:abc\nCOPY x /opt/x\n",
        "FROM node:22 AS assets\nFROM odoo:${VERSION}\nCOPY --from=assets /a /mnt/b\n",
    ],
)
def test_tells_a_folder_that_docker_s_image_and_the_dockerfile_lack(dockerfile, told):
    assert told(dockerfile, "/mnt/nope")


def test_the_stage_that_is_built_is_the_one_that_counts(told):
    stages = "FROM odoo:19.0 AS run\nFROM python:3.12 AS test\n"
    assert not told(stages, "/mnt/nope")
    assert told(stages, "/mnt/nope", build="{context: ., target: run}")
