"""Field paths that people wrote into domains and contexts, read without running them.

A domain is Python: it names users, dates and companies. Only what stands in the place
of a field name is taken from it, by its syntax tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

OPERATORS = frozenset(
    {
        "=",
        "!=",
        "<>",
        "==",
        "<",
        "<=",
        ">",
        ">=",
        "in",
        "not in",
        "like",
        "not like",
        "ilike",
        "not ilike",
        "=like",
        "not =like",
        "=ilike",
        "not =ilike",
        "=?",
        "child_of",
        "parent_of",
        "any",
        "not any",
        "any!",
        "not any!",
    }
)
"""What may stand in the middle of a condition."""

SUBDOMAIN = frozenset({"any", "not any", "any!", "not any!"})
"""Operators whose value is a domain on the target of the field."""

Path = tuple[str, ...]
"""Field paths one below the other: ``("line_ids", "product_id.name")``."""


def domain_paths(text: str) -> list[Path]:
    """Return the field paths that the domain ``text`` names.

    :raise SyntaxError: the text is no Python
    """
    return list(_paths(_parse(text), ()))


def context_paths(text: str) -> list[Path]:
    """Return the field paths that the context ``text`` groups by.

    :raise SyntaxError: the text is no Python
    """
    tree = _parse(text)
    if not isinstance(tree, ast.Dict):
        return []
    return [
        (path.partition(":")[0],)
        for key, value in zip(tree.keys, tree.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "group_by"
        for path in _texts(value)
    ]


def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error)) from error


def _texts(node: ast.expr) -> list[str]:
    """Return the texts of a constant, or of a list of constants."""
    nodes = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return [
        each.value
        for each in nodes
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
    ]


def _paths(tree: ast.AST, outermost: Path) -> Iterator[Path]:
    """Yield the paths in ``tree``, which may be as deep as its text is long."""
    pending = [(tree, outermost)]
    while pending:
        node, above = pending.pop()
        condition = _condition(node)
        if condition is None:
            children = [*ast.iter_child_nodes(node)]
            pending += [(child, above) for child in reversed(children)]
            continue
        path, operator, value = condition
        yield (*above, path)
        if operator in SUBDOMAIN:
            pending.append((value, (*above, path)))


def _condition(node: ast.AST) -> tuple[str, str, ast.expr] | None:
    """Return field, operator and value when ``node`` is a condition of a domain."""
    if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) != 3:
        return None
    left, middle, value = node.elts
    if not isinstance(left, ast.Constant) or not isinstance(middle, ast.Constant):
        return None
    if not isinstance(left.value, str) or not isinstance(middle.value, str):
        return None
    operator = middle.value.lower()
    return (left.value, operator, value) if operator in OPERATORS else None
