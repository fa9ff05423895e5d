/** A camera's photo: a JPEG that says where it was taken and how the camera was held. */
import type { Page } from '@playwright/test';

/** Held upright by somebody at PLUT Palu. */
export const PLACE = { latitude: -0.9, longitude: 119.87 };
/** As the camera stores it; upright it is the other way round. */
const WIDTH = 2400;
const HEIGHT = 1800;
export const UPRIGHT = { width: 1200, height: 1600 };

/** @param seed makes one differ from another */
export async function cameraPhoto(page: Page, seed = 1): Promise<Buffer> {
  const bytes = await page.evaluate(draw, { width: WIDTH, height: HEIGHT, seed });
  const jpeg = Buffer.from(bytes, 'base64');
  // Right after the marker that begins the picture.
  return Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)]);
}

/** Runs in the page: coarse noise, so that it is as large as a photo. */
async function draw({ width, height, seed }: { width: number; height: number; seed: number }): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  let state = seed;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
  for (let x = 0; x < width; x += 12) {
    for (let y = 0; y < height; y += 12) {
      context.fillStyle = `hsl(${random() * 360} 60% ${30 + random() * 50}%)`;
      context.fillRect(x, y, 12, 12);
    }
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** An APP1 segment: orientation 6 (turned by 90 degrees), and a position (TIFF 6.0, Exif 2.3). */
function exif(): Buffer {
  const tiff = Buffer.alloc(200);
  let at = tiff.write('II*\0', 0, 'latin1');
  at = tiff.writeUInt32LE(8, at);
  const entry = (tag: number, type: number, count: number, value: number) => {
    at = tiff.writeUInt16LE(tag, at);
    at = tiff.writeUInt16LE(type, at);
    at = tiff.writeUInt32LE(count, at);
    at = tiff.writeUInt32LE(value, at);
  };
  const gps = 8 + 2 + 2 * 12 + 4;
  const degrees = gps + 2 + 4 * 12 + 4;
  at = tiff.writeUInt16LE(2, at);
  entry(0x0112, 3, 1, 6);
  entry(0x8825, 4, 1, gps);
  at = tiff.writeUInt32LE(0, at);
  at = tiff.writeUInt16LE(4, at);
  entry(1, 2, 2, 'S'.charCodeAt(0));
  entry(2, 5, 3, degrees);
  entry(3, 2, 2, 'E'.charCodeAt(0));
  entry(4, 5, 3, degrees + 24);
  at = tiff.writeUInt32LE(0, at);
  const minutes = (value: number) => Math.round((value % 1) * 60);
  for (const value of [-PLACE.latitude, PLACE.longitude]) {
    for (const part of [Math.floor(value), minutes(value), Math.round(((value * 60) % 1) * 60)]) {
      at = tiff.writeUInt32LE(part, at);
      at = tiff.writeUInt32LE(1, at);
    }
  }
  const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from('Exif\0\0', 'latin1')]);
  head.writeUInt16BE(head.length - 2 + at, 2);
  return Buffer.concat([head, tiff.subarray(0, at)]);
}
