/** Files to and from the shell, in pieces (electron/contract.ts, `parcel:…`). */
import { PIECE_BYTES } from '../../../electron/contract.ts';
import { shell } from '../../app/shell.ts';

/** The shell's channels. In a browser there are none, and no screen leads here. */
export function roomShell() {
  const bridge = shell();
  if (!bridge) throw new Error('only in the desktop app');
  return bridge;
}

/** @returns the parcel, or null when the disk is full */
export async function intoParcel(file: Blob, signal?: AbortSignal): Promise<string | null> {
  const { ask } = roomShell();
  const parcel = await ask('parcel:create', { size: file.size });
  if (parcel === null) return null;
  try {
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      signal?.throwIfAborted();
      const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
      await ask('parcel:append', { parcel, bytes: new Uint8Array(piece) });
    }
    return parcel;
  } catch (error) {
    await ask('parcel:drop', parcel);
    throw error;
  }
}

/** Each piece becomes a blob at once: those the browser may keep on the disk. */
export async function fromParcel(parcel: string, signal?: AbortSignal): Promise<Blob> {
  const { ask } = roomShell();
  const pieces: Blob[] = [];
  for (let at = 0; ; ) {
    signal?.throwIfAborted();
    const bytes = await ask('parcel:read', { parcel, at });
    if (bytes.length === 0) return new Blob(pieces);
    pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    at += bytes.length;
  }
}
