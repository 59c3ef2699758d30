# SPDX-License-Identifier: GPL-2.0-or-later
# ruff: noqa: E501
"""Writes small random scripts full of pixel-dependent branches, loops and containers."""

from __future__ import annotations

import random


class ScriptWriter:
    """One random body of evaluatePixel; the same seed gives the same text."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = ["x", "y", "z"]
        self.loops = 0
        self.counter = 0

    def write(self) -> str:
        lines = ["let x = s.A, y = 1, z = 0;", "const a = [1, 2], o = {p: s.B, q: 2}; let r = o, u, t = 'k';"]
        lines += [self.statement(3) for _ in range(self.random.randint(3, 7))]
        lines.append(
            "return [x, y, z, a.length, a[0], a[a.length - 1], o.p, o.q, r.p, u === undefined ? -9 : u, t === 'k', done()];"
        )
        lines.append("function done() { return x > y ? 1 : 0; }")
        return "\n".join(lines)

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def number(self, depth: int = 2) -> str:
        if depth <= 0 or self.random.random() < 0.25:
            return self.pick(
                "s.A",
                "s.B",
                "s.C",
                "s.N",
                "x",
                "y",
                "z",
                "0.5",
                "2",
                "-1",
                "a.length",
                "a[1]",
                "o.p",
                "r.q",
                "a[9]",
                "u",
            )
        one, two = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            f"({one} + {two})", f"({one} - {two})", f"({one} * {two})", f"({one} / {two})", f"({one} % {two})",
            f"Math.floor({one} * 3)", f"Math.min({one}, {two})", f"Math.abs({one})", f"({self.test(depth - 1)} ? {one} : {two})",
            f"({one} || {two})", f"({one} ?? {two})", f"({one} | 0)", f"-{one}", f"+({self.test(depth - 1)})",
            f"[{one}, {two}][{self.pick('0', '1', 'Math.floor(s.A * 3)')}]", f"Number({one})", f"a.indexOf({one})",
            f"Math.round({one})", f"[{one}, {two}, 3].filter(v => v > {self.number(0)}).length",
            f"[{one}, 1, {two}].map((v, i) => v * i).reduce((p, q) => p + q)", f"{{k: {one}, m: {two}}}[t] ",
        ).replace("{k:", "({k:").replace("}[t] ", "})[t]")  # fmt: skip

    def test(self, depth: int = 2) -> str:
        one, two = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            f"{one} > {two}", f"{one} <= {two}", f"{one} === {two}", f"{one} != {two}", f"!({one} < {two})",
            f"({one} > 0 && {two} > 0)", f"({one} > 0.5 || {two} < 0.5)", f"isNaN({one})", "u == null", "r === o", f"a.includes({one})",
        )  # fmt: skip

    def block(self, depth: int) -> str:
        return "{ " + " ".join(self.statement(depth - 1) for _ in range(self.random.randint(1, 3))) + " }"

    def statement(self, depth: int) -> str:
        kinds = ["assign", "assign", "update", "push", "store", "refer", "member", "undefined", "text"]
        if depth > 0:
            kinds += ["if", "if", "if", "for", "while", "switch", "each", "try", "let", "labelled"]
        if self.loops:
            kinds += ["break", "continue"]
        if self.random.random() < 0.05:
            kinds += ["return"]
        return getattr(self, "_" + self.random.choice(kinds))(depth)

    def _assign(self, depth: int) -> str:
        return f"{self.pick('x', 'y', 'z', 'u')} {self.pick('=', '=', '+=', '*=', '-=')} {self.number()};"

    def _update(self, depth: int) -> str:
        return f"{self.pick('x', 'y', 'z')}{self.pick('++', '--')};"

    def _push(self, depth: int) -> str:
        return self.pick(
            f"if (a.length < 9) a.push({self.number(1)});",
            f"if (a.length < 9) a.push({self.number(1)});",
            "a.pop();",
            "a.shift();",
            "a.reverse();",
        )

    def _store(self, depth: int) -> str:
        return f"a[{self.pick('0', '1', '3', 'Math.floor(s.B * 3)')}] = {self.number(1)};"

    def _refer(self, depth: int) -> str:
        return self.pick(
            f"r = {{p: {self.number(1)}, q: 1}};",
            "r = o;",
            f"r = [o, {{p: 3, q: {self.number(1)}}}].find(v => v.q > {self.number(1)}) ?? o;",
        )

    def _member(self, depth: int) -> str:
        return f"{self.pick('r.p', 'o.q', 'r.q', 'o.p')} {self.pick('=', '+=')} {self.number(1)};"

    def _undefined(self, depth: int) -> str:
        return self.pick("u = undefined;", "u = null;", f"u = {self.number(1)};", f"u ??= {self.number(1)};")

    def _text(self, depth: int) -> str:
        return self.pick("t = 'm';", "t = 'k';", f"t = {self.test(1)} ? 'k' : 'm';")

    def _if(self, depth: int) -> str:
        text = f"if ({self.test()}) {self.block(depth)}"
        return text + (f" else {self.block(depth)}" if self.random.random() < 0.5 else "")

    def _loop(self, head: str, depth: int, tail: str = "") -> str:
        self.loops += 1
        text = f"{head} {self.block(depth)[:-1]}{tail}}}"
        self.loops -= 1
        return text

    def _name(self) -> str:
        self.counter += 1
        return f"i{self.counter}"

    def _for(self, depth: int) -> str:
        name = self._name()
        limit = self.pick("3", "4", "Math.min(4, a.length)", "s.A * 4")
        return self._loop(f"for ({self.pick('let', 'var')} {name} = 0; {name} < {limit}; {name}++)", depth)

    def _while(self, depth: int) -> str:
        name = self._name()
        return f"var {name} = 0; " + self._loop(f"while ({name}++ < 3 && {self.test(1)})", depth)

    def _each(self, depth: int) -> str:
        return self._loop(f"for (const {self._name()} of {self.pick('[1, 2, s.A]', 'a.slice()')})", depth)

    def _labelled(self, depth: int) -> str:
        name = self._name()
        inner = self._loop("for (let j = 0; j < 2; j++)", depth)[:-1]
        return f"l{name}: for (let {name} = 0; {name} < 3; {name}++) {{ {inner} if ({self.test(1)}) {self.pick('break', 'continue')} l{name}; }} }}"

    def _switch(self, depth: int) -> str:
        cases = [f"case {k}: {self.statement(depth - 1)} {self.pick('break;', '')}" for k in (0, 1, 2)]
        cases.insert(self.random.randint(0, 3), f"default: {self.statement(depth - 1)} {self.pick('break;', '')}")
        return f"switch (Math.floor({self.number(1)} * 3)) {{ {' '.join(cases)} }}"

    def _try(self, depth: int) -> str:
        return f"try {{ if ({self.test(1)}) throw {self.number(1)}; {self.statement(depth - 1)} }} catch (e) {{ z += 1; x = e; }}"

    def _let(self, depth: int) -> str:
        return f"{{ let x = {self.number()}; const f = (v) => v + x; y = f({self.number(1)}); {self.statement(depth - 1)} }}"

    def _break(self, depth: int) -> str:
        return f"if ({self.test(1)}) break;"

    def _continue(self, depth: int) -> str:
        return f"if ({self.test(1)}) continue;"

    def _return(self, depth: int) -> str:
        return f"if ({self.test(1)}) return [{self.number(1)}, 77];"
