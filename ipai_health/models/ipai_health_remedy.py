"""The one frame of all repairs: plan, confirm, do, look again, say what happened."""

import hashlib
import time
import zlib
from dataclasses import dataclass, field

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.modules import module

from ..core.own_log import own_logger
from .rights import require_manager
from .transaction import alone, own_environment

_logger = own_logger(__name__)

DONE = "done"
REFUSED = "refused"
FAILED = "failed"
STATES = [(DONE, "Done"), (REFUSED, "Refused"), (FAILED, "Failed")]

LOCK = zlib.crc32(b"ipai_health.remedy")
"""The advisory lock that keeps repairs of one database one at a time."""

ATTEMPTS = 4
"""Times a repair is tried when others write to the same rows meanwhile."""

PATIENCE = 20.0
"""Seconds that the look after a repair waits for a run that is under way."""


@dataclass
class Plan:
    """What a repair would do: one sentence, the things it touches, a warning when it
    is heavy, and ``refusal``, one sentence, when it cannot be done now.
    """

    summary: str = ""
    items: list[str] = field(default_factory=list)
    warning: str = ""
    refusal: str = ""
    state: str = ""
    """Whatever must still be so when the plan is carried out."""

    @property
    def token(self):
        """Return a name of the planned state; another state has another name."""
        return hashlib.sha256(self.state.encode()).hexdigest()[:16]


@dataclass
class Result:
    """What a repair did: one sentence, its details, and whether it was done."""

    message: str
    state: str = DONE
    details: list[str] = field(default_factory=list)
    done: list = field(default_factory=list)
    """What was done, for :meth:`HealthRemedy._verify` to look at."""
    log_id: int = 0
    """The row of the log that was committed together with what was done."""


class HealthRemedy(models.AbstractModel):
    """One repair that people may ask for.

    To add one, inherit this model under a new name, fill the class attributes, tell
    in ``_plan`` what would change and change it in ``_do``.
    """

    _name = "ipai.health.remedy"
    _description = "Health remedy"

    _remedy = None
    """The code of the remedy, as the log and the web client name it."""
    _remedy_title = ""
    """What stands on the button; marked for translation with ``core.text._``."""
    _remedy_rules = ()
    """Rules of the findings that it is offered for."""
    _remedy_checks = ()
    """Checks that look again afterwards."""

    @api.model
    def plan(self, code, target=None):
        """Return what remedy ``code`` would do to ``target``, for people to confirm.

        :return: title, summary, items, warning, refusal and token
        """
        require_manager(self.env)
        remedy = self._remedies_by_code(code)
        remedy._require_reason(target)
        plan = remedy._plan(target)
        return {
            "title": self.env._(remedy._remedy_title),
            "summary": plan.summary,
            "items": plan.items,
            "warning": plan.warning,
            "refusal": plan.refusal,
            "token": plan.token,
        }

    @api.model
    def apply(self, code, target=None, token=None):
        """Carry out what :meth:`plan` told and people confirmed.

        :return: state, message, details, seconds and open (findings still open)
        """
        require_manager(self.env)
        remedy = self._remedies_by_code(code)
        remedy._require_reason(target)
        return remedy._apply(target, token)

    @api.model
    def _apply(self, target=None, token=None):
        """Do it, look again and say what happened; the whole frame in its order.

        :param token: that of the confirmed plan; whatever is so now without it
        """
        started = time.monotonic()
        with alone(self.env, LOCK) as free:
            result = self._do_alone(target, token) if free else self._busy()
        changed = result.state == DONE or result.done
        still_open = self._look_again() if changed else []
        seconds = time.monotonic() - started
        self._log(target, result, seconds)
        return {
            "state": result.state,
            "message": result.message,
            "details": result.details,
            "seconds": round(seconds, 3),
            "open": still_open,
        }

    @api.model
    def _do_alone(self, target, token):
        try:
            with own_environment(self.env) as env:
                plan = env[self._name]._plan(target)
            if plan.refusal:
                return Result(plan.refusal, REFUSED)
            if token is not None and token != plan.token:
                return self._changed()
            return self._do_persistently(target)
        except UserError as error:
            return Result(str(error.args[0]), REFUSED)
        except (OSError, psycopg2.Error) as error:
            _logger.info("remedy %s failed", self._remedy, exc_info=True)
            return Result(f"{type(error).__name__}: {error}".strip(), FAILED)

    @api.model
    def _do_persistently(self, target):
        """Do it and log it in one transaction, again when another one came in between,
        then tell all workers which of their caches are out of date.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with own_environment(self.env) as env:
                    result = env[self._name]._do(target)
                    # a process killed from here on must not leave it done and unlogged
                    result.log_id = self._note(env, target, result)
                break
            except (
                psycopg2.errors.SerializationFailure,
                psycopg2.errors.DeadlockDetected,
            ):
                if attempt == ATTEMPTS:
                    raise
                time.sleep(0.1 * attempt)
        if not module.current_test:
            self.env.registry.signal_changes()
        with own_environment(self.env) as env:
            return env[self._name]._verify(result)

    @api.model
    def _look_again(self):
        """Run the checks of this remedy; return what of its findings is still open."""
        if not self._remedy_checks:
            return []
        with own_environment(self.env) as env:
            env["ipai.health.run"]._run(
                "full", self._remedy, names=self._remedy_checks, patience=PATIENCE
            )
        with own_environment(self.env) as env:
            still_open = env["ipai.health.finding"].search(
                [
                    ("check_id.name", "in", self._remedy_checks),
                    ("rule", "in", self._remedy_rules),
                    ("state", "=", "open"),
                ]
            )
            return still_open.mapped("message")

    @api.model
    def _target_of(self, finding):
        """Return what this repair would be done to for ``finding``, ``""`` for all;
        ``None`` when it is not for it.
        """
        return "" if finding.rule in self._remedy_rules else None

    @api.model
    def _require_reason(self, target):
        """Raise ``AccessError`` where a manager may not do this to ``target``."""

    @api.model
    def _plan(self, target):
        """Return the :class:`Plan` for ``target``; look only."""
        raise NotImplementedError

    @api.model
    def _do(self, target):
        """Change what the plan told and return the :class:`Result`."""
        raise NotImplementedError

    @api.model
    def _verify(self, result):
        """Return ``result`` as it turned out, once it is committed."""
        return result

    @api.model
    def _remedies(self):
        """Return the remedies of this database by code."""
        names = self.env.registry.descendants(["ipai.health.remedy"], "_inherit")
        remedies = [self.env[name] for name in names if self.env[name]._remedy]
        return {remedy._remedy: remedy for remedy in remedies}

    @api.model
    def _remedies_by_code(self, code):
        remedy = self._remedies().get(code)
        if remedy is None:
            raise UserError(self.env._("There is no remedy %(code)s.", code=code))
        return remedy.sudo()

    @api.model
    def _busy(self):
        return Result(
            self.env._("Another repair is under way. Look again when it is done."),
            REFUSED,
        )

    @api.model
    def _changed(self):
        return Result(
            self.env._(
                "Nothing was done: what you confirmed has changed in between. "
                "Look at it again."
            ),
            REFUSED,
        )

    @api.model
    def _log(self, target, result, seconds):
        with own_environment(self.env) as env:
            self._note(env, target, result, seconds)
        _logger.info(
            "remedy %s (%s) by user %s: %s: %s",
            self._remedy,
            target or "all",
            self.env.uid,
            result.state,
            result.message,
        )

    @api.model
    def _note(self, env, target, result, seconds=0.0):
        """Write what came of it into the log, over what was noted before; return the
        id of that row.
        """
        values = {
            "remedy": self._remedy,
            "target": target or False,
            "user_id": self.env.uid,
            "state": result.state,
            "message": result.message,
            "details": "\n".join(result.details),
            "seconds": seconds,
        }
        log = env["ipai.health.remedy.log"].browse(result.log_id or ())
        if log:
            log.write(values)
        else:
            log = log.create(values)
        return log.id
