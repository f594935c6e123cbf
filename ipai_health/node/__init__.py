"""One helper thread a node: keeps the node's row and looks with its checks.

Odoo runs a scheduled action on one node only, so what is true of a node needs somebody
at home on each. Every process of a server tree that serves requests stands for
election (``checks/node/lock``); the one that holds the lock tends the databases.
"""
