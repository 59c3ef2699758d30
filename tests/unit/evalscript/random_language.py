# SPDX-License-Identifier: GPL-2.0-or-later
# ruff: noqa: E501
"""Random scripts full of texts, tables, dates, classes and sorts that differ per pixel."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_spec = spec_from_file_location("random_scripts", Path(__file__).parent / "random_scripts.py")
_scripts = module_from_spec(_spec)
_spec.loader.exec_module(_scripts)

HELPERS = """
const HASH = (v) => { const t = String(v); let h = 7; for (let i = 0; i < t.length; i++) h = (h * 31 + t.charCodeAt(i)) % 65521; return h; };
class Box { constructor(v) { this.v = v; } get twice() { return this.v * 2; } set twice(v) { this.v = v / 2; } add(v) { this.v += v; return this; } static of(v) { return new Box(v); } }
class Crate extends Box { constructor(v) { super(v); this.w = 1; } add(v) { super.add(v); this.w++; return this; } }
"""


class LanguageWriter(_scripts.ScriptWriter):
    """One random body of evaluatePixel; the same seed gives the same text."""

    def write(self) -> str:
        lines = [
            "let x = s.A, y = 1, z = 0, n = s.N, w = 'ab', d = new Date(Date.UTC(2020, 1, 3)), r, u, t = 'k';",
            "const a = [1, 2], o = {p: s.B, q: 2}, c = {}, m = new Map(), e = new Set([1]); r = o; let b = new Box(1);",
        ]
        lines += [self.statement(3) for _ in range(self.random.randint(4, 9))]
        lines.append(
            "return [x, y, z, HASH(w), d.getTime(), a.length, a[0], Object.keys(c).length, HASH(JSON.stringify(c)), m.size, HASH([...m.keys()].join()), "
            "HASH([...e].join()), HASH(a.join('|')), b.v, b.twice, b instanceof Crate, u === undefined ? -9 : HASH(u), d < new Date(2021, 0), HASH(t + x), b.w || 0];"
        )
        return "\n".join(lines)

    def text(self, depth: int = 2) -> str:
        if depth <= 0 or self.random.random() < 0.3:
            return self.pick("w", "t", "'a'", "'12'", "'x-y'", "''")
        one, two, number = self.text(depth - 1), self.text(depth - 1), self.number(1)
        return self.pick(
            f"({one} + {two}).slice(0, 30)", f"String({number})", f"({number}).toFixed({self.pick('0', '1', '3')})", f"`${{{one}}}:${{{number}}}`.slice(0, 25)",
            f"({self.test(1)} ? {one} : {two})", f"{one}.slice(1)", f"{one}.toUpperCase()", f"{one}.replace('a', {two}).slice(0, 30)", f"{one}.split('-').join('+')",
            f"{one}.padStart(4, '0')", f"{one}.substring(0, {number})", f"{one}.replace(/\\d+/g, 'N')", f"(({one}.match(/[a-z0-9]+/) || ['none'])[0])",
            f"({number}).toPrecision(3)", f"[{number}, {one}].join('/')", f"Math.floor(Math.abs({number}) * 9 || 0).toString(2)", "d.toISOString().slice(0, 7)",
        )  # fmt: skip

    def number(self, depth: int = 2) -> str:
        if depth > 0 and self.random.random() < 0.3:
            text = self.text(1)
            return self.pick(
                f"{text}.length", f"parseInt({text})", f"parseFloat({text})", f"Number({text})", f"{text}.indexOf('1')", f"{text}.charCodeAt(0)", "d.getMonth()", "d.getDate()",
                "(d - new Date(2020, 0, 1)) / 864e5", "m.size", f"(m.get({self.key()}) ?? -1)", f"(c[{self.key()}] ?? -2)", "Object.keys(c).length", f"+e.has({self.key()})",
                f"({self.key()} in c ? 1 : 0)", "b.v", "b.twice", "Math.hypot(x, y)", "Math.sign(z)", "(x * 1e10 | 0)", "(y >>> 1)", "Math.fround(x)", f"HASH({text})",
                f"[{self.number(0)}, {self.number(0)}, 3].sort()[0]", f"[...a, {self.number(0)}].length", f"Math.max(...a, {self.number(0)})",
                f"[{self.number(0)}, {self.number(0)}, 5, n].sort((p, q) => p {self.pick('-', '>', '<')} q)[{self.pick('0', '1', '3')}]",
            )  # fmt: skip
        return super().number(depth)

    def key(self) -> str:
        return self.pick(
            "Math.floor(s.A * 3)", "'k' + Math.round(s.B * 2)", "s.C > 0.5", "t", "1", "'1'", "Math.round(s.A * 4) / 4"
        ).replace("s.C > 0.5", "(s.C > 0.5)")

    def statement(self, depth: int) -> str:
        if self.random.random() < 0.45:
            return getattr(
                self,
                self.pick(
                    "_texts", "_table", "_map", "_set", "_date", "_class", "_sort", "_splice", "_counts", "_swap"
                ),
            )(depth)
        return super().statement(depth)

    def _texts(self, depth: int) -> str:
        return self.pick(
            f"w = {self.text()};", f"if (w.length < 40) w += {self.text(1)};", f"t = {self.test(1)} ? 'k' : 'm';"
        )

    def _table(self, depth: int) -> str:
        return self.pick(
            f"c[{self.key()}] = {self.number(1)};", f"c[{self.key()}] = (c[{self.key()}] || 0) + 1;", f"delete c[{self.key()}];", f"if ({self.test(1)}) c[{self.key()}] = 1;",
            "for (const k in c) { z += c[k] > 0 ? 1 : 2; w = (w + k).slice(-20); }", "Object.entries(c).forEach(([k, v]) => { y = y * 0.5 + (v || 0); });", f"if (c.hasOwnProperty({self.key()})) x = 1;",
        )  # fmt: skip

    def _map(self, depth: int) -> str:
        key = self.key()
        return self.pick(
            f"m.set({key}, (m.get({key}) || 0) + {self.number(0)});", f"if ({self.test(1)}) m.set({key}, 1); else m.delete({key});",
            "for (const [k, v] of m) { y += (v || 0); w = (w + k).slice(-20); }", f"if (m.has({key})) x += 1;", "m.forEach((v, k) => { z += 1; });",
        )  # fmt: skip

    def _set(self, depth: int) -> str:
        return self.pick(
            f"e.add({self.key()});",
            f"if ({self.test(1)}) e.delete({self.key()});",
            "z += [...e].length;",
            "if (e.size > 2) e.clear();",
        )

    def _date(self, depth: int) -> str:
        return self.pick(
            f"d = new Date(2020, Math.floor(s.A * 12), {self.pick('1', '31', 'Math.floor(s.B * 40)')});", f"if ({self.test(1)}) d = new Date('2021-05-0{self.pick('1', '7')}');",
            "d = [new Date(0), new Date(2020, 5, 5), d][Math.floor(s.C * 3)];", "d = new Date(d.getTime() + Math.floor(s.A * 100) * 864e5);", f"if ({self.test(1)}) d.setDate(d.getDate() + 40);", "d = new Date(d); d.setMonth(13);",
        )  # fmt: skip

    def _class(self, depth: int) -> str:
        return self.pick(
            f"b = {self.test(1)} ? new Box({self.number(0)}) : new Crate({self.number(0)});", f"b.add({self.number(1)});", f"b.twice = {self.number(0)};", f"if ({self.test(1)}) b.v = 5;", "b = Box.of(b.twice);",
        )  # fmt: skip

    def _sort(self, depth: int) -> str:
        return self.pick(
            "a.sort();", "a.sort((p, q) => p - q);", "a.sort((p, q) => q - p);", "a.sort((p, q) => p > q);", "a.sort((p, q) => p < q ? 1 : -1);", "a.sort((p, q) => Math.floor(p) - Math.floor(q));",
            "{ const l = [{v: x, k: 1}, {v: y, k: 2}, {v: s.B, k: 3}]; l.sort((p, q) => p.v - q.v); z = l[0].k * 10 + l[2].k; }",
        )  # fmt: skip

    def _splice(self, depth: int) -> str:
        place = self.pick("0", "1", "Math.floor(s.A * 3)", "-1")
        return self.pick(
            f"if (a.length < 9) a.splice({place}, {self.pick('0', '1', '2', 'Math.floor(s.B * 3)')}, {self.number(0)});", f"if (a.length < 9) a.unshift({self.number(0)});", f"x = a.slice({place}).length;",
            f"if ({self.test(1)}) a.length = 1;", f"a.fill({self.number(0)}, {place});", f"y = a.at({place}) ?? -4;", f"u = [...a, {self.number(0)}].flatMap(v => v > 1 ? [v, v] : [])[0];", f"a.copyWithin(0, {place});",
        )  # fmt: skip

    def _counts(self, depth: int) -> str:
        return f"[s.A, s.B, {self.number(0)}].map(v => Math.round(v * {self.pick('2', '3')})).forEach(v => {{ c[v] = (c[v] || 0) + 1; }}); if (Object.keys(c).length > 30) for (const k of Object.keys(c)) delete c[k];"

    def _swap(self, depth: int) -> str:
        return self.pick(
            "[x, y] = [y, x];",
            "({p: x, q: y = 3} = o);",
            "[x, ...u] = [y, z, 1]; u = u.length;",
            f"[u = {self.number(0)}] = [undefined];",
        )
