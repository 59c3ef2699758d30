# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""The parser reads the JavaScript that evalscripts are written in, and says where it cannot."""

from __future__ import annotations

import pytest

from timestack.plugin.evalscript.errors import ParseFault
from timestack.plugin.evalscript.parser import parse_script
from timestack.plugin.evalscript.parser.syntax import FUNCTION_TYPES, Node

SAME_AS_ESPRIMA = [
    "a = b\n++c", "x = a ? b : c ? d : e;", "if (a) b; else if (c) d; else e", "var f = function g(a, b) { return a }",
    "(a, {b} = 1, ...c) => ({...a, b})", "for (var i = 0, n = 3; i < n; i++) { continue }", "for (const k of a) b(k)",
    "for (x in o) ;", "l: while (1) { break l }", "do { a-- } while (a) b", "a = b ** c ** d", "a = -b * +c - !d",
    "`a${b + `${c}`}d`", "x = 0x1F + 0b11 + 0o17 + .5e-3 + 1. + 017", "s = 'a\\n\\x41\\u0042\\'' + \"q\"",
    "switch (a) { case 1: b; break; default: c }", "try { a } catch (e) { b } finally { c }", "throw new Error('x')",
    "let {a, b: [c, d = 2], ...r} = x", "[a, , b.c, ...d] = e", "class A { constructor(x) { this.x = x } static m() {} n() {} }",
    "a.b['c'](d, ...e).f", "new A.B(1).c", "new A", "a = b / c / d", "a = b, c, d", "a = typeof b in c instanceof D",
    "x = {a: 1, 'b': 2, [c]: 3, d() { return 1 }, e}", "a += b -= c", "a = (b, c)", "a = b\n(c)", "return_ = 1; /* x */ y // z",
    "var a\nvar b", "{ let a = 1 } ;", "a = b ? (c) : d => e", "async = 1; let_ = 2; of = 3; get = 4", "a = /b[/]c/g.test(d)",
    "if (a) { function f() {} }", "for (;;) {}", "a = b && c || d", "a = ((b)) + (c = 1)", "x = function () {}()",
]  # fmt: skip

ERRORS = {
    "let x = ;": (1, 9, "unexpected ;"),
    "a\nb c": (2, 3, "; or a new line is missing"),
    "x = 'abc\n'": (1, 5, "a text is not closed"),
    "function f( { }": (1, 16, "missing"),
    "{ a": (1, 1, "} is missing"),
    "const a;": (1, 7, "needs a value"),
    "1 = 2": (1, 1, "nothing can be assigned"),
    "/* a": (1, 1, "a comment is not closed"),
    "x = `a": (1, 5, "a template text is not closed"),
    "class A { static { } }": (1, 18, "static blocks are not supported"),
    "x = super": (1, 10, "super stands alone"),
    "x = 3n": (1, 5, "not a number"),
    "x = {get a { }}": (1, 12, "( is missing"),
    "import a from 'b'": (1, 1, "not supported"),
    "\n\n  if (a { }": (3, 9, ") is missing"),
    "output: [{ id: 'a'\n bands: 3 }]": (2, 2, ", is missing"),
}


@pytest.mark.parametrize("text", ERRORS)
def test_error_says_where_and_what(text):
    line, column, part = ERRORS[text]
    with pytest.raises(ParseFault) as caught:
        parse_script(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert part in caught.value.message


def _mine(node):
    """Our tree in a form that can be compared."""
    if isinstance(node, Node):
        parts = {k: v for k, v in node.__dict__.items() if k not in ("line", "column", "parenthesised", "flags")}
        return _common(parts.pop("type"), {k: _mine(v) for k, v in parts.items()})
    return [_mine(item) for item in node] if isinstance(node, list) else node


def _theirs(node):
    if isinstance(node, list):
        return [_theirs(item) for item in node]
    if getattr(node, "type", None) is None:
        return node
    parts = {k: _theirs(v) for k, v in vars(node).items() if k not in ("type", "range", "loc", "comments", "tokens")}
    return _common(node.type, parts)


_KEEP = {
    "body", "operator", "left", "right", "argument", "test", "consequent", "alternate", "callee", "arguments", "object",
    "property", "computed", "elements", "properties", "key", "value", "name", "params", "declarations", "init", "id", "update",
    "cases", "discriminant", "block", "handler", "finalizer", "param", "expressions", "expression", "prefix", "static", "label",
}  # fmt: skip


def _common(kind, parts):
    if kind == "TemplateLiteral":
        texts = parts.get("texts") or [quasi["value"]["cooked"] for quasi in parts["quasis"]]
        return {"type": kind, "texts": texts, "expressions": parts["expressions"]}
    if kind == "TemplateElement":
        return {"value": {"cooked": parts["value"].cooked}}
    if kind == "ClassBody":
        return parts["body"]
    if kind.startswith("Class"):
        return {"type": kind, "id": parts["id"], "members": parts.get("members") or parts["body"]}
    if kind in ("MethodDefinition", "Property"):
        parts = {k: v for k, v in parts.items() if k in ("key", "value", "computed", "static")}
    if kind in FUNCTION_TYPES or kind == "UnaryExpression":
        parts = {k: v for k, v in parts.items() if k not in ("expression", "prefix") and (k != "id" or v is not None)}
    if kind in ("LabeledStatement", "BreakStatement", "ContinueStatement") and isinstance(parts["label"], dict):
        parts["label"] = parts["label"]["name"]
    if kind == "Literal":
        value = parts["value"]
        if not (value is None or isinstance(value, (str, bool, int, float))) or parts.get("regex"):
            return {"type": "Regex"}
        return {"type": kind, "value": float(value) if type(value) is int else value}
    return {"type": kind, **{k: v for k, v in parts.items() if k in _KEEP}}


@pytest.mark.parametrize("text", SAME_AS_ESPRIMA)
def test_same_tree_as_esprima(text):
    esprima = pytest.importorskip("esprima")
    assert _mine(parse_script(text)) == _theirs(esprima.parseScript(text))


def test_newer_syntax_than_esprima():
    assert parse_script("a?.b?.[c]?.(d) ?? 5; x ||= 1; y &&= 2; z ??= 3; n = 1_000").body
    chain = parse_script("a?.b.c").body[0].expression
    assert chain.type == "ChainExpression"
    assert chain.expression.object.optional


def test_conditional_with_a_number_after_the_question_mark():
    node = parse_script("x = a?.5:1").body[0].expression.right
    assert node.type == "ConditionalExpression"
    assert node.consequent.value == 0.5


@pytest.mark.parametrize("text", ["(" * 5000, "[" * 5000, "{" * 5000, "x=" + "!" * 5000 + "1", "a=" * 5000 + "1",
                                  "x=" + "a=>" * 5000 + "1", "if(a)" * 5000 + ";", "a" + ".b" * 5000, "new " * 5000 + "a",
                                  "x=" + "2**" * 5000 + "2", "`${" * 5000, "function f(){" * 5000])  # fmt: skip
def test_deep_nesting_is_refused(text):
    with pytest.raises(ParseFault, match=r"nested too deeply|too long|missing"):
        parse_script(text)


@pytest.mark.parametrize("text", ["x=" + "1+" * 20_000 + "1", "x=" + "a?1:" * 3000 + "2", "if(a)b;else " * 3000 + "c",
                                  "x=" + "a&&" * 5000 + "b", "x=[" + "[1,2]," * 20_000 + "]"])  # fmt: skip
def test_long_chains_are_read(text):
    assert len(parse_script(text).body) == 1


def test_huge_script_is_refused():
    with pytest.raises(ParseFault, match="longer than"):
        parse_script(" " * 1_000_001)


TWICE = """let a=1; let a=2; | var a=1; let a=2; | function f(a){ let a; } | (a)=>{ const a=1; }; | { let x; { var x; } }
| { function g(){} let g; } | for (let i=0;;) { var i; break; } | try{}catch(e){ let e; } | let {a,b:a}=({});
| switch(1){case 1: let a; break; case 2: let a;} | class A{} class A{} | if(1) { var z } let z; | while(1){ let a; let a; }
| let x=(function(){ let a; let a; }) | for (let [a,a] of []) {} | let f; function f(){} | do { let a; } while(0); let b; var b; | try { } catch ([e]) { var e }"""

ONCE = """var a; var a; | function f(){} function f(){} | function f(a){ var a; } | function f(a){ { let a; } } | const q=1; { let q=2; }
| { function g(){} function g(){} } | for (let i=0;;) { let i; break; } | for (var i=0;;) { let i; break; }
| try{}catch(e){ var e; } | switch(1){case 1: let a; break; case 2: {let a;}} | let a; (function(){ let a; let c; })
| { var b } { let b } | try { let a } catch { let a } finally { let a } | while(1){ let a; break; } let a;"""


@pytest.mark.parametrize("text", [text.strip() for text in TWICE.split("|")])
def test_a_name_declared_twice_is_a_fault_at_its_place(text):
    with pytest.raises(ParseFault, match="declared twice") as caught:
        parse_script("\n" + text)
    assert caught.value.line == 2


@pytest.mark.parametrize("text", [text.strip() for text in ONCE.split("|")])
def test_names_that_may_be_declared_again(text):
    parse_script(text)
