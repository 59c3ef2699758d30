// SPDX-License-Identifier: GPL-2.0-or-later
// The fastest loop over pixels found for V8: generated for the script, planar typed arrays, sample objects used again
// for every pixel. Node.js and mini-racer both run this file.

// A function (input, output, count) for blocks of `count` pixels.
//   input   Float64Array: per scene, per band, `count` values
//   output  of makeAnswer: per output band, `count` values
function makeLoop(script, plan) {
  const fields = plan.bands.map((name) => `${name}: 0.5`).join(", "); // a fraction, so that V8 stores doubles
  const objects = [];
  const stores = [];
  for (let scene = 0; scene < plan.scenes; scene++) {
    objects.push(`const s${scene} = {${fields}};`);
    plan.bands.forEach((name, band) => {
      stores.push(`s${scene}.${name} = input[${scene * plan.bands.length + band} * count + pixel];`);
    });
  }
  const list = Array.from({length: plan.scenes}, (_, scene) => `s${scene}`).join(", ");
  const encode = {
    AUTO: "(value > 1 ? 1 : value < 0 ? 0 : value) * 255 + 0.5", // the typed array cuts off the fraction, NaN becomes 0
    UINT16: "value > 65535 ? 65535 : value < 0 ? 0 : value + 0.5",
    FLOAT32: "value",
    FLOAT64: "value",
  }[plan.type];
  const source = `${script}
    ${objects.join("\n")}
    const samples = ${plan.isList ? `[${list}]` : "s0"};
    let bands = ${plan.outputBands};
    if (typeof updateOutput === "function") {
      const outputs = {default: {bands}};
      updateOutput(outputs, {scenes: samples});
      bands = outputs.default.bands;
    }
    return function (input, output, count) {
      for (let pixel = 0; pixel < count; pixel++) {
        ${stores.join("\n")}
        const returned = evaluatePixel(samples);
        for (let band = 0, at = pixel; band < bands; band++, at += count) {
          const value = returned[band];
          output[at] = ${encode};
        }
      }
    };`;
  return new Function(source)();
}

// What a loop writes to.
function makeAnswer(plan) {
  const kinds = {AUTO: Uint8Array, UINT16: Uint16Array, FLOAT32: Float32Array, FLOAT64: Float64Array};
  return new kinds[plan.type](plan.answerBands * plan.count);
}
