"""Every way to change one thing in a Python source."""

import ast
from dataclasses import dataclass

SWAPPED = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
ARITHMETIC = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
    ast.Div: "*",
    ast.FloorDiv: "*",
}


@dataclass(frozen=True)
class Mutant:
    """The text from ``start`` to ``end`` (offsets in bytes) becomes ``text``."""

    file: str
    line: int
    start: int
    end: int
    text: str
    before: str

    @property
    def name(self):
        """Return what tells it from all others."""
        return f"{self.file}:{self.line}:{self.start}:{self.text}"

    def apply(self, source: bytes) -> bytes:
        """Return the changed source."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutants_of(file: str, source: bytes):
    """Yield every mutant of the file, each of which still compiles."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for node, text in _changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        before = source[start:end].decode()
        mutant = Mutant(file, node.lineno, start, end, text, before)
        if text != before and _compiles(mutant.apply(source)):
            yield mutant


def _compiles(source):
    try:
        compile(source, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _changes(tree):
    """Yield each node that may be replaced, and by what text."""
    for node in ast.walk(tree):
        yield from _operators(node)
        yield from _values(node)
        yield from _statements(node)


def _operators(node):
    match node:
        case ast.Compare(ops=[only]) if type(only) in SWAPPED:
            left = ast.unparse(node.left)
            right = ast.unparse(node.comparators[0])
            yield node, f"({left} {SWAPPED[type(only)]} {right})"
        case ast.BoolOp(op=op, values=values):
            word = " or " if isinstance(op, ast.And) else " and "
            yield node, "(" + word.join(f"({ast.unparse(v)})" for v in values) + ")"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.BinOp(op=op, left=left, right=right) if type(op) in ARITHMETIC:
            if not _is_text(left) and not _is_text(right):
                sign = ARITHMETIC[type(op)]
                yield node, f"({ast.unparse(left)} {sign} {ast.unparse(right)})"


def _values(node):
    match node:
        case ast.Constant(value=bool()):
            yield node, str(not node.value)
        case ast.Constant(value=int() | float()):
            yield node, repr(node.value + 1)
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            yield node, "return None"
        case ast.If() | ast.While() | ast.IfExp():
            yield node.test, f"(not ({ast.unparse(node.test)}))"


def _statements(node):
    match node:
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield node, "pass"
        case ast.Continue():
            yield node, "break"
        case ast.Break():
            yield node, "continue"


def _is_text(node):
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_none(node):
    return isinstance(node, ast.Constant) and node.value is None
