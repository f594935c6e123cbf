"""A second server of the same database, as faults of nodes need it."""

from sandbox.instance import Instance


def start(site, addons=None, port=None):
    """Return a second server, ready; ``addons`` stand in for the last folder."""
    first = site.instance
    folders = first.addons[len(first.source.addons_paths) :]
    second = Instance(
        first.source,
        first.postgres,
        first.folder / "second",
        options={
            "dbfilter": first.options["dbfilter"],
            "admin_passwd": first.options["admin_passwd"],
            "data_dir": str(first.data),
            # it serves, and leaves the scheduled actions to the first
            "max_cron_threads": "0",
        },
        environment=first.environment,
        addons=(*folders[:-1], addons or folders[-1]),
    )
    return second.serve("-d", site.database, port=port).wait("/ipai/health")


def name_of(site, server):
    """Return the name under which the second server is known."""
    ((name,),) = site.sql(
        "SELECT name FROM ipai_health_node WHERE port = %s", [server.port]
    )
    return name
