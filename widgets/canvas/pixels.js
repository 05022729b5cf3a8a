// Bytes of a picture as a canvas of its own, and as large as there is room.

// rgb: three bytes a pixel, or one where it is grey; onto `canvas`, one pixel each.
function fillPicture(canvas, bytes, width, height) {
  const channels = bytes.length / (width * height);
  if (channels !== 1 && channels !== 3) return false;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d"), image = context.createImageData(width, height), { data } = image;
  const green = channels === 3 ? 1 : 0, blue = channels === 3 ? 2 : 0;
  for (let from = 0, to = 0; to < data.length; from += channels, to += 4) {
    data[to] = bytes[from];
    data[to + 1] = bytes[from + green];
    data[to + 2] = bytes[from + blue];
    data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return true;
}

// Each pixel a square, at any size: enlarged a whole number of times first, and the rest smoothly,
// so that all squares are equally wide.
function paintPicture(context, picture, x, y, width, height, { smooth, scale, enlarged }) {
  context.imageSmoothingQuality = "high";
  context.imageSmoothingEnabled = true;
  const times = Math.ceil((width * scale) / picture.width);
  if (smooth || times < 2) return context.drawImage(picture, x, y, width, height);
  enlarged.width = picture.width * times;
  enlarged.height = picture.height * times;
  const larger = enlarged.getContext("2d");
  larger.imageSmoothingEnabled = false;
  larger.drawImage(picture, 0, 0, enlarged.width, enlarged.height);
  return context.drawImage(enlarged, x, y, width, height);
}
