"""Damaged files, looked at once more and told."""

from ...core import thresholds
from ...core.finding import Finding
from . import records
from .files import ALTERED, MISSING, TRUNCATED, UNREADABLE

RULE_OF = {
    MISSING: "filestore-file-missing",
    UNREADABLE: "filestore-file-missing",
    TRUNCATED: "filestore-file-corrupt",
    ALTERED: "filestore-file-corrupt",
}


class Damage:
    """Looks again at files that were found damaged, now or by an earlier look: some
    are mended since, of some the records are gone.

    :param known: ``{name: kind}``
    """

    def __init__(self, env, files, known):
        self.env = env
        self.files = files
        self.known = known
        self.remembered = {}

    def findings(self):
        """Yield a finding for each damaged file, or one for each rule when there are
        too many to be told one by one.
        """
        by_rule = {}
        for record in records.named(self.env, self.known):
            kind = self._kind(record)
            if kind:
                self.remembered[record["store_fname"]] = kind
                by_rule.setdefault(RULE_OF[kind], []).append((record, kind))
        for rule, damaged in by_rule.items():
            if len(damaged) > thresholds.MANY_FILES:
                yield self._many(rule, damaged)
            else:
                yield from (self._one(rule, *each) for each in damaged)

    def _kind(self, record):
        name = record["store_fname"]
        size = -1 if record["size"] is None else record["size"]
        by_reading = self.known[name] in (ALTERED, UNREADABLE)
        look_at = self.files.by_checksum if by_reading else self.files.by_size
        return look_at([name], [size]).get(name)

    def _one(self, rule, record, kind):
        return Finding(
            rule=rule,
            subject=record["store_fname"],
            message=self._message(record, kind),
            res_model="ir.attachment",
            res_id=record["id"],
        )

    def _message(self, record, kind):
        values = {
            "file": record["store_fname"],
            "title": record["title"],
            "id": record["id"],
            "document": f"{record['res_model'] or '-'},{record['res_id'] or 0}",
            "size": record["size"] or 0,
            "count": record["wanted_by"],
        }
        if kind == MISSING:
            return self.env._(
                "The file %(file)s of '%(title)s' (attachment %(id)d of %(document)s, "
                "%(count)d in all) is not in the filestore.",
                **values,
            )
        if kind == UNREADABLE:
            return self.env._(
                "The file %(file)s of '%(title)s' (attachment %(id)d of %(document)s, "
                "%(count)d in all) cannot be read by the user who runs this server.",
                **values,
            )
        if kind == TRUNCATED:
            return self.env._(
                "The file %(file)s of '%(title)s' (attachment %(id)d of %(document)s, "
                "%(count)d in all) does not have the %(size)d bytes it was stored "
                "with.",
                **values,
            )
        return self.env._(
            "The file %(file)s of '%(title)s' (attachment %(id)d of %(document)s, "
            "%(count)d in all) no longer has the content it was stored with.",
            **values,
        )

    def _many(self, rule, damaged):
        return Finding(
            rule=rule,
            subject="filestore",
            message=self.env._(
                "At least %(count)d files of the filestore %(folder)s are damaged or "
                "lost, the first being %(file)s: is it the right folder, and is its "
                "volume mounted?",
                count=len(damaged),
                folder=self.files.folder,
                file=damaged[0][0]["store_fname"],
            ),
        )
