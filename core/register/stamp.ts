/**
 * Stamps: the identity of one edit (docs/sync.md, "The model").
 *
 * A stamp is `<12 hex digits of ms>-<4 hex digits of counter>@<device>`, so that text order is stamp order.
 */

/** Hybrid logical clock value, `<12 hex>-<4 hex>`. Text order is clock order. */
export type Hlc = string;
/** Name that the hub gave to one installation, e.g. `d_7k2m`. */
export type DeviceId = string;
export type Stamp = string;

const HLC = /^[0-9a-f]{12}-[0-9a-f]{4}$/;
const DEVICE = /^[A-Za-z0-9_-]{1,64}$/;
export const MAX_MS = 0xffff_ffff_ffff;
export const MAX_COUNTER = 0xffff;

export const isHlc = (text: string): boolean => HLC.test(text);
/** Names that every object has (`constructor`) are none: looked up in `seen`, they would seem to be there. */
export const isDeviceId = (text: string): boolean => DEVICE.test(text) && !(text in {});

export function isStamp(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && isHlc(text.slice(0, at)) && isDeviceId(text.slice(at + 1));
}

export const makeStamp = (hlc: Hlc, device: DeviceId): Stamp => `${hlc}@${device}`;
export const hlcOf = (stamp: Stamp): Hlc => stamp.slice(0, stamp.indexOf('@'));
export const deviceOf = (stamp: Stamp): DeviceId => stamp.slice(stamp.indexOf('@') + 1);
/** The device's wall clock at the edit, in milliseconds since 1970. It may be wrong; never decide by it. */
export const timeOf = (stampOrHlc: string): number => Number.parseInt(stampOrHlc.slice(0, 12), 16);

/** How many values of the clock its device had given in that millisecond. */
export const counterOf = (hlc: Hlc): number => Number.parseInt(hlc.slice(13), 16);

/**
 * The next value of a device's clock. It is greater than `last` whatever the wall clock does, and stays at `last`'s
 * milliseconds (counting) until the wall clock has caught up.
 *
 * Unlike Kulkarni et al. (2014) it does not take over the time of received stamps: one laptop at 2099 would drag every
 * other one there. Nothing is lost by that, because `seen`, not time, says what an edit replaces (docs/decisions).
 *
 * @param last the device's last value, from disk; undefined on a new device
 * @param now the wall clock in milliseconds; values outside 1970…10889 are cut to that range
 */
export function tick(last: Hlc | undefined, now: number): Hlc {
  const wall = Number.isFinite(now) ? Math.min(MAX_MS, Math.max(0, Math.floor(now))) : 0;
  if (last === undefined) return makeHlc(wall, 0);
  const lastMs = timeOf(last);
  if (wall > lastMs) return makeHlc(wall, 0);
  const counter = counterOf(last) + 1;
  return counter <= MAX_COUNTER ? makeHlc(lastMs, counter) : makeHlc(lastMs + 1, 0);
}

/** @throws RangeError after the last millisecond that fits */
export function makeHlc(ms: number, counter: number): Hlc {
  if (ms > MAX_MS) throw new RangeError('clock exhausted');
  return `${ms.toString(16).padStart(12, '0')}-${counter.toString(16).padStart(4, '0')}`;
}
