"""A large business database, made once, for benches and the long proofs.

    python -m sandbox.big SCRIPT [WORD]…

runs ``SCRIPT -c odoo.conf -d DATABASE WORD…`` on a fresh copy with the addon.
"""

import subprocess
import sys

from . import odoo_source, postgres, templates
from .errors import SandboxError
from .instance import Instance
from .paths import run_folder

MODULES = (  # noqa: SIM905  a column of words reads better
    "sale_management account stock purchase mrp project crm hr website_sale "
    "point_of_sale mass_mailing event survey fleet repair website_slides im_livechat "
    "hr_expense hr_holidays hr_recruitment hr_attendance maintenance lunch "
    "website_blog website_forum website_event website_crm project_todo calendar "
    "contacts note membership loyalty delivery sale_project hr_timesheet "
    "spreadsheet_dashboard hr_skills"
).split()
"""With what they bring by themselves about 193 modules and 4,000 views."""

TEMPLATE = "template_big"


def main(script, *words) -> int:
    """Make the database where there is none, run ``script`` on a copy of it."""
    folder = run_folder() / "big"
    try:
        server = postgres.EmbeddedPostgres(folder / "postgres").start()
    except SandboxError as error:
        print(f"make: {error}", file=sys.stderr)
        return 2
    try:
        instance = Instance(odoo_source.find(), server, folder)
        if TEMPLATE not in server.databases():
            print("Making the large database, about four minutes …", flush=True)
        templates.ensure(instance, TEMPLATE, MODULES)
        database = templates.clone(instance, TEMPLATE, "big")
        instance.install(database, ["ipai_health"])
        command = [sys.executable, script, "-c", instance.configuration]
        command += ["-d", database, *words]
        done = subprocess.run(command, env=instance.variables(), check=False)
        templates.discard(instance, database)
        return done.returncode
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
