"""What a node's own checks look at: odoo.conf and the log."""


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
    """Return the log file that odoo.conf names."""
    return site.instance.folder / "server.log"


def logging_line(line):
    """Return inject and repair of a log that ends with ``line``."""

    def inject(site):
        file = log_of(site)
        before = file.read_text() if file.exists() else ""
        with file.open("a") as log:
            log.write(f"{line}\n")
        return before

    def repair(site, before):
        log_of(site).write_text(before)

    return {"inject": inject, "repair": repair}
