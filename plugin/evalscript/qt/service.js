// SPDX-License-Identifier: GPL-2.0-or-later
// The helper functions of Evalscript V3, written from the published documentation.
(function (G) {
  "use strict";
  function def(name, value) { G[name] = value; }

  // ---- constants
  def("SampleType", { INT8: "INT8", UINT8: "UINT8", INT16: "INT16", UINT16: "UINT16", FLOAT32: "FLOAT32", AUTO: "AUTO" });
  def("Mosaicking", { SIMPLE: "SIMPLE", ORBIT: "ORBIT", TILE: "TILE" });
  def("JAVA_DOUBLE_MAX_VAL", 1.7976931348623157e308);

  function toRGB(c) { return [(c >>> 16) & 255, (c >>> 8) & 255, c & 255]; }
  function toInt(c) { return ((c[0] & 255) << 16) + ((c[1] & 255) << 8) + (c[2] & 255); }
  function unit(c) { var r = []; for (var i = 0; i < c.length; i++) { r.push(c[i] / 255); } return r; }
  function asRGB255(c) {
    if (typeof c === "number") { return toRGB(c); }
    var r = []; for (var i = 0; i < c.length; i++) { r.push(c[i] * 255); } return r;
  }
  def("int2rgb", toRGB);
  def("rgb2int", toInt);
  def("normalizeRGB", unit);
  def("hex2rgb", toRGB);
  def("rgb2hex", toInt);

  // named colour scales: positions run one way in the constants ...
  def("blueRed", [[1, 0x000080], [0.875, 0x0000FF], [0.625, 0x00FFFF], [0.375, 0xFFFF00], [0.125, 0xFF0000], [0, 0x800000]]);
  def("redTemperature", [[1, 0x000000], [0.525, 0xAE0000], [0.3, 0xFF6E00], [0.25, 0xFF8600], [0, 0xFFFFFF]]);
  def("greenWhite", [[1, 0x000000], [0.6, 0x006600], [0.3, 0x80B300], [0, 0xFFFFFF]]);
  var ocean = [[0, 147, 0, 108], [0.0471, 111, 0, 144], [0.098, 72, 0, 183], [0.149, 33, 0, 222], [0.2, 0, 10, 255],
    [0.2471, 0, 74, 255], [0.298, 0, 144, 255], [0.349, 0, 213, 255], [0.4, 0, 255, 215], [0.4471, 0, 255, 119],
    [0.498, 0, 255, 15], [0.549, 96, 255, 0], [0.6, 200, 255, 0], [0.6471, 255, 235, 0], [0.698, 255, 183, 0],
    [0.749, 255, 131, 0], [0.8, 255, 79, 0], [0.8471, 255, 31, 0], [0.898, 230, 0, 0], [0.949, 165, 0, 0], [1, 105, 0, 0]];
  def("oceanColor", ocean.map(function (o) { return [o[0], unit(o.slice(1))]; }));

  // ---- scalar helpers
  def("index", function (x, y) { var s = x + y; return s !== 0 ? (x - y) / s : 0; });
  def("inverse", function (x) { return x !== 0 ? 1 / x : G.JAVA_DOUBLE_MAX_VAL; });
  def("combine", function (a, b, alpha) {
    var r = []; for (var i = 0; i < a.length; i++) { r.push(a[i] * alpha + b[i] * (1 - alpha)); } return r;
  });
  function usable(a, b) { return Array.isArray(a) && Array.isArray(b); }
  def("valueMap", function (v, edges, values) {
    if (!usable(edges, values)) { return v; }
    for (var i = 0; i < edges.length; i++) { if (v <= edges[i]) { return values[i]; } }
    return values[values.length - 1];
  });
  def("colorMap", function (v, edges, values) {
    if (!usable(edges, values)) { return v; }
    for (var i = 0; i < edges.length; i++) { if (v < edges[i]) { return values[i]; } }
    return values[values.length - 1];
  });
  function interpolate(v, edges, values) {
    if (!usable(edges, values)) { return v; }
    if (v <= edges[0]) { return values[0]; }
    for (var i = 1; i < edges.length; i++) {
      if (v <= edges[i]) {
        var t = (v - edges[i - 1]) / (edges[i] - edges[i - 1]), a = values[i - 1], b = values[i];
        if (!Array.isArray(a)) { return a * (1 - t) + b * t; }
        var r = []; for (var k = 0; k < a.length; k++) { r.push(a[k] * (1 - t) + b[k] * t); }
        return r;
      }
    }
    return values[values.length - 1];
  }
  def("valueInterpolate", interpolate);
  def("colorBlend", interpolate);

  // ---- visualizers
  function ColorMapVisualizer(pairs) { this.valColPairs = pairs; }
  ColorMapVisualizer.prototype.getColorFromValue = function (v) {
    var p = this.valColPairs, c = p[0][1];
    for (var i = 0; i < p.length; i++) { if (v < p[i][0]) { break; } c = p[i][1]; }
    return c;
  };
  ColorMapVisualizer.prototype.process = function (v) {
    var c = this.getColorFromValue(v); return Array.isArray(c) ? c.slice() : unit(toRGB(c));
  };
  ColorMapVisualizer.createDefaultColorMap = function () {
    return new ColorMapVisualizer([[-1, 0x000000], [-0.2, 0xFF0000], [-0.1, 0x9A0000], [0, 0x660000], [0.1, 0xFFFF33],
      [0.2, 0xCCCC33], [0.3, 0x666600], [0.4, 0x33FFFF], [0.5, 0x33CCCC], [0.6, 0x006666], [0.7, 0x33FF33],
      [0.8, 0x33CC33], [0.9, 0x006600]]);
  };
  def("ColorMapVisualizer", ColorMapVisualizer);

  function ColorRampVisualizer(ramps, minVal, maxVal) {
    var lo = ramps[0][0], hi = ramps[ramps.length - 1][0];
    var a = minVal === undefined || minVal === null ? lo : minVal, b = maxVal === undefined || maxVal === null ? hi : maxVal;
    this.pos = []; this.col = [];
    for (var i = 0; i < ramps.length; i++) {
      this.pos.push(hi === lo ? a : a + (ramps[i][0] - lo) / (hi - lo) * (b - a));
      this.col.push(asRGB255(ramps[i][1]));
    }
  }
  ColorRampVisualizer.prototype.process = function (v) {
    var p = this.pos, c = this.col, n = p.length, i, a, b, t;
    if (v <= p[0]) { a = c[0]; return [a[0] / 255, a[1] / 255, a[2] / 255]; }
    for (i = 1; i < n; i++) {
      if (v <= p[i]) {
        t = (v - p[i - 1]) / (p[i] - p[i - 1]); a = c[i - 1]; b = c[i];
        return [Math.floor(a[0] + (b[0] - a[0]) * t + 1e-9) / 255, Math.floor(a[1] + (b[1] - a[1]) * t + 1e-9) / 255,
          Math.floor(a[2] + (b[2] - a[2]) * t + 1e-9) / 255];
      }
    }
    a = c[n - 1]; return [a[0] / 255, a[1] / 255, a[2] / 255];
  };
  ColorRampVisualizer.prototype.inverse = function () {
    var r = new ColorRampVisualizer([[0, 0]]); r.pos = this.pos.slice(); r.col = this.col.slice().reverse(); return r;
  };
  // ... and the ramp factories pair the ascending positions with the colours as listed
  function scale(table) {
    var pos = table.map(function (x) { return x[0]; }).sort(function (x, y) { return x - y; });
    return table.map(function (x, i) { return [pos[i], x[1]]; });
  }
  ColorRampVisualizer.createRedTemperature = function (a, b) { return new ColorRampVisualizer(scale(G.redTemperature), a, b); };
  ColorRampVisualizer.createWhiteGreen = function (a, b) { return new ColorRampVisualizer(scale(G.greenWhite), a, b); };
  ColorRampVisualizer.createBlueRed = function (a, b) { return new ColorRampVisualizer(scale(G.blueRed), a, b); };
  ColorRampVisualizer.createOceanColor = function (a, b) { return new ColorRampVisualizer(G.oceanColor, a, b); };
  def("ColorRampVisualizer", ColorRampVisualizer);

  function ColorGradientVisualizer(pairs, minVal, maxVal) {
    var a = minVal === undefined ? 0 : minVal, b = maxVal === undefined ? 1 : maxVal;
    this.minVal = a; this.maxVal = b;
    this.pos = pairs.map(function (p) { return a * p[0] + b * (1 - p[0]); });
    this.col = pairs.map(function (p) { return asRGB255(p[1]); });
  }
  ColorGradientVisualizer.prototype.process = function (v) {
    var p = this.pos, c = this.col, n = p.length, hit = c[n - 1], prev = p[0];
    if (v <= this.minVal) { hit = c[0]; } else if (v < this.maxVal) {
      for (var i = 1; i < n; i++) {
        if (v > prev && v <= p[i]) {
          var t = (v - prev) / (p[i] - prev), a = c[i - 1], b = c[i];
          hit = [Math.round(b[0] * t + a[0] * (1 - t)), Math.round(b[1] * t + a[1] * (1 - t)), Math.round(b[2] * t + a[2] * (1 - t))];
          break;
        }
        prev = p[i];
      }
    }
    return [hit[0] / 255, hit[1] / 255, hit[2] / 255];
  };
  ColorGradientVisualizer.createRedTemperature = function (a, b) { return new ColorGradientVisualizer(G.redTemperature, a, b); };
  ColorGradientVisualizer.createWhiteGreen = function (a, b) { return new ColorGradientVisualizer(G.greenWhite, a, b); };
  ColorGradientVisualizer.createBlueRed = function (a, b) { return new ColorGradientVisualizer(G.blueRed, a, b); };
  def("ColorGradientVisualizer", ColorGradientVisualizer);

  function stretch(compress, wrap) {
    function V(minValue, maxValue, gain, offset, gamma) {
      this.minValue = minValue === undefined ? 0 : minValue; this.maxValue = maxValue === undefined ? 1 : maxValue;
      this.gain = gain === undefined ? 1 : gain; this.offset = offset === undefined ? 0 : offset;
      this.gamma = gamma === undefined ? 1 : gamma;
      this.bend = compress && this.maxValue > 0 && this.maxValue < 1;
      this.factor = 1 / (this.maxValue - this.minValue);
    }
    V.prototype.process = function (val) {
      var v = this.gain * (val - this.minValue) * this.factor + this.offset;
      if (this.gamma !== 1) { v = Math.pow(Math.max(0, v), this.gamma); }
      if (this.bend && v > 0.92) { v = 0.92 + (v - 0.92) * (0.08 / 1.08); }
      v = v < 0 ? 0 : v > 1 ? 1 : v;
      return wrap ? [v] : v;
    };
    V.prototype.processList = function (list) { var r = []; for (var i = 0; i < list.length; i++) { r.push(this.process(list[i], i)); } return r; };
    return V;
  }
  def("HighlightCompressVisualizer", stretch(true, false));
  def("HighlightCompressVisualizerSingle", stretch(true, true));
  def("DefaultVisualizer", stretch(false, false));
  function Identity() {}
  Identity.prototype.process = function (v) { return Array.isArray(v) ? v : [v]; };
  Identity.prototype.processList = function (v) { return v; };
  def("Identity", Identity);

  // ---- bit-field decoders
  function bit(v, n) { return Math.floor(v / Math.pow(2, n)) % 2; }
  def("decodeS3OLCIQualityFlags", function (v) {
    var names = ["dubious", "sun_glint_risk", "duplicated", "cosmetic", "invalid", "straylight_risk", "bright", "tidal_region",
      "fresh_inland_water", "coastline", "land"], r = {}, i;
    for (i = 0; i < names.length; i++) { r[names[i]] = bit(v, 21 + i); }
    for (i = 1; i <= 21; i++) { r["saturatedB" + (i < 10 ? "0" : "") + i] = bit(v, 21 - i); }
    return r;
  });
  def("decodeL8C2Qa", function (v) {
    return { fill: v & 1, dilatedCloud: (v >> 1) & 1, cirrus: (v >> 2) & 1, cloud: (v >> 3) & 1, cloudShadow: (v >> 4) & 1,
      snow: (v >> 5) & 1, clear: (v >> 6) & 1, water: (v >> 7) & 1, cloudConfidence: (v >> 8) & 3,
      cloudShadowConfidence: (v >> 10) & 3, snowIceConfidence: (v >> 12) & 3, cirrusConfidence: (v >> 14) & 3 };
  });
  def("decodeLs8Qa", function (v) {
    return { designatedFill: v & 1, terrainOcclusion: (v >> 1) & 1, radiometricSaturation: (v >> 2) & 3, cloud: (v >> 4) & 1,
      cloudConfidence: (v >> 5) & 3, cloudShadowConfidence: (v >> 7) & 3, snowIceConfidence: (v >> 9) & 3, cirrusConfidence: (v >> 11) & 3 };
  });
})(typeof globalThis !== "undefined" ? globalThis : typeof global !== "undefined" ? global : this);
