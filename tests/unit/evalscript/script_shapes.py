# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies of evaluatePixel in every shape the engine claims to run; node says what they give."""

SIMPLE = {
    "early_return": "if (s.A > 0.5) return [1, s.A]; if (s.B < 0.2) { return [2]; } return [3, s.B, s.C];",
    "return_in_some": "if (s.A > 0.5) return [s.A];",
    "else_if_chain": "let c; if (s.A < 0.2) c = [1,0,0]; else if (s.A < 0.4) c = [0,1,0]; else if (s.B < 0.5) "
    "c = [0,0,1]; else c = [s.A, s.B, s.C]; return c;",
    "ternary_chain": "return [s.A < 0.2 ? 1 : s.A < 0.4 ? s.B : s.C > 0.5 ? s.C : -1];",
    "nested_functions": "function f(x, y = x * 2) { if (x > 0.5) return x; return y; } const g = (...r) => r.length; "
    "return [f(s.A), f(s.A, s.B), g(...[1, 2], 3)];",
    "recursion": "function fact(n) { return n <= 1 ? 1 : n * fact(n - 1); } return [fact(Math.floor(s.A * 8))];",
    "varying_loop": "let n = 0; for (let i = 0; i < s.A * 20; i++) { if (i % 2) continue; n += i; } return [n];",
    "while_break": "let x = s.A, k = 0; while (true) { x = x * 1.5 + 0.01; if (x > 5) break; k++; } return [k, x];",
    "do_while": "let x = s.A, k = 0; do { x *= 2; k++; } while (x < 3 && k < 12); return [k, x];",
    "labels": "let n = 0; outer: for (let i = 0; i < 6; i++) { for (let j = 0; j < 6; j++) { if (i * j > s.A * 20) "
    "break outer; if (j > s.B * 6) continue outer; n += i + j; } } return [n];",
    "labelled_block": "let n = 0; a: { if (s.A > 0.5) break a; n = 1; b: { if (s.B > 0.5) break b; n = 2; } n += 10; } "
    "return [n];",
    "switch_fall": "let r = 0; switch (Math.floor(s.A * 5)) { case 0: r += 1; case 1: r += 10; break; default: r = -1; "
    "case 3: r += 100; break; case 4: r = 7; } return [r];",
    "switch_return": "switch (true) { case s.A > 0.7: return [1]; case s.B > 0.5: return [2]; } return [0];",
    "logical": "return [s.A > 0.5 && s.B, s.A > 0.5 || s.C, s.A && s.B > 0.5 ? 1 : 0, !s.A, !!s.C];",
    "nullish": "const o = {a: s.A > 0.5 ? null : s.B}; return [o.a ?? -1, o.z?.q ?? 3, o?.a === null ? 1 : 0];",
    "undefined_in_some": "let v; if (s.A > 0.5) v = s.B; return [v === undefined ? -1 : v, v == null ? 1 : 0, v + 1];",
    "push_some": "const a = []; if (s.A > 0.3) a.push(s.A); if (s.B > 0.5) a.push(s.B); a.push(s.C); "
    "return [a.length, a[0], a[a.length - 1]];",
    "ragged_methods": "const a = []; for (let i = 0; i < 6; i++) { if (s.A * i > s.B) a.push(i * s.C); } "
    "return [a.reduce((p, q) => p + q, 0), a.map(v => v * 2).length, a.slice(-2).length, a.indexOf(0), "
    "a.some(v => v > 1) ? 1 : 0, a.every(v => v > 0.1) ? 1 : 0, a.slice().reverse()[0]];",
    "ragged_pop_shift": "const a = [1, 2, 3]; let r = 0; if (s.A > 0.5) r += a.pop(); if (s.B > 0.5) r += a.shift() * 10; "
    "a.push(9); return [r, a.length, a[0], a[1], a[2]];",
    "filter_median": "const v = [s.A, s.B, s.C, s.A * s.B, 1 - s.A].filter(x => x > 0.25).sort((a, b) => a - b); "
    "const m = Math.floor(v.length / 2); return v.length === 0 ? [-1] : v.length % 2 ? [v[m]] : [(v[m - 1] + v[m]) / 2];",
    "sort_down": "return [s.A, s.B, s.C].sort(function (x, y) { return y - x; });",
    "sort_own": "const o = [{v: s.A, k: 1}, {v: s.B, k: 2}, {v: s.C, k: 3}]; o.sort((p, q) => p.v < q.v ? 1 : -1); "
    "return [o[0].k, o[1].v, o[2].k];",
    "sort_nan": "const a = [s.A, s.N, s.B, s.C, 1 - s.N, s.B * s.C]; a.sort((p, q) => p - q); return a;",
    "find": "const a = [s.A, s.B, s.C]; const f = a.find(v => v > 0.6); return [f === undefined ? -1 : f, "
    "a.findIndex(v => v > 0.6), a.findLastIndex(v => v > 0.6), a.includes(s.B) ? 1 : 0];",
    "reference": "const a = [{x: 1, y: s.A}, {x: 2, y: s.B}, {x: 3, y: s.C}]; let best = a[0]; "
    "for (const o of a) if (o.y > best.y) best = o; best.y = 100; return [best.x, a[0].y, a[1].y, a[2].y];",
    "reference_array": "const p = [1, 2], q = [3, 4, 5]; const r = s.A > 0.5 ? p : q; r.push(s.B); r[0] = s.C; "
    "return [p.length, q.length, p[0], q[0], r.length];",
    "done_flags": "const done = [false, false, false, false]; let n = 0; for (let i = 0; i < 8; i++) { const k = i % 4; "
    "if (!done[k] && s.A * i > s.B) { done[k] = true; n += i; } } return [n, done[0] ? 1 : 0, done[3] ? 1 : 0];",
    "done_object": "const seen = {}; let n = 0; for (const k of ['a', 'b', 'a', 'c']) { if (s.A > 0.5 && !seen[k]) "
    "{ seen[k] = true; n++; } } return [n, seen.a ? 1 : 0, 'c' in seen ? 1 : 0];",
    "object_table": "const t = {0: 5, 3: 7, 4: 9}; const v = t[Math.floor(s.A * 6)]; return [v === undefined ? -1 : v];",
    "object_colours": "const t = {1: [1, 0, 0], 2: [0, 1, 0], 4: [0, 0, 1]}; const c = t[Math.floor(s.A * 5)]; "
    "return c ? c : [0.5, 0.5, 0.5];",
    "array_table": "const t = [[1, 2], [3, 4], [5, 6]]; const r = t[Math.floor(s.A * 4)]; return r ? [r[0], r[1]] : [-1];",
    "varying_store": "const h = new Array(5).fill(0); for (const v of [s.A, s.B, s.C]) h[Math.floor(v * 5)] += 1; return h;",
    "grow_at_index": "const a = []; a[Math.floor(s.A * 4)] = s.B; return [a.length, a[0], a[1], a[3]];",
    "new_array_varying": "const a = new Array(Math.floor(s.A * 5)).fill(2); return [a.length, a.reduce((p, q) => p + q, 0)];",
    "compound_order": "let i = 0; const a = [1, 2, 3]; a[i++] += s.A; a[i++] = i; return [a[0], a[1], i];",
    "var_in_some": "if (s.A > 0.5) { var q = s.B; } return [q === undefined ? -1 : q];",
    "closure": "const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i * s.A); return fs.map(f => f());",
    "closure_counter": "let n = 0; const add = (v) => { n += v; }; [s.A, s.B].forEach(v => { if (v > 0.4) add(v); }); return [n];",
    "this_class": "class P { constructor(v) { this.v = v; } twice() { return this.v * 2; } static one() { return 1; } } "
    "const p = new P(s.A); return [p.twice(), P.one()];",
    "this_function": "function P(v) { this.v = v; } P.prototype.get = function () { return this.v + 1; }; "
    "return [new P(s.A).get()];",
    "destructuring": "const {A, B: b = 3, Z = 4, ...rest} = s; const [p, , q = 8, ...r] = [A, 1]; let u = 1, v = 2; "
    "[u, v] = [v, u]; return [A, b, Z, rest.C, p, q, r.length, u, v];",
    "spread": "const a = [s.A, ...[s.B, s.C]]; const o = {...{x: 1, y: s.A}, y: 2}; return [Math.max(...a), o.x, o.y];",
    "template": "const k = `B${1 + 1}`; const o = {B2: s.A}; return [o[k], `${s.A > 0.5}`.length];",
    "text_choice": "const c = s.A > 0.5 ? 'cloud' : 'land'; return [c === 'cloud' ? 1 : 0, c.length, {cloud: 7, land: 8}[c], "
    "c.indexOf('n')];",
    "switch_text": "const c = s.A > 0.6 ? 'a' : s.B > 0.5 ? 'b' : 'c'; switch (c) { case 'a': return [1]; case 'b': return [2]; "
    "default: return [3]; }",
    "try_throw": "let r; try { if (s.A > 0.5) throw new Error('x'); r = 1; } catch (e) { r = e.message === 'x' ? 2 : 3; } "
    "finally { } return [r];",
    "try_undefined": "try { const q = undefined; return [q.B02]; } catch (e) { return [5]; }",
    "int_ops": "const v = Math.floor(s.A * 4096) - 1000; return [v & 12, v | 3, v ^ 255, v << 3, v >> 2, v >>> 5, ~v, "
    "(s.A * 1e12) | 0];",
    "modulo": "return [(s.A * 10 - 5) % 3, -7 % 3, s.A % 0, 5 % (s.B * 4)];",
    "power": "return [s.A ** 2, (s.A - 0.5) ** 3, 2 ** -1, Math.pow(s.A, s.B), (-8) ** (1 / 3), 0 ** 0];",
    "rounding": "const v = s.A * 10 - 5; return [Math.round(v), Math.trunc(v), Math.ceil(v), Math.sign(v), Math.round(-0.5), "
    "Math.round(2.5), parseInt(v), Number(v.toFixed ? 1 : 0)];",
    "math": "return [Math.hypot(s.A, s.B), Math.atan2(s.A, s.B), Math.log10(s.A), Math.cbrt(s.B), Math.min(s.A, s.N, s.B), "
    "Math.max(), Math.exp(s.A), Math.log1p(s.A), Math.fround(s.A), Math.clz32(s.A * 1000)];",
    "nan_tests": "return [isNaN(s.N), isFinite(1 / (s.A > 0.5 ? 0 : 1)), Number.isNaN(s.N), s.N === s.N, s.N || 3, s.N ?? 3];",
    "divide_zero": "const z = s.A > 0.5 ? 0 : 1; return [1 / z, -1 / z, 0 / z, 1 / -0];",
    "bool_arith": "const b = s.A > 0.5; const c = s.B > 0.5; return [b + c, b * 3, b - c, b === true, b == 1, b === 1, b & c, -b];",
    "typeof": "const v = s.A > 0.5 ? 1 : undefined; return [typeof v === 'number', typeof s === 'object', typeof zz === 'undefined', "
    "typeof (s.A > 1) === 'boolean'];",
    "sloppy_global": "total = 0; for (i = 0; i < 4; i++) { total += i * s.A; } return [total, i];",
    "arguments": "function f() { return arguments.length + arguments[0]; } return [f(s.A, 1, 2)];",
    "apply_call": "const a = [s.A, s.B]; return [Math.max.apply(null, a), Math.min.call(null, 4, s.C), "
    "Array.prototype.slice.call(a, 1)[0]];",
    "map_set": "const m = new Map([[1, 10], [2, 20]]); const q = new Set([1, 3, 3]); "
    "return [m.get(Math.floor(s.A * 4)) ?? -1, q.size, q.has(3), m.has(2), q.has(Math.floor(s.B * 4))];",
    "for_in": "const o = {b: s.A, a: s.B, 2: 1, 1: 2}; let r = 0, k = 1; for (const n in o) { r += o[n] * k; k *= 10; } return [r];",
    "object_functions": "const o = {a: s.A, b: s.B}; return [Object.keys(o).length, Object.values(o)[1], Object.entries(o)[0][1], "
    "Object.assign({}, o, {b: 1}).b];",
    "array_functions": "const a = Array.from({length: 4}, (_, i) => i * s.A); return [a[3], Array.isArray(a), Array.of(1, 2).length, "
    "a.concat([1], 2).length, [1, 2].join('-').length, [3, 1, 2].sort()[0], [1, [2, [3]]].flat().length, "
    "[...a.keys()].length, a.at(-1), a.lastIndexOf(0)];",
    "holes": "const a = new Array(3); let n = 0; a.forEach(() => n++); a[1] = s.A; a.forEach(() => n++); return [n, a.length, "
    "a.map(v => 1).length];",
    "splice": "const a = [1, 2, 3, 4]; const r = a.splice(1, 2, s.A, s.B, 9); return [a.length, a[1], r.length, r[0], a[4]];",
    "nested_arrays": "return [[s.A], [s.B], '3', true];",
    "number_result": "return s.A * 2;",
    "texts": "const t = 'S2A_2020-05'; return [t.split('_').length, t.substring(4, 8) * 1, t.slice(-2) * 1, t.charCodeAt(0), "
    "t.includes('20'), t.startsWith('S2'), t.endsWith('5'), t.toLowerCase() === 's2a_2020-05', t.padStart(14, '0').length, "
    "'a,b'.replace(',', ';').indexOf(';'), parseFloat('3.5m'), parseInt('0x1f'), Number(''), Number('1e3'), +'abc'];",
    "number_text": "return [(0.1 + 0.2).toFixed(3) * 1, (255).toString(16).length, String(1e21).length, String(1e-7).length, "
    "(12345.678).toPrecision(3) * 1, String(-0).length, `${1/3}`.length, (25).toString(2) * 1];",
    "dates": "const d = new Date('2020-03-31T10:20:30Z'); d.setMonth(1); const e = new Date(2020, 1, 29, 5); "
    "return [d.getTime(), e.getDate(), Date.UTC(2021, 0), new Date(0).getUTCFullYear(), new Date('2020-01-05') - "
    "new Date('2020-01-01'), d.getDay(), new Date('2020-02-30x'.slice(0, 4)).getTime(), new Date(2019, 12, 1).getFullYear()];",
    "date_varying": "const d = [new Date('2020-01-15'), new Date('2020-07-15T12:00:00.500Z')][s.A > 0.5 ? 1 : 0]; "
    "const e = new Date(1.6e12 + s.B * 1e11); return [d.getTime(), d.getMonth(), e.getUTCDate(), e.getFullYear(), e.getHours()];",
    "json": 'const o = JSON.parse(\'{"a": [1, 2.5, null], "b": true}\'); return [o.a[1], o.b, JSON.stringify({x: 1, y: [1, null]}).length];',
    "sequence_void": "let a = (1, s.A); return [a, void 0 === undefined, delete {x: 1}.x];",
    "logical_assign": "let a = s.A > 0.5 ? 0 : 2, b = null, c = s.B > 0.5 ? 1 : 0; a ||= s.B; b ??= s.C; c &&= 9; return [a, b, c];",
    "shadowing": "let x = 1; { let x = 2; x += s.A; } for (let x = 0; x < 3; x++) {} return [x];",
    "hoisting": "return [f(s.A)]; function f(v) { if (k === undefined) { k = 2; } return v + k; var k; }",
    "update_members": "const o = {n: 1, a: [1, 2]}; o.n++; if (s.A > 0.5) o.a[1]--; ++o.a[0]; o['n'] *= 3; return [o.n, o.a[0], o.a[1]];",
    "deep_masks": "let r = 0; if (s.A > 0.2) { if (s.B > 0.5) { r = 1; if (s.C > 0.5) { r += 2; } else { return [-1]; } } "
    "else { r = 4; } r *= 2; } else r = 9; return [r];",
    "comparison_mixed": "return ['10' < '9', '10' < 9, null >= 0, undefined == 0, '1' == 1, null == undefined, [2] > 1, 'a' < 'b'];",
    "find_object": "const a = [{k: 1, v: s.A}, {k: 2, v: s.B}]; const f = a.find(o => o.v > 0.5); return [f ? f.k : 0];",
    "reduce_object": "const a = [s.A, s.B, s.C]; const r = a.reduce((acc, v) => { if (v > 0.5) { acc.n++; acc.sum += v; } "
    "return acc; }, {n: 0, sum: 0}); return [r.n, r.sum];",
    "loop_var_after_break": "var i; for (i = 0; i < 10; i++) { if (s.A * 10 < i) break; } return [i];",
    "continue_in_switch": "let n = 0; for (let i = 0; i < 5; i++) { switch (i) { case 1: continue; case 3: break; default: n += s.A; } "
    "n++; } return [n];",
    "string_concat": "return [('a' + 1 + true + null).length, ('' + [1, [2, 3]]).length, (1 + '2') * 1];",
    "per_lane_string_key": "const k = s.A > 0.5 ? 'A' : 'B'; return [s[k], s['C']];",
    "function_choice": "const f = s.A > 0.5 ? (x) => x + 1 : (x) => x * 10; return [f(s.B)];",
    "some_throw_caught_deep": "function g(v) { return v * 2; } let r = 0; try { r = g(s.A); } catch (e) { r = -1; } return [r];",
    "instance_choice": "class P {} const v = s.A > 0.5 ? new P() : [1]; return [v instanceof P, v instanceof Array, v instanceof Date];",
    "array_equality": "const a = [1], b = [1]; return [a === a, a === b, a == b, [a, b].indexOf(b)];",
    "helpers": "return [index(s.A, s.B), inverse(s.A), valueInterpolate(s.A, [0, 0.3, 1], [5, 1, 9]), valueMap(s.A, [0.2, 0.6], [1, 2, 3]), "
    "colorMap(s.B, [0.2, 0.6], [1, 2]), combine([s.A], [s.B], 0.3)[0], normalizeRGB([s.A])[0]];",
    "blend_colours": "return colorBlend(s.A * 1.4 - 0.2, [0, 0.25, 0.5, 1], [[0, 0, 0], [1, 0.5, 0], [s.B, 1, 0], [1, 1, 1]]);",
    "blend_nan": "return [colorBlend(s.N, [0, 1], [3, 4]), valueMap(s.N, [0, 1], [3, 4])];",
    "ramp": "const v = new ColorRampVisualizer([[0, 0x00ff10], [0.4, 0xff0000], [1, 0x0000ff]]); return v.process(s.A * 1.4 - 0.2);",
    "ramp_limits": "return ColorRampVisualizer.createBlueRed(-1, 2).process(s.A * 4 - 1.5);",
    "ramp_ocean": "return ColorRampVisualizer.createOceanColor(0, 1).inverse().process(s.A);",
    "gradient": "return ColorGradientVisualizer.createRedTemperature(-0.2, 0.9).process(s.A * 1.4 - 0.2);",
    "colour_map": "return ColorMapVisualizer.createDefaultColorMap().process(s.A * 3 - 1.5);",
    "colour_map_nan": "return new ColorMapVisualizer([[0, [1, 0, 0]], [0.5, 0x00ff00]]).process(s.N);",
    "highlight": "const v = new HighlightCompressVisualizer(0.1, 0.4); return [...v.processList([s.A, s.B, s.C]), v.process(s.N)];",
    "highlight_gamma": "const v = new HighlightCompressVisualizer(0, 0.6, 1.2, -0.1, 0.8); return [v.process(s.A), v.process(0.5)];",
    "viz_others": "return [new DefaultVisualizer(0, 0.5).process(s.A), new HighlightCompressVisualizerSingle(0, 0.5).process(s.B)[0], "
    "new Identity().process(s.C)[0]];",
    "decode": "const q = decodeL8C2Qa(Math.floor(s.A * 65535)); const o = decodeS3OLCIQualityFlags(Math.floor(s.B * 4294967295)); "
    "return [q.cloud, q.cirrusConfidence, q.water, o.land, o.dubious, o.saturatedB01, o.saturatedB21, o.coastline];",
    "rgb": "return [...int2rgb(0x12ab34), rgb2int([1, 2, 3]), blueRed[2][1], oceanColor[4][1][2]];",
}

MULTI = {
    "mean_valid": "let t = 0, n = 0; for (let i = 0; i < s.length; i++) { if (s[i].A > 0.3) { t += s[i].B; n++; } } return [t / n, n];",
    "max_composite": "let best = -2, pick = s[0]; for (let i = 0; i < s.length; i++) { const v = (s[i].A - s[i].B) / (s[i].A + s[i].B); "
    "if (s[i].C > 0.2 && v > best) { best = v; pick = s[i]; } } return [pick.A, pick.B, pick.C, best];",
    "max_index": "let k = -1, m = -1; s.forEach((p, i) => { if (p.A > m) { m = p.A; k = i; } }); return [k, s[k].B, m];",
    "first_valid": "for (const p of s) { if (p.A > 0.7) return [p.B]; } return [-1];",
    "median": "const v = s.filter(p => p.C > 0.4).map(p => p.A).sort((a, b) => a - b); const h = v.length >> 1; "
    "return v.length ? [v.length % 2 ? v[h] : (v[h - 1] + v[h]) / 2, v.length] : [NaN, 0];",
    "sorted_samples": "const v = s.filter(p => p.A > 0.2); v.sort((p, q) => q.B - p.B); return v.length > 1 ? [v[0].A, v[1].C] : [0];",
    "reduce_best": "const b = s.reduce((p, q) => q.A > p.A ? q : p); return [b.A, b.B];",
    "interpolate": "let r = []; for (let i = 0; i < s.length; i++) { if (s[i].C > 0.5) { r.push(s[i].A); continue; } let p = i - 1, n = i + 1; "
    "while (p >= 0 && !(s[p].C > 0.5)) p--; while (n < s.length && !(s[n].C > 0.5)) n++; "
    "if (p < 0 && n >= s.length) r.push(-1); else if (p < 0) r.push(s[n].A); else if (n >= s.length) r.push(s[p].A); "
    "else r.push(s[p].A + (s[n].A - s[p].A) * (i - p) / (n - p)); } return r;",
    "interpolate_dates": "const d = s.map((_, i) => new Date(Date.UTC(2020, i, 3))); let last = null, t = null, out = []; "
    "for (let i = 0; i < s.length; i++) { if (s[i].C > 0.4) { if (last !== null) out.push((s[i].A - last) / "
    "(d[i] - t) * 864e5); last = s[i].A; t = d[i]; } } return [out.length, out[0], out[out.length - 1]];",
    "trend": "let n = 0, sx = 0, sy = 0, sxy = 0, sxx = 0; s.forEach((p, i) => { if (!isNaN(p.N)) { n++; sx += i; sy += p.N; "
    "sxy += i * p.N; sxx += i * i; } }); return [n > 1 ? (n * sxy - sx * sy) / (n * sxx - sx * sx) : 0, n];",
    "buckets": "const m = {}; s.forEach((p, i) => { const k = 'm' + (i % 3); if (p.A > 0.4) { if (!m[k]) m[k] = []; m[k].push(p.B); } }); "
    "return ['m0', 'm1', 'm2'].map(k => m[k] ? m[k].reduce((a, b) => a + b, 0) / m[k].length : -1);",
    "all_bands": "const out = []; for (const p of s) { out.push(p.A, p.B); } return out;",
    "gaps_filled_array": "const v = new Array(s.length); for (let i = 0; i < s.length; i++) { if (s[i].A > 0.5) v[i] = s[i].A; } "
    "return v.map((x, i) => x === undefined ? -i : x);",
    "objects_pushed": "const l = []; for (let i = 0; i < s.length; i++) { if (s[i].A > 0.5) l.push({v: s[i].B, i}); } "
    "l.sort((a, b) => a.v - b.v); return l.length ? [l[0].i, l[l.length - 1].v, l.length] : [-1];",
    "min_max_spread": "const v = s.map(p => p.A); return [Math.max(...v), Math.min.apply(null, v), v.indexOf(Math.max(...v))];",
    "ragged_spread": "const v = s.filter(p => p.A > 0.5).map(p => p.B); return v.length ? [Math.max.apply(null, v)] : [0];",
    "two_best": "let a = null, b = null; for (const p of s) { if (a === null || p.A > a.A) { b = a; a = p; } } "
    "return [a.A, b === null ? -1 : b.A, a === b];",
}
