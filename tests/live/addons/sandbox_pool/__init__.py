"""Keeps every connection of Odoo's pool in one process, as a leak does, for a while."""

import os
import threading
import time

from odoo import http, sql_db
from odoo.tools import config

KEPT = []


class Pool(http.Controller):
    @http.route("/sandbox_pool/keep", type="http", auth="none")
    def keep(self, seconds="1"):
        """Begin to keep them; return the process."""
        arguments = (config["db_name"][0], float(seconds))
        threading.Thread(target=_keep, args=arguments, daemon=True).start()
        return str(os.getpid())


def _keep(database, seconds):
    while len(KEPT) < sql_db._Pool._maxconn:
        try:
            KEPT.append(sql_db.db_connect(database).cursor())
        except sql_db.PoolError:  # the request under way has one
            time.sleep(0.05)
    time.sleep(seconds)
    while KEPT:
        KEPT.pop().close()
