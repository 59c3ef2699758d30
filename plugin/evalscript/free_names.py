# SPDX-License-Identifier: GPL-2.0-or-later
"""Which names of a script come from outside of it: the bands of a script without functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .parser import Node
from .parser.syntax import FUNCTION_TYPES, bound_names, children

_NEVER_FREE = frozenset({"undefined", "arguments"})


def free_names(tree: Node) -> list[str]:
    """Names that are used where no declaration of theirs can be seen, in the order of their first use.

    A name that the script assigns before anything else happens to it is one of its own, not a free one.
    """
    first: dict[str, tuple[int, int, bool]] = {}
    # Node, and the names declared in the functions around it
    pending: list[tuple[Node, frozenset[str]]] = [(tree, _declared_in(tree))]
    while pending:
        node, known = pending.pop()
        if node.type in FUNCTION_TYPES and node is not tree:
            known = known | _declared_in(node) | {"arguments"}
        if node.type == "CatchClause" and node.param is not None:
            known = known | frozenset(bound_names(node.param))
        if node.type == "Identifier":
            _note(first, node, known, is_target=False)
            continue
        if node.type == "AssignmentExpression" and node.left.type == "Identifier":
            _note(first, node.left, known, is_target=node.operator == "=", place=node)
            pending.append((node.right, known))
            continue
        pending.extend((child, known) for child in children(node) if not _is_plain_key(node, child))
    ordered = sorted(first.items(), key=lambda item: item[1])
    return [name for name, (_, _, is_target) in ordered if not is_target]


def find_bands(tree: Node, builtins: Collection[str], known_bands: Sequence[str] | None) -> list[str]:
    """The free names that are bands: those known, or where nobody knows any all that the language does not have."""
    free = [name for name in free_names(tree) if name not in builtins and name not in _NEVER_FREE]
    return free if known_bands is None else [name for name in free if name in known_bands]


def _note(
    first: dict[str, tuple[int, int, bool]],
    node: Node,
    known: frozenset[str],
    is_target: bool,
    place: Node | None = None,
) -> None:
    """Remember the first use; of ``x = x + 1`` the reading counts, because it comes before the writing."""
    if node.name in known:
        return
    where = place or node
    use = (where.line, where.column + (1 if is_target else 0), is_target)
    if is_target and place is not None and _reads(place.right, node.name):
        use = (where.line, where.column, False)
    if node.name not in first or use < first[node.name]:
        first[node.name] = use


def _reads(tree: Node, name: str) -> bool:
    pending = [tree]
    while pending:
        node = pending.pop()
        if node.type == "Identifier" and node.name == name:
            return True
        pending.extend(child for child in children(node) if not _is_plain_key(node, child))
    return False


def _declared_in(function: Node) -> frozenset[str]:
    """What a function (or the script) declares for itself, without the functions inside it."""
    names: set[str] = set()
    if function.type in FUNCTION_TYPES:
        names.update(name for parameter in function.params for name in bound_names(parameter))
        if function.id is not None:
            names.add(function.id.name)
    pending = list(children(function))
    while pending:
        node = pending.pop()
        if node.type == "VariableDeclarator":
            names.update(bound_names(node.id))
        elif node.type in ("FunctionDeclaration", "ClassDeclaration") and node.id is not None:
            names.add(node.id.name)
        if node.type not in FUNCTION_TYPES:
            pending.extend(children(node))
    return frozenset(names)


def _is_plain_key(node: Node, child: Node) -> bool:
    """Is the child a property's name and not a variable?"""
    if node.type == "MemberExpression":
        return child is node.property and not node.computed
    if node.type in ("Property", "MethodDefinition", "PropertyDefinition"):
        return child is node.key and child is not node.__dict__.get("value") and not node.computed
    return node.type in ("LabeledStatement", "BreakStatement", "ContinueStatement") and child is node.__dict__.get(
        "label"
    )
