//VERSION=3
// NDVI = (near infrared - red) / (near infrared + red), one band for each date, oldest first.
// NaN where there are no data.

function setup() {
  return {
    input: ["B04", "B08", "dataMask"],
    output: { bands: 1, sampleType: "FLOAT32" },
    mosaicking: "ORBIT"             // one sample for each day
  };
}

// There are as many bands as there are dates.
function updateOutput(output, collection) {
  output.default.bands = collection.scenes.length;
}

// The dates in the order of the bands, written into the user data.
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
  outputMetadata.userData = { dates: datesInOrder(scenes).map(entry => entry.day) };
}

function evaluatePixel(samples, scenes) {
  return datesInOrder(scenes).map(entry => ndvi(samples[entry.index]));
}

function datesInOrder(scenes) {
  return scenes.orbits
    .map((orbit, index) => ({ day: orbit.dateFrom.split("T")[0], index: index }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

function ndvi(sample) {
  if (sample.dataMask === 0) return NaN;
  return (sample.B08 - sample.B04) / (sample.B08 + sample.B04);
}
