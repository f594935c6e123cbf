"""Faults of every kind in templates."""

from .view_mutator import Mutator


class TemplateMutator(Mutator):
    """Puts faults into templates."""

    type_domain = ("type", "=", "qweb")

    def kinds(self):
        return {
            "template expression": self.garble_directive,
            "template format": self.garble_format,
            "template call": self.lose_call,
            "template structure": self.garble_structure,
            "template locator": self.break_locator,
        }

    def garble_directive(self):
        names = ("t-if", "t-elif", "t-out", "t-value", "t-foreach", "t-att-class")
        return self._garble("template expression", names, ["{} and", "({}", "{}.__a__"])

    def garble_format(self):
        names = ("t-attf-class", "t-attf-href", "t-valuef")
        return self._garble("template format", names, ["{} #{{a.}}", "{{{{ b( }}}} {}"])

    def lose_call(self):
        return self._garble("template call", ("t-call",), ["zz.{}", "99999999"])

    def garble_structure(self):
        garbled = self.chance.choice(
            [
                ("//*[@t-foreach]", "t-as", "a b"),
                ("//*[@t-set]", "t-set", "a b"),
                ("//p | //div", "t-else", ""),
                ("//p | //div", "t-as", "a"),
                ("//p | //div", "t-lang", "a"),
                ("//p | //td", "t-call", "web.layout"),
                ("//span | //td", "t-field", "a"),
                ("//*[@t-if]", "t-if", " "),
            ]
        )
        if not (picked := self.pick(self.views, garbled[0])):
            return None
        view, arch, node = picked
        if garbled[1] == "t-else" and _follows_condition(node):
            return None
        node.set(*garbled[1:])
        text = f"{garbled[1]}={garbled[2]}"
        return self.store("template structure", view, arch, [node], text)

    def _garble(self, kind, names, forms):
        condition = " or ".join(f"@{name}" for name in names)
        if not (picked := self.pick(self.views, f"//*[{condition}]")):
            return None
        view, arch, node = picked
        name = self.chance.choice([each for each in names if node.get(each)] or [None])
        if name is None or node.get(name) == "0":
            return None
        node.set(name, self.chance.choice(forms).format(node.get(name)))
        return self.store(kind, view, arch, [node], f"{name}={node.get(name)}")


def _follows_condition(node):
    before = node.getprevious()
    return before is not None and ("t-if" in before.attrib or "t-elif" in before.attrib)
