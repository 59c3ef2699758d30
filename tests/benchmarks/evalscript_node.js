// SPDX-License-Identifier: GPL-2.0-or-later
// Node.js as a worker: blocks come in on stdin, answers leave on stdout, both as they lie in memory.
const fs = require("fs");
const path = require("path");

eval(fs.readFileSync(path.join(__dirname, "evalscript_loop.js"), "utf8") + "; Object.assign(globalThis, {makeLoop, makeAnswer})");
const plan = JSON.parse(process.argv[2]);
const loop = makeLoop(plan.script, plan);
const input = new Float64Array(plan.scenes * plan.bands.length * plan.count);
const output = makeAnswer(plan);
const inputBytes = Buffer.from(input.buffer);
const outputBytes = Buffer.from(output.buffer);

function fill(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const count = fs.readSync(0, bytes, at, bytes.length - at);
    if (count === 0) process.exit(0);
    at += count;
  }
}

function empty(bytes) {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(1, bytes, at, bytes.length - at);
}

for (;;) {
  let seconds = 0;
  const before = process.cpuUsage();
  for (let block = 0; block < plan.blocks; block++) {
    fill(inputBytes);
    const start = process.hrtime.bigint();
    loop(input, output, plan.count);
    seconds += Number(process.hrtime.bigint() - start) / 1e9;
    empty(outputBytes);
  }
  const used = process.cpuUsage(before);
  empty(Buffer.from(new Float64Array([seconds, (used.user + used.system) / 1e6]).buffer));
}
