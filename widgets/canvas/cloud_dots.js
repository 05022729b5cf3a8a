// A thousand dots as one image.  Stamped one by one with drawImage, three clouds took the page some
// 15 ms to draw; put together here, pixel by pixel, they take one.

// The pixels of a stamp: device pixels along its side, and red, green, blue, alpha of each.
function pixelsOf({ canvas, half }, scale) {
  const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return { side: canvas.width, half: half * scale, bytes: image.data, words: new Uint32Array(image.data.buffer) };
}

// A layer of dots; paint() draws them anew, drawOn() puts the layer on a picture.
function makeDots() {
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  let image = null, words = null;

  function blend(stamp, left, top) {
    const { width, height, data } = image, { side, bytes } = stamp;
    for (let j = Math.max(0, -top); j < Math.min(side, height - top); j++)
      for (let i = Math.max(0, -left); i < Math.min(side, width - left); i++) {
        const from = j * side + i, alpha = bytes[4 * from + 3];
        if (!alpha) continue;
        const to = (top + j) * width + left + i, under = data[4 * to + 3];
        if (alpha === 255 || !under) {
          words[to] = stamp.words[from];
          continue;
        }
        const rest = (under * (255 - alpha)) / 255, whole = alpha + rest;
        for (let k = 0; k < 3; k++) data[4 * to + k] = (bytes[4 * from + k] * alpha + data[4 * to + k] * rest) / whole;
        data[4 * to + 3] = whole;
      }
  }
  return {
    // x(row), y(row) in CSS pixels; stampOf(row) is what pixelsOf gave, or null for no dot
    paint(width, height, scale, count, x, y, stampOf) {
      const w = Math.round(width * scale), h = Math.round(height * scale);
      if (!image || canvas.width !== w || canvas.height !== h) {
        [canvas.width, canvas.height] = [w, h];
        image = context.createImageData(w, h);
        words = new Uint32Array(image.data.buffer);
      }
      words.fill(0);
      for (let row = 0; row < count; row++) {
        const stamp = stampOf(row);
        if (stamp) blend(stamp, Math.round(x(row) * scale - stamp.half), Math.round(y(row) * scale - stamp.half));
      }
      context.putImageData(image, 0, 0);
    },
    drawOn(onto, width, height) {
      onto.drawImage(canvas, 0, 0, width, height);
    },
  };
}
