"""The probe's paths for hosts that do not let the addon be loaded server-wide.

Odoo chooses the database, opens the registry and reads the session before this code
is reached, so it answers only while all of those work. Where the addon is loaded
server-wide, the probe in front of the dispatcher answers and this is never called.
"""

from odoo.http import Controller, Response, request, route

from ..probe import odoo_adapter


class Probe(Controller):
    @route(
        ["/ipai/health", "/ipai/health/<path:rest>"],
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
    )
    def answer(self, rest=""):
        """Answer as the probe itself would."""
        begun = []

        def start_response(code, headers):
            begun.extend((code, headers))

        environ = request.httprequest.environ
        body = odoo_adapter.fallback_probe().alone(environ, start_response)
        code, headers = begun
        return Response(b"".join(body), status=code, headers=headers)
