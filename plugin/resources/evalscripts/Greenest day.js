//VERSION=3
// The clear day with the highest NDVI: its NDVI, and which day of the year it was.

function setup() {
  return {
    input: ["B04", "B08", "SCL", "dataMask"],
    output: { bands: 2, sampleType: "FLOAT32" },
    mosaicking: "ORBIT"
  };
}

function dayOfYear(text) {
  const date = new Date(text);
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86400000) + 1;
}

function evaluatePixel(samples, scenes) {
  let best = NaN;
  let day = NaN;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    if (sample.dataMask === 0 || [3, 8, 9, 10, 11].includes(sample.SCL)) continue;
    const ndvi = (sample.B08 - sample.B04) / (sample.B08 + sample.B04);
    if (!(ndvi <= best)) {        // also true while best is NaN
      best = ndvi;
      day = dayOfYear(scenes.orbits[i].dateFrom);
    }
  }
  return [best, day];
}
