"""Field paths are read from domains and contexts, and nothing there is run."""

from __future__ import annotations

import pytest

from ipai_health.core.field_paths import context_paths, domain_paths


@pytest.mark.parametrize(
    ("domain", "paths"),
    [
        ("[]", []),
        ("[('a', '=', 1)]", [("a",)]),
        ("['|', ('a.b', 'IN', [1, 2]), ['c', '!=', uid]]", [("a.b",), ("c",)]),
        (" [('a', '=', 1)] + x if y else [('b', '<', 2)] ", [("a",), ("b",)]),
        ("[('a', 'any', [('b', '=', 1)])]", [("a",), ("a", "b")]),
        ("[('a', 'not any', [('b', '=', 1)])]", [("a",), ("a", "b")]),
        ("[('a', 'in', [('b', '=', 1)])]", [("a",)]),
        ("[('a', 'likes', 1), ('a', '='), (1, '=', 1), ('a', 2, 3), (x, '=', 1)]", []),
        ("__import__('os').abort()", []),
    ],
)
def test_paths_of_a_domain(domain, paths):
    assert domain_paths(domain) == paths


@pytest.mark.parametrize(
    ("context", "paths"),
    [
        ("{}", []),
        ("[]", []),
        ("{'group_by': 'a'}", [("a",)]),
        ("{'group_by': ['date:month', '', 1, x]}", [("date",)]),
        ("{'group_by': ('a', 'b'), 'other': 'c', x: 'd'}", [("a",), ("b",)]),
    ],
)
def test_paths_of_a_context(context, paths):
    assert context_paths(context) == paths


@pytest.mark.parametrize(
    "text",
    ["[(", "", "a b", "\0", "(" * 5000, "-" * 50_000 + "1", "[" + "1," * 40_000],
)
def test_what_is_no_python_is_a_syntax_error(text):
    for read in (domain_paths, context_paths):
        with pytest.raises(SyntaxError):
            read(text)


@pytest.mark.parametrize("text", ["[]", "1", "x", "'group_by'"])
def test_a_context_that_is_no_dictionary_groups_by_nothing(text):
    assert context_paths(text) == []


def test_a_text_that_is_deep_names_what_is_in_it():
    assert domain_paths("-" * 1500 + "1") == []
    assert domain_paths("-" * 1500 + "[('a', '=', 1)]") == [("a",)]
