/** The app's own address. The address of a page decides what it may do, so there is one place that judges it. */
export const SCHEME = 'app';
export const HOST = 'pendamping';
export const START_URL = `${SCHEME}://${HOST}/`;

/** Is this URL on the app's own origin? (`URL.origin` is "null" for a scheme that Node does not know.) */
export function isOwnUrl(url: string | undefined | null): boolean {
  const parsed = url ? URL.parse(url) : null;
  return parsed !== null && parsed.protocol === `${SCHEME}:` && parsed.host === HOST && parsed.username === '';
}

/** A file that the app's page made itself. */
export const isOwnBlob = (url: string): boolean => url.startsWith('blob:') && isOwnUrl(url.slice('blob:'.length));

interface Frame {
  url: string;
  /** Differs from that of `url` in a sandboxed document, which somebody else may have written. */
  origin: string;
  parent: unknown;
}

/** Only the top frame of our own page may speak with the shell. */
export const isOwnMainFrame = (frame: Frame | null | undefined): boolean =>
  frame !== null &&
  frame !== undefined &&
  frame.parent === null &&
  frame.origin === `${SCHEME}://${HOST}` &&
  isOwnUrl(frame.url);
