"""``kill -9``: a few of the 200 of ``make kills``, one of every kind that is quick."""

import random

import pytest
from kills import aftermath, command_kills, postgres_kills, remains, server_kills
from kills.ledger import Ledger
from kills.scene import Scene
from sandbox import demo
from sandbox.instance import Instance
from sandbox.postgres import EmbeddedPostgres
from sandbox.processes import wait_until
from sandbox.site import TOKEN
from torture.ground import SETTLED, TortureSite

DATABASE = "killed"

KILLS = {
    "worker": server_kills.worker,
    "master": server_kills.master,
    "helper": server_kills.helper,
    "backend": postgres_kills.backend,
    "postmaster": postgres_kills.postmaster,
    "run": command_kills.run,
    "purge": command_kills.purge,
    "drain": command_kills.drain,
}


@pytest.fixture(scope="module")
def scene(source, workshop, health_template, scratch):
    """Return a served database that is killed on, one view of it broken."""
    postgres = EmbeddedPostgres(scratch / "killed-postgres").start()
    instance = Instance(
        *(source, postgres, scratch / "killed"),
        options={"dbfilter": f"^{DATABASE}$"},
        environment={"IPAI_HEALTH_TOKEN": TOKEN},
    )
    demo.copy_of(workshop, health_template)(instance, DATABASE)
    postgres.execute(SETTLED, None, DATABASE)
    with instance.serve(mode="prefork") as server:
        site = TortureSite(instance, server.wait(), DATABASE)
        server.wait("/web/login")
        site.warm_up()
        site.session = site.log_in()
        scene = Scene(site, random.Random())
        scene.break_it()
        yield scene
        scene.close()
    postgres.erase()


@pytest.fixture(scope="module")
def ledger(scene):
    return Ledger(scene.site)


SLOW = {"master", "helper"}
"""They wait for a whole server to start again."""


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[pytest.mark.torture] if kind in SLOW else [])
        for kind in KILLS
    ],
)
def test_nothing_lost_nothing_half_done_the_next_start_clean(scene, ledger, kind):
    scene.chance.seed(f"make test {kind}")
    expected = scene.site.open_findings()
    assert {rule for rule, _subject in expected} == {"view-field-missing"}
    ledger.note()
    what, complaints = KILLS[kind](scene, ledger)
    complaints += scene.recover()[0]
    complaints += aftermath.look(scene.site, ledger, expected)
    assert not complaints, what


def leave_a_run(scene):
    scene.site.sql(
        "INSERT INTO ipai_health_run (start, depth, trigger, state) "
        "VALUES (now(), 'quick', 'left', 'running')"
    )
    return lambda: scene.site.sql("DELETE FROM ipai_health_run WHERE trigger = 'left'")


def leave_a_lock(scene):
    owner = scene.postgres.connect(DATABASE)
    owner.cursor().execute("SELECT pg_advisory_lock(7)")
    return owner.close


def leave_a_database(scene):
    name = f"{remains.THROW_AWAY}1_left"
    scene.postgres.create(name)
    return lambda: scene.postgres.drop(name)


def leave_a_file(scene):
    file = scene.site.filestore / "00" / ("0" * 40)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"left")
    return file.unlink


def tear_a_file(scene):
    ((name,),) = scene.site.sql(
        "SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL LIMIT 1"
    )
    file = scene.site.filestore / name
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    return lambda: file.write_bytes(content)


def tear_a_check(scene):
    broken = "UPDATE ipai_health_check SET status = '{}' WHERE name = 'views'"
    scene.site.sql(broken.format("pass"))
    return lambda: scene.site.sql(broken.format("warn"))


@pytest.mark.parametrize(
    ("leave", "said"),
    [
        (leave_a_run, "runs for ever"),
        (leave_a_lock, "locks are held"),
        (leave_a_database, "databases left"),
        (leave_a_file, "orphaned files"),
        (tear_a_file, "is lost or altered"),
        (tear_a_check, "half-written checks"),
    ],
)
def test_what_is_left_is_told(scene, monkeypatch, leave, said):
    monkeypatch.setattr(remains, "PATIENCE", 1.0)
    clean_up = leave(scene)
    (complaint,) = remains.after_a_look(scene.site)
    assert said in complaint
    clean_up()
    assert remains.after_a_look(scene.site) == []


def test_the_ledger_misses_what_is_lost(scene, ledger):
    ledger.note()
    content = b"kept"
    id_ = scene.site.call("ir.attachment", "create", {"name": "a", "raw": "kept"})
    ledger.uploaded(id_, content)
    assert ledger.lost() == []
    scene.site.sql("DELETE FROM ir_attachment WHERE id = %s", [id_])
    scene.site.sql(
        "DELETE FROM ipai_health_run WHERE id = (SELECT min(id) FROM ipai_health_run)"
    )
    assert wait_until(lambda: len(ledger.lost()) == 2, 5), ledger.lost()
