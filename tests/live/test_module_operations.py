"""Modules left in a ``to …`` state are brought to an end from the page that needs no
registry but the half loaded one.
"""

import contextlib
import re

import pytest
from sandbox.processes import wait_until

BACK = 2.0
"""Seconds: what the probe saw of the waiting module is good for one."""

MODULE = "auth_password_policy"
"""Small, without tables of its own, with a script in the web client's bundle."""


@pytest.fixture
def pending(make_site):
    """Return a served database in which a module waits, as after a killed install."""
    site = make_site(name="pending")
    site.sql(
        "UPDATE ir_module_module SET state = 'to install',"
        " write_date = now() AT TIME ZONE 'UTC' - interval '1 hour' WHERE name = %s",
        [MODULE],
    )
    assert site.code("/ipai/health") == 503
    return site


def state(site):
    ((found,),) = site.sql(
        "SELECT state FROM ir_module_module WHERE name = %s", [MODULE]
    )
    return found


class RepairPage:
    """The page as a browser without scripts uses it."""

    def __init__(self, site):
        self.site = site
        self.headers = site.log_in()

    def open(self):
        _code, _headers, body = self.site.server.get(
            "/ipai/repair", headers=self.headers
        )
        return body.decode()

    def submit(self, page, step, code):
        """Send the form of ``page`` that leads to ``step`` of ``code``."""
        for form in re.findall(r"<form.*?</form>", page, re.S):
            values = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
            if f"/{step}" in form and values["code"] == code:
                return self.post(step, values)
        raise AssertionError(f"no form for {step} {code} in {page}")

    def post(self, step, values):
        form = "&".join(f"{name}={value}" for name, value in values.items())
        _code, _headers, body = self.site.server.get(
            f"/ipai/repair/{step}",
            headers=self.headers,
            data=form.encode(),
            method="POST",
            timeout=120,
        )
        return body.decode()


def test_they_are_completed_where_somebody_confirms_it(pending):
    page = RepairPage(pending)
    assert "module-pending" in page.open()
    plan = page.submit(page.open(), "plan", "complete-modules")
    assert f"{MODULE}: to install" in plan
    assert "cannot be undone" in plan
    assert state(pending) == "to install", "a plan changes nothing"
    done = page.submit(plan, "apply", "complete-modules")
    assert 'class="done"' in done, done
    assert state(pending) == "installed"
    assert wait_until(lambda: pending.code("/ipai/health") == 200, BACK)
    assert pending.code("/web/login") == 200
    assert "module-pending" not in page.open()
    assert "module-pending" not in pending.open_rules()
    log = "SELECT remedy, state, user_id FROM ipai_health_remedy_log"
    assert pending.sql(log) == [("complete-modules", "done", 2)]


def test_refused_while_somebody_else_is_at_the_modules(pending):
    page = RepairPage(pending)
    plan = page.submit(page.open(), "plan", "cancel-modules")
    other = pending.instance.postgres.connect(pending.database)
    other.autocommit = False
    with contextlib.closing(other), other.cursor() as cursor:
        cursor.execute("UPDATE ir_model SET state = state WHERE model = 'res.users'")
        refused = page.submit(plan, "apply", "cancel-modules")
        assert "another process works on the modules" in refused
        assert state(pending) == "to install"
    done = page.submit(plan, "apply", "cancel-modules")
    assert 'class="done"' in done, done


def test_they_are_cancelled_and_a_plan_of_something_else_is_refused(pending):
    page = RepairPage(pending)
    old = page.submit(page.open(), "plan", "cancel-modules")
    pending.sql(
        "UPDATE ir_module_module SET state = 'to upgrade' WHERE name = 'web_tour'"
    )
    refused = page.submit(old, "apply", "cancel-modules")
    assert 'class="refused"' in refused, refused
    assert state(pending) == "to install"
    plan = page.submit(page.open(), "plan", "cancel-modules")
    done = page.submit(plan, "apply", "cancel-modules")
    assert 'class="done"' in done, done
    assert state(pending) == "uninstalled"
    assert wait_until(lambda: pending.code("/ipai/health") == 200, BACK)
