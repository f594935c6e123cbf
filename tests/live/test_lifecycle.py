"""Install, upgrade, uninstall, install again: silent, and nothing is left behind."""

import pytest
from sandbox import log, templates

NOT_SERVER_WIDE = {"ODOO_SERVER_WIDE_MODULES": "base,rpc,web"}
"""Odoo refuses to uninstall what its own process loads server-wide."""

STRUCTURE = """
    SELECT 'column', table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public'
    UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conname FROM pg_constraint
    UNION ALL SELECT 'sequence', relname FROM pg_class WHERE relkind = 'S'
"""

RECORDS = """
    SELECT 'xml id', module || '.' || name FROM ir_model_data WHERE module <> 'base'
    UNION ALL SELECT 'model', model FROM ir_model
    UNION ALL SELECT 'field', model || '.' || name FROM ir_model_fields
    UNION ALL SELECT 'cron', cron_name FROM ir_cron
    UNION ALL SELECT 'menu', id::text FROM ir_ui_menu
    UNION ALL SELECT 'view', id::text FROM ir_ui_view
    UNION ALL SELECT 'action', id::text FROM ir_actions
    UNION ALL SELECT 'group', id::text FROM res_groups
    UNION ALL SELECT 'privilege', id::text FROM res_groups_privilege
    UNION ALL SELECT 'access', id::text FROM ir_model_access
    UNION ALL SELECT 'rule', id::text FROM ir_rule
    UNION ALL SELECT 'message', id::text FROM mail_message WHERE model LIKE 'ipai%'
    UNION ALL SELECT 'follower', id::text FROM mail_followers
    WHERE res_model LIKE 'ipai%'
    UNION ALL SELECT 'attachment', id::text FROM ir_attachment
    WHERE res_model LIKE 'ipai%'
    UNION ALL SELECT 'parameter', key FROM ir_config_parameter
    WHERE key LIKE 'ipai%'
"""


@pytest.fixture(scope="module")
def lived(workshop, base_template):
    """Return what is in a database before, and after our whole life in it."""
    name = templates.clone(workshop, base_template, "lifecycle")
    # what base and mail do by themselves at a load must not be taken for ours
    workshop.install(name, ["base"])
    before = _snapshot(workshop, name)
    assert len(before) > 1000
    logs = {"install": workshop.install(name, ["ipai_health"])}
    looked = workshop.health(name, "--full")
    assert looked.returncode == 0, looked.stdout + looked.stderr
    logs["upgrade"] = workshop.run(
        *("-d", name, "-u", "ipai_health", "--stop-after-init", "--no-http")
    ).stderr
    # a look of its own, after half a minute, could meet tables that are being dropped
    workshop.postgres.execute("UPDATE ipai_health_check SET enabled = false", (), name)
    words = ("-d", name, f"--db-filter=^{name}$", "--max-cron-threads=0")
    with workshop.serve(*words) as server:
        server.wait("/web/login")
        removed = workshop.run(
            *("module", "uninstall", "-d", name, "ipai_health"),
            environment=NOT_SERVER_WIDE,
        )
        assert removed.returncode == 0, removed.stderr
        logs["uninstall"] = removed.stderr
        assert server.get("/web/login")[0] == 200
        logs["other server"] = server.log.read_text()
    after = _snapshot(workshop, name)
    logs["install again"] = workshop.install(name, ["ipai_health"])
    yield before, after, logs
    templates.discard(workshop, name)


def _snapshot(workshop, name):
    rows = [
        *workshop.postgres.execute(STRUCTURE, database=name),
        *workshop.postgres.execute(RECORDS, database=name),
    ]
    return {(kind, what) for kind, what in rows}


STEPS = ["install", "upgrade", "uninstall", "other server", "install again"]


@pytest.mark.parametrize("step", STEPS)
def test_odoo_logs_no_warning(lived, step):
    _before, _after, logs = lived
    assert logs[step]
    assert log.complaints(logs[step]) == []


def test_uninstalling_leaves_nothing_behind(lived):
    before, after, _logs = lived
    assert sorted(after - before) == []


def test_uninstalling_takes_nothing_of_others(lived):
    before, after, _logs = lived
    assert sorted(before - after) == []
