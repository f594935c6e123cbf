"""What a node's own checks look at, odoo.conf and the log; and its new start."""

SEEN = {"stored": False, "health": 200, "ready": 200}
"""The probe's word on what a node's own checks are to find."""


def restart(site, _kept=None):
    """Start the server anew, where nothing else heals."""
    site.restart()


def configured(name, value):
    """Return everything of a fault but its title and its rule: in odoo.conf an option
    has ``value``, or is not there when that is ``None``.
    """
    about = {"subject": lambda _site: f"odoo.conf:{name}"}
    return (
        SEEN | about | {"command": ("--check", "config")} | changing_option(name, value)
    )


def logged(line):
    """Return everything of a fault but its title and its rule: the log ends with
    ``line``.
    """
    return SEEN | {"command": ("--check", "log")} | logging_line(line)


def changing_option(name, value):
    """Return inject and repair of an odoo.conf in which an option has ``value``, or
    is not there when that is ``None``.
    """

    def inject(site):
        kept = dict(site.instance.options)
        if value is None:
            site.instance.options.pop(name, None)
        else:
            site.instance.options[name] = value
        site.instance.write_configuration()
        return kept

    def repair(site, kept):
        site.instance.options = kept
        site.instance.write_configuration()

    return {"inject": inject, "repair": repair}


def log_of(site):
    """Return the log file of these faults. The server itself logs elsewhere: what the
    other faults leave in a log is found there, rightly, long after them.
    """
    return site.instance.folder / "server.log"


def name_log(site):
    """Let odoo.conf name the log, and the log be there."""
    log_of(site).touch()
    site.instance.options["logfile"] = str(log_of(site))
    site.instance.write_configuration()


def unname_log(site):
    """Let odoo.conf name no log."""
    site.instance.options.pop("logfile", None)
    site.instance.write_configuration()


def logging_line(line):
    """Return inject and repair of a log that ends with ``line``."""

    def inject(site):
        name_log(site)
        log_of(site).write_text(f"{line}\n")

    def repair(site, _kept):
        log_of(site).write_text("")
        unname_log(site)

    return {"inject": inject, "repair": repair}
