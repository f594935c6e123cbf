"""Generated bundles: record, file, size, checksum, error marker and sources."""

from odoo import models

from ..core.finding import Finding
from ..core.look import FULL, QUICK
from ..core.severity import CRITICAL
from ..core.text import _
from .asset import sources
from .asset.bundle import stored_bundles


class HealthCheckerAssets(models.AbstractModel):
    """Looks at what browsers are served, never builds anything."""

    _name = "ipai.health.checker.assets"
    _inherit = "ipai.health.checker"
    _description = "Health check: assets"

    _health_check = "assets"
    _health_title = _("Assets")
    _health_sequence = 30
    _health_depth = QUICK

    def _look(self, look):
        # most processes never look, and need not hold the rest
        from .asset.content import Content
        from .asset.stored import Stored

        bundles = stored_bundles(self.env)
        current = {bundle.subject: bundle for bundle in reversed(bundles)}
        every = self._sources(current.values())
        missing = sources.missing_paths(self.env, every.values())
        known = (look.memo or {}) if look.depth != FULL else {}
        stored = Stored(self.env, Content(self.env, known), every, missing)
        for done, bundle in enumerate(current.values()):
            look.progress(done, len(current))
            yield from stored.look(bundle)
        look.new_memo = stored.content.remembered
        yield from self._unbuildable(every.values())
        yield from self._sources_missing(missing, stored.spoiling)
        yield from self._superseded(bundles, current)

    def _sources(self, current):
        """Return the sources of all bundles that are stored or that a page wants, by
        name and website.
        """
        wanted = {(name, "") for name in sources.bundles_of_pages(self.env)}
        wanted |= {
            (sources.bundle_name(bundle.filename)[0], bundle.variant)
            for bundle in current
        }
        return {
            key: sources.read_sources(self.env, *key)
            for key in sorted(wanted)
            if key[0]
        }

    def _unbuildable(self, every):
        for each in every:
            if each.error:
                subject = f"{each.variant}/{each.name}" if each.variant else each.name
                yield Finding(
                    rule="asset-bundle-broken",
                    subject=subject,
                    message=self.env._(
                        "The bundle %(bundle)s cannot be put together: %(error)s",
                        bundle=subject,
                        error=each.error,
                    ),
                )

    def _sources_missing(self, missing, spoiling):
        for path, names in missing.items():
            severity = CRITICAL if path in spoiling else None
            yield Finding(
                rule="asset-source-missing",
                subject=path,
                message=self.env._(
                    "The source file %(path)s does not exist; wanted by %(bundles)s.",
                    path=path,
                    bundles=", ".join(sorted(names)),
                ),
                file=path,
                severity=severity,
            )

    def _superseded(self, bundles, current):
        from .asset.stored import about

        kept = self._threshold("asset-superseded") * 3600
        for subject, newest in current.items():
            old = [
                bundle.id
                for bundle in bundles
                if bundle.subject == subject
                and bundle.url != newest.url
                and bundle.age > kept
            ]
            if old:
                yield about(
                    "asset-superseded",
                    newest,
                    self.env._(
                        "%(count)d old versions of the bundle %(bundle)s are kept "
                        "(attachments %(ids)s).",
                        count=len(old),
                        bundle=subject,
                        ids=", ".join(map(str, sorted(old))),
                    ),
                )
