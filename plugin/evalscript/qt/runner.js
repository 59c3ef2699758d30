// SPDX-License-Identifier: GPL-2.0-or-later
// Calls the functions of a script: hands them their arguments, keeps what they return as JSON or in the output buffer.
// The bridge to Python stays in this closure; a script cannot reach it.
(function (G, tools, bridge) {
  "use strict";
  var hooks = {}, end = tools.end, ORIGIN = tools.ORIGIN, quote = tools.quote, isArray = tools.isArray;
  var hasOwn = Object.prototype.hasOwnProperty, keysOf = Object.keys, parse = JSON.parse, Func = Function, isView = ArrayBuffer.isView, slice = Array.prototype.slice;

  // ---- trees of Python: {"$": mark, ...} stands for what JSON cannot say
  function revive(node) {
    var k, made;
    if (node === null || typeof node !== "object") { return node; }
    if (isArray(node)) { made = []; for (k = 0; k < node.length; k++) { made[k] = revive(node[k]); } return made; }
    var v = node.v;
    if (node.$ === "number") { return Number(v); }
    if (node.$ === "date") { return new tools.Date(v); }
    if (node.$ === "list") { made = revive(v); for (k in node.p) { made[k] = revive(node.p[k]); } return made; }
    made = {};
    for (k in v) { tools.define(made, k, revive(v[k])); Object.defineProperty(made, k, { enumerable: true }); }
    if (node.$ === "member") { tools.define(made, ORIGIN, node.o); }
    return made;
  }

  // ---- values of the script as JSON; with isExact numbers that JSON does not know are kept
  function plain(value, isExact, depth, count) {
    if (++count.n > 1e5 || depth > tools.maxDepth) { tools.refuse("the data is nested too deeply, or too much"); }
    if (typeof value === "number") {
      return isFinite(value) ? String(value) : isExact ? '{"$":"number","v":"' + value + '"}' : "null";
    }
    if (typeof value === "string") { return quote(value); }
    if (typeof value === "boolean") { return String(value); }
    if (value === null) { return "null"; }
    if (typeof value !== "object") { return undefined; }
    if (value instanceof tools.Date) { return isNaN(value.getTime()) ? "null" : quote(value.toISOString()); }
    var text = "", k, part;
    if (isArray(value) || isView(value)) {
      for (k = 0; k < value.length; k++) {
        part = plain(value[k], isExact, depth + 1, count);
        text += (k ? "," : "") + (part === undefined ? "null" : part);
      }
      return "[" + text + "]";
    }
    var names = keysOf(value);
    for (k = 0; k < names.length; k++) {
      part = plain(value[names[k]], isExact, depth + 1, count);
      if (part !== undefined) { text += (text ? "," : "") + quote(names[k]) + ":" + part; }
    }
    return isExact ? '{"$":"object","v":{' + text + "}}" : "{" + text + "}";
  }
  function json(value, isExact) { var text = plain(value, isExact, 0, { n: 0 }); return text === undefined ? "null" : text; }

  function hook(name) {
    if (typeof hooks[name] !== "function") { throw new TypeError(name + " is not a function"); }
    return hooks[name];
  }

  // ---- hooks
  function keptOf(value, name, source) {
    if (value && typeof value === "object" && !isArray(value) && typeof value.scenes === "object") { value = value.scenes; }
    if (isArray(value)) { if (value[name] !== undefined) { value = value[name]; } }
    else if (value && typeof value === "object") { value = value[name]; }
    if (!isArray(value)) { throw new TypeError("preProcessScenes does not return scenes"); }
    tools.checkItems(value.length);
    var kept = [];
    for (var k = 0; k < value.length; k++) {
      var item = value[k], origin = item !== null && typeof item === "object" ? item[ORIGIN] : undefined;
      if (!origin || origin[0] !== source) { throw new TypeError("preProcessScenes returns something that is not one of the scenes"); }
      kept[k] = origin[1];
    }
    return kept;
  }
  function select(call) {
    var args = revive(call.arguments), result = hook(call.hook).apply(undefined, args), kept = [];
    if (result === undefined && call.hook === "preProcessScenes") { result = args[0]; }
    for (var k = 0; k < call.sources.length; k++) {
      var part = call.isFusion ? (result && typeof result === "object" ? result[call.sources[k].id] : undefined) : result;
      kept[k] = keptOf(part, call.sources[k].name, k);
    }
    return json(kept);
  }
  function count(call) {
    var outputs = {}, given = {}, k;
    for (k in call.bands) { given[k] = outputs[k] = { bands: call.bands[k] }; }
    hook("updateOutput").call(undefined, given, revive(call.collection));
    var counts = {};
    for (k in outputs) { counts[k] = outputs[k].bands; }
    return json(counts, true);
  }
  function describeData(call) {
    var target = { userData: revive(call.data) };
    hook("updateOutputMetadata").call(undefined, revive(call.scenes), revive(call.metadata), target);
    return json(target.userData);
  }

  // ---- pixels
  function literal(bands, at) {
    var parts = [];
    for (var k = 0; k < bands.length; k++) { parts[k] = quote(bands[k]) + ":" + at(k); }
    return "{" + parts.join(",") + "}";
  }
  // The loop over the samples of a pixel is written for the bands of the script: named properties are the fastest.
  function makeSampler(call) {
    var lines = [], sets = [], views = [], next = 0, code, k, b, s;
    for (s = 0; s < call.sources.length; s++) {
      var source = call.sources[s], columns = [];
      for (b = 0; b < source.bands.length; b++) { columns[b] = []; }
      for (k = 0; k < source.count; k++) {
        for (b = 0; b < source.bands.length; b++) {
          columns[b][k] = new tools.Float64Array(call.input, 8 * call.lanes * next++, call.lanes);
        }
      }
      views[s] = columns;
      for (b = 0; b < columns.length; b++) { lines.push("var c" + s + "_" + b + "=views[" + s + "][" + b + "];"); }
      if (call.isObject) {
        for (b = 0; b < columns.length; b++) { lines.push("var d" + b + "=c0_" + b + "[0];"); }
        code = "return " + literal(source.bands, function (n) { return "d" + n + "[i]"; }) + ";";
      } else {
        sets.push("var s" + s + "=[];for(j=0;j<" + source.count + ";j++){s" + s + "[j]="
          + literal(source.bands, function (n) { return "c" + s + "_" + n + "[j][i]"; }) + ";}");
      }
    }
    if (!call.isObject) {
      var results = [];
      for (s = 0; s < call.sources.length; s++) { results[s] = quote(call.sources[s].id) + ":s" + s; }
      code = "var j;" + sets.join("") + "return " + (call.isFusion ? "{" + results.join(",") + "}" : "s0") + ";";
    }
    return Func("views", lines.join("") + "return function(i){" + code + "};")(views);
  }
  function makeStore(call, output) {
    var ids = [], offsets = [], sizes = [], found = {}, main = 0, at = 0, k;
    for (k = 0; k < call.outputs.length; k++) {
      ids[k] = call.outputs[k].id; sizes[k] = call.outputs[k].bands; offsets[k] = at; at += sizes[k];
      if (ids[k] === "default") { main = k; }
    }
    function fill(k, value, i) {
      found[ids[k]] = true;
      if (value === null || value === undefined) { return; }
      var start = offsets[k] * call.lanes + i;
      if (isArray(value) || isView(value)) {
        var n = Math.min(value.length, sizes[k]);
        for (var b = 0; b < n; b++) { output[start + b * call.lanes] = value[b] === undefined ? NaN : Number(value[b]); }
      } else if (sizes[k] > 0) { output[start] = Number(value); }
    }
    function store(value, i) {
      if (value === null || value === undefined) { return; }
      if (typeof value !== "object" || isArray(value) || isView(value) || value instanceof tools.Date) {
        fill(main, value, i);
        return;
      }
      var any = false;
      for (var k = 0; k < ids.length; k++) { if (hasOwn.call(value, ids[k])) { any = true; fill(k, value[ids[k]], i); } }
      if (!any && keysOf(value).length) { throw new TypeError("evaluatePixel returns none of the outputs " + ids.join(", ")); }
    }
    return { store: store, found: found };
  }
  function copyLists(scenes, isFusion) {
    var made, k, id;
    if (isFusion) {
      made = {};
      for (id in scenes) {
        made[id] = {};
        for (k in scenes[id]) { made[id][k] = isArray(scenes[id][k]) ? copyLists(scenes[id][k], false) : scenes[id][k]; }
      }
      return made;
    }
    if (!isArray(scenes)) { return scenes; }
    made = slice.call(scenes);
    if (scenes.orbits) { made.orbits = slice.call(scenes.orbits); }
    if (scenes.tiles) { made.tiles = slice.call(scenes.tiles); }
    return made;
  }
  function isEmpty(value) {
    if (value === null || value === undefined) { return true; }
    if (typeof value !== "object" || isArray(value)) { return false; }
    for (var k in value) { return false; }
    return true;
  }
  function evaluate(call) {
    call.input = bridge.take("input");
    var pixel = hook("evaluatePixel"), sample = makeSampler(call), output = new tools.Float64Array(bridge.take("output"));
    var kept = makeStore(call, output), store = kept.store, metadata = revive(call.metadata), custom = {};
    var original = revive(call.scenes), scenes = original;
    var tells = pixel.length > 4 || call.hidesParameters, changes = pixel.length > 1 || call.hidesParameters ? call.changes : "", told = { userData: {} }, data = told.userData, last, result;
    for (var i = 0; i < call.lanes; i++) {
      if (changes === "lists") { scenes = copyLists(original, call.isFusion); }
      else if (changes && i) { scenes = revive(call.scenes); }
      result = pixel(sample(i), scenes, metadata, custom, told);
      store(result, i);
      if (tells && (told.userData !== data || !isEmpty(data))) {
        if (!isEmpty(told.userData)) { last = told.userData; }
        told = { userData: {} };
        data = told.userData;
      }
    }
    var answer = '{"found":' + json(keysOf(kept.found)) + ',"data":' + json(last);
    return answer + (call.isTrace ? ',"returned":' + json(result, true) : "") + "}";
  }

  var calls = {
    setup: function () { return json(hook("setup")()); },
    select: select, count: count, describe: describeData, evaluate: evaluate
  };

  function failure(error) {
    var isError = error !== null && typeof error === "object" && typeof error.stack === "string", text;
    try { text = isError ? String(error.message || error.name) : String(error !== null && typeof error === "object" && error.message || error); }
    catch (other) { text = "something that is no text was thrown"; }
    return '{"failed":' + json({ kind: end.kind || "runtime", message: end.kind ? end.message : text,
      stack: end.kind ? end.stack : isError ? error.stack : "evalscript.js:" + G.__thrown_at }) + "}";
  }

  function run(name, text, captured) {
    delete G[name];
    if (captured) { for (var k in captured) { if (hasOwn.call(captured, k)) { hooks[k] = captured[k]; } } return "{}"; }
    try {
      var call = parse(text), result = calls[call.call](call);
      return end.kind ? failure(null) : '{"result":' + result + "}";
    } catch (error) { return failure(error); }
  }
  run.end = end;
  return run;
})
