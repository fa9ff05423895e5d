/** Where the window was when it was last closed. Pure but for reading and writing one small file. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const bound = z.int().min(-100_000).max(100_000);

export const windowStateSchema = z.object({
  x: bound,
  y: bound,
  width: z.int().min(200).max(20_000),
  height: z.int().min(200).max(20_000),
  maximized: z.boolean(),
});

export type WindowState = z.infer<typeof windowStateSchema>;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A file that is missing, cut off or of another version counts as none. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Losing the window's place is no reason to disturb the user: an error is ignored. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {}
}

/** How much of the title bar must be on a display for the user to grab the window. */
const GRIP = 100;

/** @returns the saved place if it still is on a display; without x and y, Electron centres the window */
export function placeOf(
  state: WindowState | null,
  displays: readonly Area[],
): { x?: number; y?: number; width: number; height: number } | null {
  if (!state) return null;
  const { x, y, width, height } = state;
  const display = displays.find(
    (area) =>
      Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= GRIP &&
      y >= area.y &&
      y <= area.y + area.height - GRIP,
  );
  if (!display) return null;
  return { x, y, width: Math.min(width, display.width), height: Math.min(height, display.height) };
}
