"""Asset bundles as Odoo generates and stores them."""

import hashlib
import re
from dataclasses import dataclass

from odoo import SUPERUSER_ID, api, models

from ..core.asset_marker import css_error

LAYOUTS = (
    "web.assets_frontend.min.css",
    "web.assets_frontend_minimal.min.js",
    "web.assets_frontend_lazy.min.js",
    "web.assets_web.min.css",
    "web.assets_web.min.js",
    "web.assets_web_print.min.css",
)
"""What the login page and the web client link: built even when none was stored."""

_URL = re.compile(
    r"/web/assets/(?:(?P<website>\d+)/)?(?P<version>[0-9a-f]{7})/"
    r"(?P<file>[^/]+\.min\.(?:js|css))"
)


@dataclass(frozen=True, order=True)
class BundleFile:
    """One style sheet or script that pages link, of one website or of all."""

    file: str
    website: int | None = None

    @property
    def label(self):
        """Return what people call it."""
        return f"{self.file} (website {self.website})" if self.website else self.file


def bundle_file(url):
    """Return the :class:`BundleFile` that ``url`` stands for; ``None`` for what is
    built on demand (debug assets, source maps).
    """
    match = _URL.fullmatch(url or "")
    if match is None:
        return None
    website = match["website"]
    return BundleFile(match["file"], int(website) if website else None)


class HealthBundle(models.AbstractModel):
    _name = "ipai.health.bundle"
    _description = "Generated asset bundles"

    @api.model
    def _generated(self, bundle=None):
        """Return the attachments that Odoo generated, as its own
        ``regenerate_assets_bundles()`` recognises them: never one that a user made.

        :param bundle: the name of one bundle, as ``web.assets_web``
        """
        domain = [
            ("public", "=", True),
            ("url", "=like", "/web/assets/%"),
            ("res_model", "=", "ir.ui.view"),
            ("res_id", "=", 0),
            ("create_uid", "=", SUPERUSER_ID),
        ]
        attachments = self.env["ir.attachment"].sudo().search(domain)
        if bundle:
            return attachments.filtered(lambda each: self._is_of(each.url, bundle))
        return attachments

    @api.model
    def _is_of(self, url, bundle):
        """Tell whether ``url`` is a variant of ``bundle`` (right-to-left, minified,
        source map), or the very file that it names.
        """
        file = url.rpartition("/")[2]
        return file == bundle or file.removeprefix(bundle) in {
            f"{direction}{prefixed}.{extension}"
            for direction in ("", ".rtl")
            for prefixed in ("", ".autoprefixed")
            for extension in ("js", "css", "min.js", "min.css", "js.map", "css.map")
        }

    @api.model
    def _build(self, bundle_file):
        """Return the attachment of ``bundle_file``, built when there is none."""
        qweb = self.env["ir.qweb"]
        if bundle_file.website:
            qweb = qweb.with_context(website_id=bundle_file.website)
        assets = qweb.env["ir.asset"]
        name, rtl, kind, autoprefix = assets._parse_bundle_name(bundle_file.file, False)
        is_style = kind == "css"
        bundle = qweb._get_asset_bundle(
            name,
            css=is_style,
            js=not is_style,
            rtl=rtl,
            autoprefix=autoprefix,
            assets_params=self._parameters(assets, bundle_file),
        )
        if is_style:
            return bundle.css() if bundle.stylesheets else self.env["ir.attachment"]
        return bundle.js() if bundle.javascripts else self.env["ir.attachment"]

    @api.model
    def _parameters(self, assets, bundle_file):
        """Return what else the bundle depends on, as its address says."""
        parameters = assets._get_asset_params()
        if "website_id" in parameters:
            parameters["website_id"] = bundle_file.website
        return parameters

    @api.model
    def _fault(self, attachment):
        """Return, in words, what is wrong with a bundle; empty when nothing."""
        content = self._content(attachment)
        return self._difference(attachment, content) or css_error(content)

    @api.model
    def _damage(self, attachment):
        """Return, in words, why its bytes are not those that were stored; empty when
        they are.
        """
        return self._difference(attachment, self._content(attachment))

    @api.model
    def _difference(self, attachment, content):
        if not content:
            return self.env._("it is empty or lost")
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if digest != attachment.checksum:
            return self.env._("its bytes are not those that were stored")
        return ""

    @api.model
    def _content(self, attachment):
        """Return the stored bytes, whatever state they are in."""
        if attachment.store_fname:
            return attachment._file_read(attachment.store_fname)
        return attachment.db_datas
