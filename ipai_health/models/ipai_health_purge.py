"""Remedy: purge the asset cache."""

import psycopg2

from odoo import api, models

from ..core.own_log import own_logger
from ..core.severity import CRITICAL
from ..core.text import _
from .ipai_health_bundle import LAYOUTS, BundleFile, bundle_file
from .ipai_health_remedy import FAILED, Plan, Result
from .ir_attachment import HEAL

_logger = own_logger(__name__)


class HealthPurge(models.AbstractModel):
    """Delete the bundles that Odoo generated and build them again, so that nobody ever
    meets the gap: others see the old ones until the new ones are committed.
    """

    _name = "ipai.health.purge"
    _inherit = "ipai.health.remedy"
    _description = "Purge the asset cache"

    _remedy = "purge-assets"
    _remedy_title = _("Purge asset cache")
    _remedy_rules = (
        "asset-file-missing",
        "asset-file-corrupt",
        "asset-compile-error",
        "asset-bundle-broken",
        "asset-superseded",
    )
    _remedy_checks = ("assets",)

    @api.model
    def _purge(self, bundle=None):
        """Purge all bundles, or one (``web.assets_web``), whatever their state.

        :return: state (``done``, ``refused``, ``failed``), message, details, seconds,
            and open: the messages of asset findings that are still open
        """
        return self._apply(bundle)

    @api.model
    def _log_offer(self, findings):
        """Say in the log where the bundles among ``findings`` can be built anew: who
        looks there may have no web client to read it in.
        """
        broken = findings.filtered(
            lambda each: each.severity == CRITICAL and each.rule in self._remedy_rules
        )
        if broken:
            # no message of theirs: the check of the log would find an error in it
            _logger.warning(
                "broken asset bundles: %s. Purge the asset cache at /ipai/repair, "
                "which needs no bundle, or run: odoo health -d %s --purge-assets",
                ", ".join(sorted(set(broken.mapped("subject")))),
                self.env.cr.dbname,
            )

    @api.model
    def _plan(self, target):
        bundles = self.env["ipai.health.bundle"]
        pending = self.env["ipai.health.module.operations"]._pending()
        if pending:
            return Plan(
                refusal=self.env._(
                    "Not now: modules wait to be installed, upgraded or removed "
                    "(%(modules)s), so the bundles would be built from a half-loaded "
                    "registry. Complete or cancel these operations first.",
                    modules=", ".join(pending.mapped("name")),
                )
            )
        old = bundles._generated(target)
        files = self._files_to_build(old, target)
        return Plan(
            summary=self.env._(
                "%(deleted)s generated files are deleted and %(built)s bundles are "
                "built again. Files that people uploaded are not touched.",
                deleted=len(old),
                built=len(files),
            ),
            items=[file.label for file in files],
            state=f"{target or ''}:{min(old.ids, default=0)}",
        )

    @api.model
    def _do(self, target):
        self.env.registry.clear_cache("assets")
        bundles = self.env["ipai.health.bundle"].with_context(**{HEAL: True})
        old = bundles._generated(target)
        files = self._files_to_build(old, target)
        stored = old.grouped(lambda each: bundle_file(each.url))
        # Odoo copies a bundle that another website has, with whatever bytes it has
        old.filtered(bundles._damage).unlink()
        built, kept, failures = [], old.browse(), []
        for file in files:
            previous = stored.get(file, old.browse()).exists()
            reason, is_built = self._build_anew(bundles, file, previous)
            if is_built:
                built.append(file)
            if reason:
                failures.append(f"{file.label}: {reason}")
                kept |= previous.exists()
        (old - kept).exists().unlink()
        return self._result(len(old - kept), built, failures)

    @api.model
    def _verify(self, result):
        """Read what was built once more, as browsers will be given it."""
        bundles = self.env["ipai.health.bundle"]
        stored = {bundle_file(each.url): each for each in bundles._generated()}
        for file in result.done:
            lost = self.env._("it is not there")
            fault = bundles._fault(stored[file]) if file in stored else lost
            if fault and not any(file.label in line for line in result.details):
                result.state = FAILED
                result.details.append(f"{file.label}: {fault}")
        return result

    @api.model
    def _files_to_build(self, old, target):
        """Return what existed and, unless one bundle is meant, what every page needs;
        nothing for what is built on demand.
        """
        files = {bundle_file(each.url) for each in old} - {None}
        if not target:
            files |= {BundleFile(file) for file in LAYOUTS}
        elif not files:
            files = {BundleFile(f"{target}.min.{kind}") for kind in ("css", "js")}
        return sorted(files, key=lambda file: file.label)

    @api.model
    def _build_anew(self, bundles, file, previous):
        """Put a fresh bundle in the place of ``previous``, whose bytes are right; keep
        that one where the fresh one is faulty, and it better than nothing.

        :return: what is wrong, in words, and whether a bundle was built
        """
        savepoint = self.env.cr.savepoint()
        previous.unlink()
        try:
            fresh = bundles._build(file)
            reason = bundles._fault(fresh) if fresh else ""
        except psycopg2.Error:
            raise
        except Exception as error:  # noqa: BLE001  bundles are anybody's code
            _logger.info("bundle %s cannot be built", file.label, exc_info=True)
            fresh, reason = None, f"{type(error).__name__}: {error}"
        is_kept = bool(reason and previous)
        savepoint.close(rollback=is_kept)
        if is_kept:
            return self.env._("%(why)s (the old one is kept)", why=reason), False
        return reason, bool(fresh)

    @api.model
    def _result(self, deleted, built, failures):
        if failures:
            return Result(
                self.env._(
                    "%(built)s bundles were built again; %(failed)s could not be.",
                    built=len(built),
                    failed=len(failures),
                ),
                FAILED,
                failures,
                built,
            )
        return Result(
            self.env._(
                "%(deleted)s files were deleted; %(built)s bundles were built again "
                "and their stored bytes are right.",
                deleted=deleted,
                built=len(built),
            ),
            done=built,
        )
