"""An upgrade from the version before keeps what people did, and says nothing."""

import re
import shutil

import pytest
from sandbox import log
from sandbox.instance import Instance
from sandbox.paths import ROOT

BEFORE = "19.0.0.9.0"
"""Until there are two releases the version before is this one under a lower number."""

REAL_DATA = """
run = env["ipai.health.run"]
run._run_full()
view = env["ir.ui.view"].create({"name": "lost", "model": "res.partner",
    "arch": "<form><field name='name'/></form>"})
env.cr.execute("UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', %s) "
               "WHERE id = %s", ("<form><field name='gone'/></form>", view.id))
env["ir.config_parameter"].set_param("ipai_health.kept", "1")
env.cr.commit()
run._run_full()
env.cr.rollback()  # the run wrote in transactions of its own
env["ipai.health.finding"].search([("rule", "=", "view-field-missing")]).write(
    {"state": "muted"})
env["ipai.health.check"].search([]).write({"memo": {"of": "another version"}})
view.unlink()  # Odoo itself complains about it at every upgrade
env.cr.commit()
"""

KEPT = """
    SELECT rule, subject, state, first_seen::text, seen_count
    FROM ipai_health_finding ORDER BY 1, 2
"""


@pytest.fixture(scope="module")
def upgraded(source, cluster, workshop, base_template, tmp_path_factory):
    """Return the findings before and after, the versions, and the upgrade's log."""
    folder = tmp_path_factory.mktemp("before")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ipai_health", folder / "ipai_health", ignore=ignored)
    manifest = folder / "ipai_health" / "__manifest__.py"
    text = re.sub(r'"version": "[^"]+"', f'"version": "{BEFORE}"', manifest.read_text())
    manifest.write_text(text)
    old = Instance(source, cluster, folder / "old", addons=(folder,))
    new = Instance(source, cluster, folder / "new", options={"data_dir": old.data})
    cluster.create("upgraded", base_template)
    shutil.copytree(workshop.filestore(base_template), old.filestore("upgraded"))
    try:
        old.install("upgraded", ["ipai_health"])
        old.shell("upgraded", REAL_DATA)
        before = cluster.execute(KEPT, database="upgraded")
        done = new.run(
            *("-d", "upgraded", "-u", "ipai_health", "--stop-after-init", "--no-http")
        )
        assert done.returncode == 0, done.stderr
        yield before, cluster, done.stderr, new
    finally:
        cluster.drop("upgraded")


def test_findings_and_mutes_are_kept(upgraded):
    before, cluster, _log, _new = upgraded
    assert ("view-field-missing", "muted") in {(row[0], row[2]) for row in before}
    assert cluster.execute(KEPT, database="upgraded") == before


def test_the_database_has_the_new_version(upgraded):
    _before, cluster, _log, _new = upgraded
    ((version,),) = cluster.execute(
        "SELECT latest_version FROM ir_module_module WHERE name = 'ipai_health'",
        database="upgraded",
    )
    assert version not in ("", BEFORE)


def test_odoo_logs_no_warning(upgraded):
    _before, _cluster, said, _new = upgraded
    assert "ipai_health" in said
    assert log.complaints(said) == []


def test_the_next_look_is_whole_and_needs_no_memory(upgraded):
    _before, cluster, _log, new = upgraded
    statement = "SELECT count(*) FROM ipai_health_check WHERE memo IS NOT NULL"
    assert cluster.execute(statement, database="upgraded") == [(0,)]
    looked = new.health("upgraded", "--full")
    assert looked.returncode == 0, looked.stdout + looked.stderr
    rules = {row[0] for row in cluster.execute(KEPT, database="upgraded")}
    assert "check-crashed" not in rules
