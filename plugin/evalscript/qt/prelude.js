// SPDX-License-Identifier: GPL-2.0-or-later
// What a script finds in Qt's JavaScript before it starts: the built-ins of ECMAScript that Qt lacks, Date in UTC, and
// limits on everything that could take the whole memory at once. The result gives the runner its tools.
(function (G) {
  "use strict";
  var MAX_ITEMS = 1e6, MAX_TEXT = 1e6, MAX_DEPTH = 100;
  var end = { kind: "", message: "", stack: "" };
  var apply = Reflect.apply, isArray = Array.isArray;

  function define(holder, name, value) {
    Object.defineProperty(holder, name, { value: value, writable: true, configurable: true, enumerable: false });
  }
  function ending(kind, message) {
    var error = new Error(message);
    if (!end.kind) { end.kind = kind; end.message = message; end.stack = error.stack; }
    return error;
  }
  function refuse(message) { throw ending("unsupported", message); }
  function stop(message) { throw ending("stopped", message); }
  function checkItems(count) { if (count > MAX_ITEMS) { stop("an array has more than " + MAX_ITEMS + " items"); } }
  function checkText(length) { if (length > MAX_TEXT) { stop("a text has more than " + MAX_TEXT + " characters"); } }
  function toLength(value) { if (value >= 0 && value <= MAX_ITEMS) { return value - value % 1; } var n = Math.trunc(Number(value)); return n > 0 ? Math.min(n, 9007199254740991) : 0; }
  function toInteger(value) { var n = Math.trunc(Number(value)); return n === n ? n : 0; }
  function listOf(that) {
    if (isArray(that)) { return that; }
    if (that === null || that === undefined) { throw new TypeError("Cannot convert undefined or null to object"); }
    return Object(that);
  }
  function callable(f) { if (typeof f !== "function") { throw new TypeError(String(f) + " is not a function"); } return f; }
  function from(start, length, otherwise) {
    if (start === undefined) { return otherwise; }
    var n = toInteger(start);
    return n < 0 ? Math.max(length + n, 0) : Math.min(n, length);
  }

  // ---- arrays: loops in JavaScript can be interrupted, Qt's own cannot
  var A = Array.prototype;
  // Most callbacks take no "this"; a plain call is much faster. An item that is undefined may be a hole.
  define(A, "forEach", function (f, that) {
    if (that !== undefined) { f = callable(f).bind(that); }
    var o = listOf(this), n = toLength(o.length); callable(f);
    for (var i = 0; i < n; i++) { var v = o[i]; if (v !== undefined || i in o) { f(v, i, o); } }
  });
  define(A, "map", function (f, that) {
    if (that !== undefined) { f = callable(f).bind(that); }
    var o = listOf(this), n = toLength(o.length), r = []; callable(f);
    for (var i = 0; i < n; i++) { var v = o[i]; if (v !== undefined || i in o) { r[i] = f(v, i, o); } }
    if (r.length !== n) { r.length = n; }
    return r;
  });
  define(A, "filter", function (f, that) {
    if (that !== undefined) { f = callable(f).bind(that); }
    var o = listOf(this), n = toLength(o.length), r = [], k = 0; callable(f);
    for (var i = 0; i < n; i++) { var v = o[i]; if ((v !== undefined || i in o) && f(v, i, o)) { r[k++] = v; } }
    return r;
  });
  define(A, "some", function (f, that) {
    if (that !== undefined) { f = callable(f).bind(that); }
    var o = listOf(this), n = toLength(o.length); callable(f);
    for (var i = 0; i < n; i++) { var v = o[i]; if ((v !== undefined || i in o) && f(v, i, o)) { return true; } }
    return false;
  });
  define(A, "every", function (f, that) {
    if (that !== undefined) { f = callable(f).bind(that); }
    var o = listOf(this), n = toLength(o.length); callable(f);
    for (var i = 0; i < n; i++) { var v = o[i]; if ((v !== undefined || i in o) && !f(v, i, o)) { return false; } }
    return true;
  });
  function reducer(forward) {
    return function (f, first) {
      var o = listOf(this), n = toLength(o.length), i = forward ? 0 : n - 1, step = forward ? 1 : -1, r = first; callable(f);
      if (arguments.length < 2) {
        while (i >= 0 && i < n && !(i in o)) { i += step; }
        if (i < 0 || i >= n) { throw new TypeError("Reduce of empty array with no initial value"); }
        r = o[i]; i += step;
      }
      for (; i >= 0 && i < n; i += step) { if (i in o) { r = f(r, o[i], i, o); } }
      return r;
    };
  }
  define(A, "reduce", reducer(true));
  define(A, "reduceRight", reducer(false));
  function seeker(forward, wantsIndex) {
    return function (f, that) {
      if (that !== undefined) { f = callable(f).bind(that); }
      var o = listOf(this), n = toLength(o.length); callable(f);
      for (var k = 0; k < n; k++) {
        var i = forward ? k : n - 1 - k, v = o[i];
        if (f(v, i, o)) { return wantsIndex ? i : v; }
      }
      return wantsIndex ? -1 : undefined;
    };
  }
  define(A, "find", seeker(true, false));
  define(A, "findIndex", seeker(true, true));
  define(A, "findLast", seeker(false, false));
  define(A, "findLastIndex", seeker(false, true));
  define(A, "indexOf", function (v, start) {
    var o = listOf(this), n = toLength(o.length);
    for (var i = from(start, n, 0); i < n; i++) { if (i in o && o[i] === v) { return i; } }
    return -1;
  });
  define(A, "lastIndexOf", function (v, start) {
    var o = listOf(this), n = toLength(o.length), k = arguments.length > 1 ? toInteger(start) : n - 1;
    for (var i = k < 0 ? n + k : Math.min(k, n - 1); i >= 0; i--) { if (i in o && o[i] === v) { return i; } }
    return -1;
  });
  define(A, "includes", function (v, start) {
    var o = listOf(this), n = toLength(o.length);
    for (var i = from(start, n, 0); i < n; i++) { var w = o[i]; if (w === v || (w !== w && v !== v)) { return true; } }
    return false;
  });
  define(A, "at", function (k) { var o = listOf(this), i = toInteger(k); return o[i < 0 ? toLength(o.length) + i : i]; });
  define(A, "fill", function (v, a, b) {
    var o = listOf(this), n = toLength(o.length); checkItems(n);
    for (var i = from(a, n, 0), last = from(b, n, n); i < last; i++) { o[i] = v; }
    return o;
  });
  define(A, "reverse", function () {
    var o = listOf(this), n = toLength(o.length); checkItems(n);
    for (var i = 0, j = n - 1; i < j; i++, j--) {
      var hasI = i in o, hasJ = j in o, v = o[i], w = o[j];
      if (hasJ) { o[i] = w; } else { delete o[i]; }
      if (hasI) { o[j] = v; } else { delete o[j]; }
    }
    return o;
  });
  function flatten(list, depth, into) {
    for (var i = 0; i < list.length; i++) {
      if (i in list) {
        if (depth > 0 && isArray(list[i])) { flatten(list[i], depth - 1, into); }
        else { checkItems(into.length); into[into.length] = list[i]; }
      }
    }
    return into;
  }
  define(A, "flat", function (depth) { return flatten(listOf(this), depth === undefined ? 1 : toInteger(depth), []); });
  define(A, "flatMap", function (f, that) { return flatten(apply(A.map, this, [f, that]), 1, []); });
  var joining = [];
  define(A, "join", function (separator) {
    var o = listOf(this), n = toLength(o.length), s = separator === undefined ? "," : String(separator), text = "";
    checkItems(n);
    if (joining.length > MAX_DEPTH) { throw new RangeError("Maximum call stack size exceeded"); }
    for (var k = 0; k < joining.length; k++) { if (joining[k] === o) { return ""; } }
    joining[joining.length] = o;
    try {
      for (var i = 0; i < n; i++) {
        var v = o[i];
        text += (i ? s : "") + (v === null || v === undefined ? "" : String(v));
        checkText(text.length);
      }
    } finally { joining.length -= 1; }
    return text;
  });
  define(A, "toString", function () { return apply(A.join, this, []); });
  define(A, "toLocaleString", A.toString);
  // Runs of the service's length, found and made by insertion as there, so that also comparators that contradict
  // themselves (NaN) give its order for short arrays; then merged.
  function makeRun(list, low, high, compare) {
    var i = low + 1, falling = false, v, left, right, middle;
    if (i < high) {
      falling = compare(list[i], list[low]) < 0;
      for (i++; i < high; i++) { if (compare(list[i], list[i - 1]) < 0 !== falling) { break; } }
      if (falling) { for (left = low, right = i - 1; left < right; left++, right--) { v = list[left]; list[left] = list[right]; list[right] = v; } }
    }
    for (; i < high; i++) {
      v = list[i]; left = low; right = i;
      while (left < right) { middle = left + ((right - left) >> 1); if (compare(v, list[middle]) < 0) { right = middle; } else { left = middle + 1; } }
      for (right = i; right > left; right--) { list[right] = list[right - 1]; }
      list[left] = v;
    }
  }
  function mergeSort(list, compare) {
    var n = list.length, run = n, rest = 0;
    if (n < 64) { makeRun(list, 0, n, compare); return list; }
    var other = new Array(n);
    while (run >= 64) { rest |= run & 1; run >>= 1; }
    run += rest;
    for (var start = 0; start < n; start += run) { makeRun(list, start, Math.min(start + run, n), compare); }
    for (var width = run; width < n; width *= 2) {
      for (var low = 0; low < n; low += 2 * width) {
        var middle = Math.min(low + width, n), high = Math.min(low + 2 * width, n), i = low, j = middle;
        for (var k = low; k < high; k++) {
          if (i < middle && (j >= high || !(compare(list[j], list[i]) < 0))) { other[k] = list[i++]; } else { other[k] = list[j++]; }
        }
      }
      var swap = list; list = other; other = swap;
    }
    return list;
  }
  function byText(a, b) { a = String(a); b = String(b); return a < b ? -1 : a > b ? 1 : 0; }
  define(A, "sort", function (compare) {
    if (compare !== undefined) { callable(compare); }
    var o = listOf(this), n = toLength(o.length), values = [], count = 0, missing = 0, i, v; checkItems(n);
    for (i = 0; i < n; i++) { v = o[i]; if (v !== undefined) { values[count++] = v; } else if (i in o) { missing++; } }
    values = mergeSort(values, compare === undefined ? byText : compare);
    for (i = 0; i < count; i++) { o[i] = values[i]; }
    for (; i < n; i++) { if (i < count + missing) { o[i] = undefined; } else { delete o[i]; } }
    return o;
  });
  define(A, "toSorted", function (compare) { return apply(A.slice, this, []).sort(compare); });
  define(A, "toReversed", function () { return apply(A.slice, this, []).reverse(); });
  define(A, "with", function (k, v) { var r = apply(A.slice, this, []), i = toInteger(k); r[i < 0 ? r.length + i : i] = v; return r; });
  ["slice", "splice", "concat", "shift", "unshift", "copyWithin"].forEach(function (name) {
    var native = A[name];
    define(A, name, function () {
      var o = listOf(this);
      checkItems(o.length);
      if (name === "concat") { for (var i = 0; i < arguments.length; i++) { if (isArray(arguments[i])) { checkItems(arguments[i].length + o.length); } } }
      return apply(native, o, arguments);
    });
  });
  define(Array, "from", function (source, f, that) {
    if (source === null || source === undefined) { throw new TypeError(source + " is not iterable"); }
    var r = [], i = 0;
    if (f !== undefined) { callable(f); }
    if (typeof source[Symbol.iterator] === "function") {
      for (var v of source) { checkItems(i); r[i] = f ? apply(f, that, [v, i]) : v; i++; }
      return r;
    }
    var n = toLength(source.length); checkItems(n);
    for (; i < n; i++) { r[i] = f ? apply(f, that, [source[i], i]) : source[i]; }
    return r;
  });

  // ---- typed arrays
  var typed = Object.getPrototypeOf(Float64Array.prototype);
  ["ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
    "Float32Array", "Float64Array"].forEach(function (name) {
    var Native = G[name];
    function Limited(a, b, c) {
      if (!new.target) { throw new TypeError("Constructor " + name + " requires 'new'"); }
      checkItems(typeof a === "object" && a !== null ? (a.length || 0) : (name === "ArrayBuffer" ? a / 8 : a));
      return arguments.length > 2 ? new Native(a, b, c) : arguments.length > 1 ? new Native(a, b) : new Native(a);
    }
    Limited.prototype = Native.prototype;
    define(Native.prototype, "constructor", Limited);
    if (name === "ArrayBuffer") { define(Limited, "isView", Native.isView); } else {
      define(Limited, "BYTES_PER_ELEMENT", Native.BYTES_PER_ELEMENT);
      define(Limited, "from", function (source, f, that) { return new Limited(Array.from(source, f, that)); });
      define(Limited, "of", function () { return new Limited(Array.from(arguments)); });
    }
    define(G, name, Limited);
  });
  define(typed, "sort", function (compare) {
    if (compare !== undefined) { callable(compare); }
    var sorted = mergeSort(Array.from(this), compare || function (a, b) { return a !== a ? (b !== b ? 0 : 1) : b !== b ? -1 : a - b; });
    for (var i = 0; i < sorted.length; i++) { this[i] = sorted[i]; }
    return this;
  });
  ["at", "findLast", "findLastIndex", "join"].forEach(function (name) { define(typed, name, A[name]); });

  // ---- texts and regular expressions
  var S = String.prototype, R = RegExp.prototype;
  var native = { repeat: S.repeat, replace: S.replace, split: S.split, trim: S.trim };
  define(S, "repeat", function (count) {
    var n = toInteger(count), text = String(this);
    if (n < 0 || n === Infinity) { throw new RangeError("Invalid count value: " + count); }
    checkText(text.length * n);
    return apply(native.repeat, text, [n]);
  });
  function padding(atStart) {
    return function (length, filler) {
      var text = String(this), n = toLength(length) - text.length, f = filler === undefined ? " " : String(filler);
      if (n <= 0 || !f) { return text; }
      checkText(n);
      var pad = apply(native.repeat, f, [Math.ceil(n / f.length)]).slice(0, n);
      return atStart ? pad + text : text + pad;
    };
  }
  define(S, "padStart", padding(true));
  define(S, "padEnd", padding(false));
  define(S, "trimStart", function () { var t = String(this); return t.slice(t.length - apply(native.trim, t + "x", []).length + 1); });
  define(S, "trimEnd", function () { var t = String(this); return t.slice(0, apply(native.trim, "x" + t, []).length - 1); });
  define(S, "at", function (k) { var t = String(this), i = toInteger(k); return t[i < 0 ? t.length + i : i]; });
  // An expression that backtracks cannot be interrupted, so its worst case is estimated before.
  function checkPattern(pattern, text) {
    if (!(pattern instanceof RegExp)) { return; }
    var plain = apply(native.replace, apply(native.replace, pattern.source, [/\\./g, "e"]), [/\[[^\]]*\]/g, "c"]);
    var open = 0, either = 0, nested = false, groups = [];
    for (var i = 0; i < plain.length; i++) {
      var c = plain[i];
      if (c === "(") { groups[groups.length] = open + either; if (plain[i + 1] === "?") { i += plain[i + 2] === "<" ? 3 : 2; } }
      else if (c === ")") {
        var before = groups.length ? groups[groups.length - 1] : 0, next = plain[i + 1];
        if (groups.length) { groups.length -= 1; }
        if ((next === "*" || next === "+" || next === "{") && open + either > before) { nested = true; }
      } else if (c === "*" || c === "+" || c === "{") { open++; if (plain[i + 1] === "?") { i++; } } else if (c === "|" || c === "?") { either++; }
    }
    var cost = Math.pow(text.length + 1, Math.max(open, 1)) * Math.pow(2, either + (nested ? text.length : 0));
    if (plain.length > 2000 || cost > 1e8) { refuse("the regular expression /" + pattern.source.slice(0, 40) + "/ may take too long"); }
  }
  ["exec", "test"].forEach(function (name) {
    var inner = R[name];
    define(R, name, function (text) { text = String(text); checkPattern(this, text); return apply(inner, this, [text]); });
  });
  ["match", "replace", "search", "split"].forEach(function (name) {
    var inner = S[name];
    define(S, name, function (pattern, other) {
      var text = String(this);
      checkText(text.length);
      if (pattern !== undefined && typeof pattern !== "string" && !(pattern instanceof RegExp)) { pattern = String(pattern); }
      if ((name === "match" || name === "search") && typeof pattern === "string") { pattern = new RegExp(pattern); }
      checkPattern(pattern, text);
      if (name === "replace" && typeof other !== "function") {
        other = String(other);
        if (pattern instanceof RegExp && pattern.global) { checkText(other.length * (text.length + 1) / 100); }
      }
      return arguments.length > 1 ? apply(inner, text, [pattern, other]) : apply(inner, text, [pattern]);
    });
  });
  [Symbol.match, Symbol.replace, Symbol.search, Symbol.split].forEach(function (symbol) {
    if (symbol && R[symbol]) {
      var inner = R[symbol];
      define(R, symbol, function (text, other) { text = String(text); checkPattern(this, text); return apply(inner, this, [text, other]); });
    }
  });
  define(S, "replaceAll", function (pattern, other) {
    var text = String(this);
    if (pattern instanceof RegExp) {
      if (!pattern.global) { throw new TypeError("replaceAll must be called with a global RegExp"); }
      return text.replace(pattern, other);
    }
    pattern = String(pattern);
    var made = "", at = 0, step = Math.max(pattern.length, 1);
    for (var i = text.indexOf(pattern); i >= 0 && i <= text.length; i = i + step > text.length ? -1 : text.indexOf(pattern, i + step)) {
      made += text.slice(at, i) + (typeof other === "function" ? String(other(pattern, i, text)) : apply(native.replace, pattern, [pattern, String(other)]));
      at = i + pattern.length;
      checkText(made.length);
    }
    return made + text.slice(at);
  });
  define(S, "matchAll", function (pattern) {
    var found = [], e = pattern instanceof RegExp ? new RegExp(pattern.source, pattern.flags) : new RegExp(pattern, "g"), m, text = String(this);
    if (!e.global) { throw new TypeError("matchAll must be called with a global RegExp"); }
    while ((m = e.exec(text)) !== null) { found[found.length] = m; if (m[0] === "") { e.lastIndex++; } }
    return found[Symbol.iterator]();
  });
  var NativeRegExp = RegExp;
  function LimitedRegExp(source, flags) {
    var text = source instanceof NativeRegExp ? source.source : source === undefined ? "(?:)" : String(source);
    if (text.length > 2000) { refuse("a regular expression has more than 2000 characters"); }
    return new NativeRegExp(text, flags === undefined && source instanceof NativeRegExp ? source.flags : flags === undefined ? "" : flags);
  }
  LimitedRegExp.prototype = R;
  define(R, "constructor", LimitedRegExp);
  define(R, "compile", undefined);
  define(G, "RegExp", LimitedRegExp);

  // ---- objects; copies of scenes are known again
  var ORIGIN = Symbol("origin");
  define(Object, "assign", function (target) {
    var o = listOf(target);
    for (var k = 1; k < arguments.length; k++) {
      var s = arguments[k];
      if (s === null || s === undefined) { continue; }
      var names = Object.keys(s);
      for (var i = 0; i < names.length; i++) { o[names[i]] = s[names[i]]; }
      if (s[ORIGIN] && !o[ORIGIN]) { define(o, ORIGIN, s[ORIGIN]); }
    }
    return o;
  });
  define(Object, "fromEntries", function (pairs) {
    var made = {};
    for (var pair of pairs) { made[pair[0]] = pair[1]; }
    return made;
  });
  define(Object, "hasOwn", function (o, name) { return Object.prototype.hasOwnProperty.call(o, name); });
  var quote = JSON.stringify;
  function jsonText(holder, key, replacer, allowed, gap, indent, depth) {
    var v = holder[key];
    if (depth > MAX_DEPTH) { throw new TypeError("Converting circular structure to JSON, or nested too deeply"); }
    if (v !== null && typeof v === "object" && typeof v.toJSON === "function") { v = v.toJSON(key); }
    if (replacer) { v = apply(replacer, holder, [key, v]); }
    if (v instanceof Number || v instanceof String || v instanceof Boolean) { v = v.valueOf(); }
    if (v === null) { return "null"; }
    if (typeof v === "string") { checkText(v.length); return quote(v); }
    if (typeof v === "number") { return isFinite(v) ? String(v) : "null"; }
    if (typeof v === "boolean") { return String(v); }
    if (typeof v !== "object") { return undefined; }
    var inner = indent + gap, parts = [], size = 0, text, i;
    if (isArray(v)) {
      for (i = 0; i < v.length; i++) {
        text = jsonText(v, String(i), replacer, allowed, gap, inner, depth + 1);
        parts[i] = text === undefined ? "null" : text; checkText(size += parts[i].length + 1);
      }
    } else {
      var names = allowed || Object.keys(v);
      for (i = 0; i < names.length; i++) {
        text = jsonText(v, names[i], replacer, allowed, gap, inner, depth + 1);
        if (text !== undefined) {
          parts[parts.length] = quote(names[i]) + (gap ? ": " : ":") + text; checkText(size += parts[parts.length - 1].length);
        }
      }
    }
    var opening = isArray(v) ? "[" : "{", closing = isArray(v) ? "]" : "}";
    if (!parts.length) { return opening + closing; }
    return gap ? opening + "\n" + inner + apply(A.join, parts, [",\n" + inner]) + "\n" + indent + closing
      : opening + apply(A.join, parts, [","]) + closing;
  }
  define(JSON, "stringify", function (value, replacer, space) {
    var gap = typeof space === "number" ? "          ".slice(0, Math.max(0, Math.min(10, Math.trunc(space)))) : typeof space === "string" ? space.slice(0, 10) : "";
    return jsonText({ "": value }, "", typeof replacer === "function" ? replacer : null,
      isArray(replacer) ? replacer.map(String) : null, gap, "", 0);
  });

  // ---- numbers
  define(Math, "round", function (x) { x = Number(x); var low = Math.floor(x); return x - low >= 0.5 ? low + 1 : low === 0 && x < 0 ? -0 : low; });
  define(Math, "random", function () { return refuse("Math.random() would give other pixels each time"); });

  // ---- dates: the service is in UTC whatever the zone of this computer
  var NativeDate = Date, D = Date.prototype, DAYS = "SunMonTueWedThuFriSat", MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  var NOW = "the present time is not known to a script; use the dates of the scenes";
  var local = { year: D.getFullYear, month: D.getMonth, day: D.getDate, hours: D.getHours, minutes: D.getMinutes, seconds: D.getSeconds };
  function parseDate(text) {
    var t = apply(native.trim, text, []);
    if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(t)) { return NativeDate.parse(t.slice(0, 10) + "T" + t.slice(11) + "Z"); }
    var ms = NativeDate.parse(t);
    if (ms !== ms || /(Z|GMT|UTC|[+-]\d\d:?\d\d)(\s*\([^)]*\))?$/i.test(t) || /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?$/.test(t)) { return ms; }
    var d = new NativeDate(ms);
    return NativeDate.UTC(apply(local.year, d, []), apply(local.month, d, []), apply(local.day, d, []),
      apply(local.hours, d, []), apply(local.minutes, d, []), apply(local.seconds, d, []));
  }
  function UtcDate(a, b, c, d, e, f, g) {
    if (!new.target || arguments.length === 0) { refuse(NOW); }
    if (arguments.length > 1) {
      return new NativeDate(NativeDate.UTC(a, b, c === undefined ? 1 : c, d || 0, e || 0, f || 0, g || 0));
    }
    var v = a instanceof NativeDate ? a.getTime() : typeof a === "object" && a !== null ? String(a) : a;
    return new NativeDate(typeof v === "string" ? parseDate(v) : Number(v));
  }
  UtcDate.prototype = D;
  define(D, "constructor", UtcDate);
  define(UtcDate, "UTC", NativeDate.UTC);
  define(UtcDate, "parse", function (text) { return parseDate(String(text)); });
  define(UtcDate, "now", function () { return refuse(NOW); });
  define(G, "Date", UtcDate);
  ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"].forEach(function (part) {
    define(D, "get" + part, D["getUTC" + part]);
    if (part !== "Day") { define(D, "set" + part, D["setUTC" + part]); }
  });
  define(D, "getYear", function () { return this.getFullYear() - 1900; });
  define(D, "getTimezoneOffset", function () { return this.getTime() === this.getTime() ? 0 : NaN; });
  function two(n) { return (n < 10 ? "0" : "") + n; }
  function three(names, k) { return names.slice(3 * k, 3 * k + 3); }
  function valid(date) { return date.getTime() === date.getTime(); }
  function clock(date) { return two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds()); }
  function year(date) { var y = date.getFullYear(), t = String(Math.abs(y)); return (y < 0 ? "-" : "") + "0000".slice(Math.min(4, t.length)) + t; }
  function form(name, make) {
    define(D, name, function (locale, options) {
      if (options !== undefined && name.slice(0, 8) === "toLocale") { refuse(name + "() with options"); }
      return valid(this) ? make(this) : "Invalid Date";
    });
  }
  function day(d) { return three(DAYS, d.getDay()) + " " + three(MONTHS, d.getMonth()) + " " + two(d.getDate()) + " " + year(d); }
  function zone(d) { return clock(d) + " GMT+0000 (Coordinated Universal Time)"; }
  function shortDay(d) { return d.getMonth() + 1 + "/" + d.getDate() + "/" + d.getFullYear(); }
  function shortTime(d) { var h = d.getHours(); return (h % 12 || 12) + clock(d).slice(2) + (h < 12 ? " AM" : " PM"); }
  function universal(d) { return three(DAYS, d.getDay()) + ", " + two(d.getDate()) + " " + three(MONTHS, d.getMonth()) + " " + year(d) + " " + clock(d) + " GMT"; }
  form("toString", function (d) { return day(d) + " " + zone(d); });
  form("toDateString", day);
  form("toTimeString", zone);
  form("toUTCString", universal);
  form("toGMTString", universal);
  form("toLocaleDateString", shortDay);
  form("toLocaleTimeString", shortTime);
  form("toLocaleString", function (d) { return shortDay(d) + ", " + shortTime(d); });

  // Qt's weak tables look at keys that are gone, and crash.
  define(G, "WeakMap", Map);
  define(G, "WeakSet", Set);

  // ---- what is there for nothing, and what is not there
  define(G, "globalThis", G);
  var silent = function () {};
  define(G, "console", { log: silent, info: silent, warn: silent, error: silent, debug: silent });
  ["Promise", "Proxy", "SharedArrayBuffer", "Atomics", "Intl", "BigInt", "setTimeout", "setInterval", "toUTMZone"].forEach(function (name) {
    define(G, name, function () { return refuse(name + " is not supported"); });
  });

  define(G, "__thrown_at", 0);
  return { end: end, define: define, refuse: refuse, ORIGIN: ORIGIN, isArray: isArray, quote: quote, Date: NativeDate,
    Float64Array: Float64Array, maxDepth: 40, checkItems: checkItems };
})
