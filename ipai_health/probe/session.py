"""A logged-in member of the Health group may see details.

Odoo's own session handling writes a row about the device and may set cookies, so the
session is only read here: its file by the host, user and groups on the probe's own
connection.
"""

from __future__ import annotations

import hmac

from .deadline import Deadline
from .failure import LookFailed
from .host import Host, SessionQuestion
from .routing import Environ
from .server import Question, Server

COOKIE = "session_id"

GROUP_STATEMENT = """
    WITH RECURSIVE member(gid) AS (
        SELECT gid FROM res_groups_users_rel WHERE uid = %s
        UNION
        SELECT implied.hid FROM res_groups_implied_rel AS implied
        JOIN member ON member.gid = implied.gid
    )
    SELECT 1 FROM member
    JOIN ir_model_data AS named ON named.res_id = member.gid
    WHERE named.model = 'res.groups' AND named.module = 'ipai_health'
      AND named.name = 'group_user'
"""


class Sessions:
    """Judges a request by the session that its cookie names."""

    def __init__(self, host: Host, server: Server, timeout: float) -> None:
        self._host = host
        self._server = server
        self._timeout = timeout

    def database_of(self, environ: Environ) -> str:
        """Return the database that a member of the group is logged into, or nothing."""
        cookie = cookie_of(environ)
        question = self._host.session_question(cookie) if cookie else None
        if question is None:
            return ""
        try:
            good = self._is_member(question, Deadline(self._timeout))
        except LookFailed:
            return ""
        return question.database if good else ""

    def _is_member(self, question: SessionQuestion, deadline: Deadline) -> bool:
        asked = Question(question.statement, question.values)
        rows = self._server.fetch(question.database, asked, deadline)
        if len(rows) != 1:
            return False
        expected = question.expected(rows.columns, rows[0])
        if not hmac.compare_digest(expected.encode(), question.token.encode()):
            return False
        groups = Question(GROUP_STATEMENT, (question.user,))
        return bool(self._server.fetch(question.database, groups, deadline))


def cookie_of(environ: Environ) -> str:
    """Return the value of the session's cookie, or nothing."""
    for part in str(environ.get("HTTP_COOKIE", "")).split(";"):
        name, _equals, value = part.strip().partition("=")
        if name == COOKIE:
            return value.strip('"')
    return ""
