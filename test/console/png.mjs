// png: makes a screenshot small, by a palette of at most 256 colours.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** chunksOf returns the chunks of a PNG file by type; the data of equal ones is joined. */
function chunksOf(file) {
  const chunks = new Map();
  for (let at = signature.length; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const bytes = file.subarray(at + 8, at + 8 + length);
    chunks.set(type, Buffer.concat([chunks.get(type) ?? Buffer.alloc(0), bytes]));
    at += length + 12;
  }
  return chunks;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** paeth is the predictor of filter 4 (RFC 2083, section 6.6). */
function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((one) => Math.abs(guess - one));
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** pixelsOf undoes the filters of the lines. */
function pixelsOf(raw, width, height, size) {
  const line = width * size;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const at = y * line + x;
      const left = x >= size ? pixels[at - size] : 0;
      const up = y > 0 ? pixels[at - line] : 0;
      const corner = x >= size && y > 0 ? pixels[at - line - size] : 0;
      const add = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = raw[y * (line + 1) + 1 + x] + add;
    }
  }
  return pixels;
}

/** countColours returns how often each colour is there, as a number of 24 bits. */
function countColours(pixels, size) {
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += size) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** nearest returns the place of the colour in the palette that looks most like this one. */
function nearest(palette, colour) {
  const [red, green, blue] = parts(colour);
  let best = 0;
  let least = Infinity;
  for (const [at, [r, g, b]] of palette.entries()) {
    const distance = 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + 3 * (b - blue) ** 2;
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}

/** asPalette returns the same picture in the 256 colours that it has most of. */
export function asPalette(file) {
  const chunks = chunksOf(file);
  const header = chunks.get('IHDR');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const size = { 2: 3, 6: 4 }[header[9]];
  const pixels = pixelsOf(inflateSync(chunks.get('IDAT')), width, height, size);
  const byCount = [...countColours(pixels, size)].sort((a, b) => b[1] - a[1]);
  const colours = byCount.slice(0, 256).map(([colour]) => colour);
  const palette = colours.map(parts);
  const places = new Map(byCount.map(([colour]) => [colour, nearest(palette, colour)]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixels.readUIntBE((y * width + x) * size, 3);
      lines[y * (width + 1) + 1 + x] = places.get(colour);
    }
  }
  const indexed = Buffer.from(header);
  indexed[8] = 8;
  indexed[9] = 3;
  return Buffer.concat([
    signature,
    chunk('IHDR', indexed),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
