"""The HTML of ``/ipai/repair``, written by Python: templates may be what is broken."""

from markupsafe import Markup

from ..core.severity import CRITICAL, INFO, WARNING

STYLE = Markup(
    """
:root { color-scheme: light dark; --line: #d8dadd; --soft: #f5f5f7; --ink: #1f2329;
  --back: #fff; --main: #714b67; --critical: #b42318; --warning: #8a5a00;
  --info: #0b6285; --good: #1d6f42; }
@media (prefers-color-scheme: dark) { :root { --line: #3c3e4b; --soft: #262a36;
  --ink: #e6e6ea; --back: #1b1d26; --main: #b58aa9; --critical: #ff8a80;
  --warning: #ffce6b; --info: #7fd1f2; --good: #7bd8a2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 48rem; color: var(--ink);
  background: var(--back); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1, h2, p, li { unicode-bidi: plaintext; }
[dir="rtl"] :is(h1, h2, p, li) { text-align: right; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; margin: 2rem 0 .75rem; }
p { margin: .25rem 0; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem;
  margin: 0 0 .75rem; }
article form, nav form { display: inline-block; margin: .75rem .5rem 0 0; }
.severity { font-weight: 600; }
.critical { color: var(--critical); } .warning { color: var(--warning); }
.info { color: var(--info); } .done { color: var(--good); }
.refused { color: var(--warning); } .failed { color: var(--critical); }
.quiet { opacity: .75; font-size: .875rem; }
ul { background: var(--soft); border-radius: .5rem; padding: .75rem .75rem .75rem 2rem;
  max-height: 16rem; overflow: auto; }
button, a.button { font: inherit; color: inherit; background: var(--soft);
  border: 1px solid var(--line); border-radius: .375rem; padding: .5rem 1rem;
  cursor: pointer; text-decoration: none; display: inline-block; }
button.main { background: var(--main); border-color: var(--main); color: var(--back); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--info);
  outline-offset: 2px; }
"""
)

SIGNS = {CRITICAL: "\u2716", WARNING: "\u26a0", INFO: "\u2139"}


class RepairPage:
    """Writes each state of the page; every text it is given is escaped."""

    def __init__(self, env, path, csrf_token):
        self.env = env
        self.path = path
        self.csrf_token = csrf_token

    def overview(self, overview):
        """Return the page of what is open."""
        groups = [group for group in overview["groups"] if group["findings"]]
        return self._document(
            overview["sentence"],
            self._buttons(),
            Markup("").join(self._group(group) for group in groups),
            Markup('<p class="quiet">{}</p>').format(
                self.env._("This page needs no style sheet and no script of Odoo.")
            ),
        )

    def plan(self, code, target, plan):
        """Return the page that asks for a confirmation."""
        if plan["refusal"]:
            return self.refusal(plan["refusal"])
        return self._document(
            plan["title"],
            Markup("<p>{}</p>").format(plan["summary"]),
            self._list(plan["items"]),
            Markup('<p class="warning">{}</p>').format(plan["warning"]),
            Markup("<nav>{}{}</nav>").format(
                self._form("apply", plan["title"], code, target, plan["token"], True),
                self._back(),
            ),
        )

    def result(self, result):
        """Return the page that says what happened."""
        return self._document(
            self.env._("What happened"),
            Markup('<p class="{}">{}</p>').format(result["state"], result["message"]),
            self._list(result["details"]),
            self._still_open(result["open"]),
            Markup('<p class="quiet">{} s</p>').format(result["seconds"]),
            Markup("<nav>{}</nav>").format(self._back()),
        )

    def refusal(self, reason):
        """Return the page that says why nothing was done."""
        return self._document(
            self.env._("Nothing was changed"),
            Markup('<p class="refused">{}</p>').format(reason),
            Markup("<nav>{}</nav>").format(self._back()),
        )

    def _buttons(self):
        return Markup("<nav>{}{}</nav>").format(
            self._form(
                "plan", self.env._("Purge asset cache"), "purge-assets", main=True
            ),
            Markup('<a class="button" href="/odoo">{}</a>').format(
                self.env._("Back to Odoo")
            ),
        )

    def _group(self, group):
        articles = Markup("").join(self._finding(each) for each in group["findings"])
        return Markup("<section><h2>{}</h2>{}</section>").format(
            group["title"], articles
        )

    def _finding(self, finding):
        forms = Markup("").join(
            self._form("plan", offer["title"], offer["code"], offer["target"])
            for offer in finding["offers"]
        )
        return Markup(
            '<article><p class="severity {severity}">{sign} {word}: {title}</p>'
            '<p>{message}</p><p class="quiet">{remedy}</p>'
            '<p class="quiet"><code>{rule}</code> {subject}</p>{forms}</article>'
        ).format(
            severity=finding["severity"],
            sign=SIGNS[finding["severity"]],
            word=self._word(finding["severity"]),
            title=finding["title"] or finding["rule"],
            message=finding["message"],
            remedy=finding["remedy"],
            rule=finding["rule"],
            subject=finding["subject"],
            forms=forms,
        )

    def _word(self, severity):
        field = self.env["ipai.health.finding"]._fields["severity"]
        return dict(field._description_selection(self.env))[severity]

    def _still_open(self, messages):
        if not messages:
            return Markup()
        heading = self.env._("Still found when looking again:")
        return Markup("<p>{}</p>{}").format(heading, self._list(messages))

    def _list(self, texts):
        if not texts:
            return Markup()
        items = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
        return Markup('<ul tabindex="0">{}</ul>').format(items)

    def _form(self, step, label, code, target="", token="", main=False):
        values = {"csrf_token": self.csrf_token, "code": code, "target": target or ""}
        if token:
            values["token"] = token
        inputs = Markup("").join(
            Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
            for name, value in values.items()
        )
        return Markup(
            '<form method="post" action="{}/{}">{}'
            '<button class="{}">{}</button></form> '
        ).format(self.path, step, inputs, "main" if main else "", label)

    def _back(self):
        return Markup('<a class="button" href="{}">{}</a>').format(
            self.path, self.env._("Back")
        )

    def _document(self, title, *parts):
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return Markup(
            '<!DOCTYPE html><html lang="{lang}" dir="{direction}"><head>'
            '<meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width, initial-scale=1">'
            "<title>{title}</title><style>{style}</style></head>"
            "<body><h1>{title}</h1>{body}</body></html>"
        ).format(
            lang=(self.env.lang or "en").replace("_", "-"),
            direction=lang.direction or "ltr",
            title=title,
            style=STYLE,
            body=Markup("").join(parts),
        )
