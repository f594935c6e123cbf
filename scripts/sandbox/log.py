"""What a log of Odoo says that it should not."""

import contextlib
import io
import tempfile

import click
from checklog_odoo.checklog import do_checklog

ALLOWED = (
    # our own keys in odoo.conf, and db_name = False: Odoo 19 says so once about each
    r"odoo\.tools\.config: unknown option 'ipai_health_\w+'",
    r"odoo\.tools\.config: .*db_name",
    # Debian's package leaves this file out, so Odoo says so when it builds its bundle
    r"assetsbundle: .*mail/static/lib/selfie_segmentation/",
)


def complaints(text: str) -> list[str]:
    """Return what ``text`` holds at warning or worse, but for what is allowed: one
    report with whole records, as OCA's checklog-odoo makes it, or nothing.
    """
    said = io.StringIO()
    with tempfile.NamedTemporaryFile("w", suffix=".log") as file:
        file.write(text)
        file.flush()
        try:
            with contextlib.redirect_stdout(said):
                do_checklog(file.name, ALLOWED, echo=False, err_if_empty=True)
        except click.ClickException as error:
            return [f"{error.message}{said.getvalue()}"]
    return []
