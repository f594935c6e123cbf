"""A worker of scheduled actions waits a minute for work, which counts as its time."""

import pytest
from sandbox import processes

SOON = """
    DELETE FROM ir_cron_trigger;
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '10 days';
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '20 seconds'
     WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'ipai_health'
                  AND name = 'ir_cron_quick')
"""

PUT_OFF = "quick health run put off: too little time is left"

LOGGER = "odoo.addons.ipai_health.models.ipai_health_run_look"


@pytest.mark.torture
def test_a_scheduled_run_begins_after_a_minute_s_wait(odoo, sampled, sql):
    """Put off for the time that is gone, it has all of it in the next pass."""
    sql(SOON)
    sql("DELETE FROM ipai_health_run")
    words = ("-d", sampled, "--max-cron-threads=1", f"--log-handler={LOGGER}:DEBUG")
    with odoo.serve(*words, mode="prefork") as server:
        server.wait()
        processes.wait_until(
            lambda: sql(
                "SELECT 1 FROM ipai_health_run"
                " WHERE trigger = 'schedule' AND state = 'done'"
            ),
            90,
            1,
        )
        said = server.log.read_text()
    assert PUT_OFF in said
    (run,) = sql("SELECT depth, state FROM ipai_health_run WHERE trigger = 'schedule'")
    assert run == ("quick", "done")
    assert not sql("SELECT 1 FROM ipai_health_finding WHERE rule = 'check-timed-out'")
