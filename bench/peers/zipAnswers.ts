/** Imported by a hub that packs no answers: whatever it ends in one piece goes out as gzip, as Pendamping's does. */
import { ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';

/** Shorter ones would not get shorter. */
const WORTH_ZIPPING = 1024;

const original = ServerResponse.prototype.end;
ServerResponse.prototype.end = function (this: ServerResponse, ...args: unknown[]) {
  const [chunk] = args;
  const body = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  if (this.headersSent || !(body instanceof Uint8Array) || body.length < WORTH_ZIPPING)
    return original.apply(this, args as never);
  gzip(body, (error, zipped) => {
    if (error) throw error;
    this.setHeader('content-encoding', 'gzip');
    this.setHeader('content-length', zipped.length);
    original.apply(this, [zipped] as never);
  });
  return this;
} as never;
