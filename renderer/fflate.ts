/**
 * In the place of `fflate` for the libraries that read and write workbooks (vite.config.ts): its asynchronous functions start
 * workers from blob: addresses, which our policy forbids, and would wait for them without end. Here they do the work
 * themselves; who calls them is a worker already.
 */
import {
  type AsyncUnzipOptions,
  type AsyncZippable,
  type FlateError,
  type UnzipCallback,
  type UnzipOptions,
  type Unzipped,
  unzipSync,
  type ZipOptions,
  type Zippable,
  zipSync,
} from 'fflate/browser';

export { strFromU8, strToU8, unzipSync, zipSync } from 'fflate/browser';

/** Calls back before it returns. The options may be left out. */
export function unzip(data: Uint8Array, ...rest: [AsyncUnzipOptions, UnzipCallback] | [UnzipCallback]): void {
  const [options, done] = rest.length === 1 ? [{}, rest[0]] : rest;
  let files: Unzipped;
  try {
    files = unzipSync(data, options as UnzipOptions);
  } catch (error) {
    done(error as FlateError, {});
    return;
  }
  done(null, files);
}

/** Calls back before it returns. */
export function zip(files: AsyncZippable, done: (error: unknown, data: Uint8Array) => void): void {
  done(null, zipSync(files as Zippable, {} as ZipOptions));
}
