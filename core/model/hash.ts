/** A short name for a text, eight hexadecimal digits (FNV-1a). For telling texts apart, not for security. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
