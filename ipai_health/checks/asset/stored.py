"""What is wrong with one generated bundle as it is stored."""

from ...core.finding import Finding
from . import content
from .sources import bundle_name


def about(rule, bundle, message):
    """Return a finding of ``rule`` about a :class:`StoredBundle`."""
    return Finding(
        rule=rule,
        subject=bundle.subject,
        message=message,
        res_model="ir.attachment",
        res_id=bundle.id,
    )


class Stored:
    """Looks at one stored bundle after the other.

    :param content: the :class:`Content` that reads files
    :param sources: :class:`Sources` by name and website
    :param missing: source paths that lead to no file; those that already spoil a
        bundle are gathered in ``spoiling``, as they have a finding of their own
    """

    def __init__(self, env, content, sources, missing):
        self.env = env
        self.content = content
        self.sources = sources
        self.missing = missing
        self.spoiling = set()

    def look(self, bundle):
        """Yield what is wrong with ``bundle``."""
        state, size, errors = self.content.verdict(bundle)
        match state:
            case content.MISSING:
                yield self._lost(bundle)
            case content.TRUNCATED:
                yield self._truncated(bundle, size)
            case content.ALTERED:
                yield self._altered(bundle)
            case content.SOUND if errors:
                yield from self._compiled_with(bundle, errors)
            case content.SOUND if not size and not bundle.is_map:
                yield from self._empty(bundle)

    def _lost(self, bundle):
        return about(
            "asset-file-missing",
            bundle,
            self.env._(
                "The file of the bundle %(bundle)s (attachment %(id)d, %(file)s) is "
                "not in the filestore: pages that link it get an error 500.",
                bundle=bundle.subject,
                id=bundle.id,
                file=bundle.store_fname,
            ),
        )

    def _truncated(self, bundle, size):
        return about(
            "asset-file-corrupt",
            bundle,
            self.env._(
                "The file of the bundle %(bundle)s (attachment %(id)d, %(file)s) has "
                "%(size)d bytes instead of %(expected)d; browsers keep what they got "
                "for a year.",
                bundle=bundle.subject,
                id=bundle.id,
                file=bundle.store_fname,
                size=size,
                expected=bundle.file_size,
            ),
        )

    def _altered(self, bundle):
        return about(
            "asset-file-corrupt",
            bundle,
            self.env._(
                "The file of the bundle %(bundle)s (attachment %(id)d, %(file)s) no "
                "longer has the checksum it was stored with; browsers keep what they "
                "got for a year.",
                bundle=bundle.subject,
                id=bundle.id,
                file=bundle.store_fname,
            ),
        )

    def _compiled_with(self, bundle, errors):
        lost = {path for path in self.missing if path in errors}
        self.spoiling |= lost
        if not lost:
            yield about(
                "asset-compile-error",
                bundle,
                self.env._(
                    "The bundle %(bundle)s (attachment %(id)d) was built from code "
                    "that does not compile: %(errors)s",
                    bundle=bundle.subject,
                    id=bundle.id,
                    errors=errors[:500],
                ),
            )

    def _empty(self, bundle):
        name, extension = bundle_name(bundle.filename)
        count = len(self.sources[name, bundle.variant].of_type(extension))
        if count:
            yield about(
                "asset-bundle-broken",
                bundle,
                self.env._(
                    "The bundle %(bundle)s (attachment %(id)d) is empty, while it is "
                    "made of %(count)d files.",
                    bundle=bundle.subject,
                    id=bundle.id,
                    count=count,
                ),
            )
