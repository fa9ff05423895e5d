/** A screenshot with a palette: a screen has few colours, and a picture of it takes a third of the room. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;
/** Colours that are the same in these bits of each channel are one. */
const BITS = 0b11111000;

/** @param png 8 bits per channel, not interlaced, as Chromium makes them; transparency is dropped */
export function smallPng(png: Buffer): Buffer {
  const { width, height, channels, data } = decode(png);
  const colours = new Map<number, { rgb: [number, number, number]; count: number }>();
  const keys = new Uint32Array(width * height);
  for (let i = 0; i < keys.length; i++) {
    const [r, g, b] = data.subarray(i * channels, i * channels + 3) as unknown as [number, number, number];
    const key = ((r & BITS) << 16) | ((g & BITS) << 8) | (b & BITS);
    keys[i] = key;
    const colour = colours.get(key);
    if (colour) colour.count += 1;
    else colours.set(key, { rgb: [r, g, b], count: 1 });
  }
  const palette = [...colours.values()].sort((a, b) => b.count - a.count).slice(0, MOST_COLOURS);
  const place = new Map([...colours].map(([key, { rgb }]) => [key, nearest(palette, rgb)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = place.get(keys[y * width + x] ?? 0) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(({ rgb }) => rgb))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function nearest(palette: readonly { rgb: readonly number[] }[], [r, g, b]: readonly [number, number, number]): number {
  const distances = palette.map(({ rgb: [pr = 0, pg = 0, pb = 0] }) => (pr - r) ** 2 + (pg - g) ** 2 + (pb - b) ** 2);
  return distances.indexOf(Math.min(...distances));
}

function decode(png: Buffer) {
  const parts: Buffer[] = [];
  let header = Buffer.alloc(0);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = Buffer.from(content);
    if (type === 'IDAT') parts.push(content);
    at += length + 12;
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = header[9] === 6 ? 4 : 3;
  return { width, height, channels, data: unfilter(inflateSync(Buffer.concat(parts)), width * channels, channels) };
}

/** Takes back what each row was filtered with (PNG specification, section 9). */
function unfilter(raw: Buffer, stride: number, step: number): Uint8Array {
  const rows = raw.length / (stride + 1);
  const out = new Uint8Array(rows * stride);
  for (let y = 0; y < rows; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? (out[at - step] ?? 0) : 0;
      const up = y > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[at - stride - step] ?? 0) : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
