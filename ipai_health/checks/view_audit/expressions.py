"""Which Python expressions of templates are sound beyond doubt, told by ``ast``.

Odoo's compiler takes 0.2 ms an expression; this takes a tenth. What is in doubt here
is put before the compiler.
"""

import ast
import re

SOUND = (
    ast.Expression,
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.Call,
    ast.keyword,
    ast.Compare,
    ast.BoolOp,
    ast.BinOp,
    ast.UnaryOp,
    ast.IfExp,
    ast.List,
    ast.Tuple,
    ast.Dict,
)
"""Kinds of nodes that the compiler takes, whatever they hold."""

LINE_MATTERS = re.compile(r"[\n#\\]")


class Expressions:
    """The expressions met in one look; each text is judged once."""

    def __init__(self, compile_expression):
        """Begin.

        :param compile_expression: Odoo's compiler, which raises on what is wrong
        """
        self._compile = compile_expression
        self._known = {}

    def trouble(self, text):
        """Return what is wrong with ``text``, ``None`` when it compiles."""
        if text not in self._known:
            self._known[text] = None if is_sound(text) else self._ask(text)
        return self._known[text]

    def _ask(self, text):
        try:
            self._compile(text)
        except Exception as error:  # noqa: BLE001  the compiler raises of all kinds
            return f"{type(error).__name__}: {error}"
        return None


def is_sound(text):
    """Tell whether ``text`` compiles for certain."""
    if "__" in text or LINE_MATTERS.search(text):
        return False
    try:
        tree = ast.parse(f"({text})", mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(isinstance(node, SOUND) for node in ast.walk(tree))
