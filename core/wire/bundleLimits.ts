/** What a reader takes in at most; what a file says of itself is not believed. */
export const BUNDLE_LIMITS = {
  unpackedBytes: 512 * 1024 * 1024,
  /** Records shrink to a tenth; what shrinks far more was made to fill a memory. */
  ratio: 100,
  /** Of one part that is read as a whole; a file of an attachment has its own limit, MAX_FILE_BYTES. */
  partBytes: 8 * 1024 * 1024,
  parts: 20_000,
  /** Bundles in bundles in bundles: nobody carries further than this. */
  depth: 4,
} as const;
