// A file made ready to be sent: what it is by its first bytes, and its middle square made smaller.
//
// A photograph carries where and when it was taken; what is drawn anew here carries only pixels.

const SENT_SIDE = 512; // pixels at most of what is drawn anew
const ASIS = 1_000_000; // bytes of a file that may be sent as it is, unless a camera wrote it
const EXPECTED = "expected a PNG, JPEG, GIF, WebP or BMP";

function kindOf(head) {
  const text = String.fromCharCode(...head.subarray(0, 12));
  if (text.startsWith("\x89PNG")) return "PNG";
  if (text.startsWith("\xff\xd8\xff")) return "JPEG";
  if (text.startsWith("GIF8")) return "GIF";
  if (text.startsWith("RIFF") && text.slice(8) === "WEBP") return "WebP";
  return text.startsWith("BM") ? "BMP" : "";
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

// The message for the kernel and the bytes that go with it; throws an Error with words for people.
async function prepared(file, mostBytes) {
  if (file.size > mostBytes)
    throw new Error(`${file.name} is ${megabytes(file.size)}: a picture may have at most ${mostBytes / 1e6} MB.`);
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer()), kind = kindOf(head);
  const message = { kind: "file", name: file.name.slice(-200) };
  if (!kind) return [message, head]; // enough to say what else it is: the rest stays here
  if (file.size <= ASIS && kind !== "JPEG" && kind !== "WebP") return [message, await file.arrayBuffer()];
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Error(`${file.name} is broken, or too large for this page; a fresh or smaller copy of it may do.`);
  }
  const { width, height } = bitmap, side = Math.min(width, height), to = Math.min(side, SENT_SIDE);
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  canvas.width = canvas.height = to;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, (width - side) / 2, (height - side) / 2, side, side, 0, 0, to, to);
  bitmap.close();
  const small = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!small) throw new Error(`${file.name} could not be read: ${EXPECTED}.`);
  return [{ ...message, before: { kind, width, height } }, await small.arrayBuffer()];
}
