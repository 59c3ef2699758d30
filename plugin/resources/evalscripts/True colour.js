//VERSION=3
// True colour: red, green and blue as the eye sees them, made brighter.

function setup() {
  return {
    input: ["B02", "B03", "B04"],   // blue, green, red
    output: { bands: 3 }            // values from 0 to 1 become a picture
  };
}

function evaluatePixel(sample) {
  const gain = 2.5;
  return [gain * sample.B04, gain * sample.B03, gain * sample.B02];
}
