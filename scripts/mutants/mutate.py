"""Every way to change one thing in a Python source."""

import ast
from collections import Counter
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
    """The text from ``start`` to ``end`` (offsets in bytes) becomes ``text``.

    ``place`` is the function around it, empty at the level of the module or a class;
    ``lines`` are those whose running runs it; ``name`` stays when code moves.
    """

    file: str
    place: str
    lines: range
    start: int
    end: int
    text: str
    name: str

    @property
    def line(self) -> int:
        """Return the line it begins on."""
        return self.lines.start

    def apply(self, source: bytes) -> bytes:
        """Return the changed source."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def compiles(self, source: bytes) -> bool:
        """Tell whether the changed source is Python still."""
        try:
            compile(self.apply(source), "mutant", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
        return True


def mutants_of(file: str, source: bytes):
    """Yield every mutant of ``file``; a few of them may not compile."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen = Counter()
    for node, place, header in _nodes(ast.parse(source)):
        for target, text in _changes(node):
            start = starts[target.lineno - 1] + target.col_offset
            end = starts[target.end_lineno - 1] + target.end_col_offset
            before = source[start:end].decode()
            if text == before or not _is_there(target, before):
                continue
            short = " ".join(f"{before} -> {text}".split())
            name = f"{file} {place or '-'}: {short}"
            seen[name] += 1
            if seen[name] > 1:
                name = f"{name} #{seen[name]}"
            first = min(header.start, target.lineno)
            lines = range(first, max(header.stop, target.end_lineno + 1))
            yield Mutant(file, place, lines, start, end, text, name)


def _is_there(node, before):
    """Tell whether ``before`` is the text of ``node``: what stands in an f-string is
    misplaced before Python 3.12.
    """
    try:
        (found,) = ast.parse(before.strip()).body
    except (SyntaxError, ValueError):
        return isinstance(node, ast.stmt)
    if isinstance(found, ast.Expr) and not isinstance(node, ast.Expr):
        found = found.value
    return ast.dump(found) == ast.dump(node)


def _nodes(tree):
    """Yield each node below ``tree`` with the function around it and the lines of the
    head of its statement.
    """
    pending = [(tree, "", range(1, 2))]
    while pending:
        node, place, header = pending.pop()
        if isinstance(node, ast.stmt):
            header = _header(node)
        yield node, place, header
        for child in ast.iter_child_nodes(node):
            inner = isinstance(child, ast.stmt) and isinstance(
                node, ast.FunctionDef | ast.AsyncFunctionDef
            )
            below = f"{place}.{node.name}".lstrip(".") if inner else place
            pending.append((child, below, header))


def _header(statement):
    """Return the lines of a statement without those of its body."""
    first = min(
        [
            statement.lineno,
            *(d.lineno for d in getattr(statement, "decorator_list", ())),
        ]
    )
    body = getattr(statement, "body", None)
    if body:
        return range(first, max(body[0].lineno, statement.lineno + 1))
    if isinstance(statement, ast.Match):
        return range(first, statement.subject.end_lineno + 1)
    return range(first, statement.end_lineno + 1)


def _changes(node):
    """Yield what may be replaced at ``node``, and by what text."""
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
        case ast.Return(value=ast.expr()) if not _is_false(node.value):
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


def _is_false(node):
    """Tell whether a caller that asks for truth takes ``node`` for None anyway."""
    return isinstance(node, ast.Constant) and not node.value
