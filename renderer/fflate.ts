/**
 * In the place of `fflate` for the libraries that read and write workbooks (vite.config.ts): its asynchronous functions start
 * workers from blob: addresses, which our policy forbids, and would wait for them without end. Here they do the work
 * themselves; who calls them is a worker already.
 */
import {
  type AsyncUnzipOptions,
  type AsyncZippable,
  type UnzipCallback,
  type UnzipOptions,
  unzipSync,
  type ZipOptions,
  type Zippable,
  zipSync,
} from 'fflate/browser';

export { unzipSync, zipSync };

/** Calls back before it returns. */
export function unzip(data: Uint8Array, options: AsyncUnzipOptions, done: UnzipCallback): void {
  try {
    done(null, unzipSync(data, options as UnzipOptions));
  } catch (error) {
    done(error as never, {});
  }
}

/** Calls back before it returns. */
export function zip(files: AsyncZippable, done: (error: unknown, data: Uint8Array) => void): void {
  done(null, zipSync(files as Zippable, {} as ZipOptions));
}
