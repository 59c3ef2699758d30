//VERSION=3
// For each band the median of all clear days: a picture without clouds.
// SCL tells what a pixel is: 3 cloud shadow, 8 and 9 cloud, 10 thin cloud, 11 snow.

function setup() {
  return {
    input: ["B02", "B03", "B04", "SCL", "dataMask"],
    output: { bands: 3 },
    mosaicking: "ORBIT"
  };
}

function isClear(sample) {
  return sample.dataMask === 1 && ![0, 1, 3, 8, 9, 10, 11].includes(sample.SCL);
}

function median(values) {
  if (values.length === 0) return 0;        // never clear: black
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function evaluatePixel(samples) {
  const clear = samples.filter(isClear);
  return [
    2.5 * median(clear.map(sample => sample.B04)),
    2.5 * median(clear.map(sample => sample.B03)),
    2.5 * median(clear.map(sample => sample.B02))
  ];
}
