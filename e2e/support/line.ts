/**
 * Bad lines as pure arithmetic: what a line does to the bytes that are put on it, without sockets and without a clock of its
 * own. `link.ts` makes a TCP proxy of it. All times are ms from any origin that the caller keeps.
 */

export interface LinkProfile {
  /** kbit/s, shared by all connections of the link. */
  down: number;
  up: number;
  /** ms there and back, and by how much it may be off either way. */
  rtt: number;
  jitter: number;
  /** Share of segments that are lost, over a long time. */
  loss: number;
  /** Losses come together: in this share of the time, in pieces of `ms`, so many segments are lost. */
  bursts?: { share: number; loss: number; ms: number };
  /** Others on the same line make the rate swing by up to this part of it, from second to second. */
  background?: number;
  /** ms up, then ms without a link, over and over. Each is drawn between the two numbers. Missing: steady. */
  outages?: { up: [number, number]; gap: [number, number] };
  /** How long a login page answers for the hub before the line is let through, ms. */
  portal?: number;
}

const second = 1000;
const minute = 60 * second;

/**
 * The test profiles N1 to N4 of the domain report, section 8. N0 is no link at all for 14 days and then N2. N5 is a file on
 * a stick; it has no line (it comes with the file road). What the report leaves open is chosen here: how long rain cuts a
 * VSAT line (30 s to 2 min), how losses bunch (half of the segments in a sixth of the time), how much others swing a rate.
 */
export const LINKS = {
  N1: {
    down: 60,
    up: 20,
    rtt: 900,
    jitter: 400,
    loss: 0.05,
    outages: { up: [3 * minute, 3 * minute], gap: [20 * minute, 20 * minute] },
  },
  N2: {
    down: 1000,
    up: 250,
    rtt: 700,
    jitter: 150,
    loss: 0.02,
    background: 0.9,
    outages: { up: [10 * minute, 15 * minute], gap: [30 * second, 2 * minute] },
  },
  N3: {
    down: 2000,
    up: 500,
    rtt: 150,
    jitter: 120,
    loss: 0.09,
    bursts: { share: 1 / 6, loss: 0.5, ms: 2 * second },
    portal: 15 * second,
  },
  N4: { down: 20_000, up: 5000, rtt: 30, jitter: 5, loss: 0 },
} as const satisfies Record<string, LinkProfile>;

export type LinkName = keyof typeof LINKS;

export interface Outage {
  /** ms that the link is there before this cut. */
  up: number;
  gap: number;
  /** Connections end at once, and new ones are refused; or nothing passes, and nobody is told. */
  how: 'reset' | 'hang';
}

/** The cuts of a profile, without end; none for a steady one. `gapScale` makes the gaps shorter, never the time between. */
export function* outagesOf(profile: LinkProfile, random: () => number, gapScale = 1): Generator<Outage> {
  if (!profile.outages) return;
  const draw = ([least, most]: readonly [number, number]) => least + random() * (most - least);
  for (;;) {
    const up = draw(profile.outages.up);
    const gap = draw(profile.outages.gap) * gapScale;
    yield { up, gap, how: random() < 0.5 ? 'reset' : 'hang' };
  }
}

/** Payload of a segment, and what IP and TCP put around it. */
export const SEGMENT_BYTES = 1400;
const HEADER_BYTES = 52;
/** Least time after which a sender takes a segment for lost. */
const RETRANSMIT_MS = 1000;
const FIRST_WINDOW = 10;
const LEAST_WINDOW = 2;
const LARGEST_WINDOW = 64;

/** One direction of one connection on a line. Only the line changes it. */
interface Flow<T> {
  /** The handshake is over. */
  readyAt: number;
  queue: { bytes: number; payload: T; at: number }[];
  /** When what was sent is acknowledged, in order. */
  unacknowledged: number[];
  /** Segments that may be under way at once: grows with each acknowledgement, is halved by each loss (slow start). */
  window: number;
  lastArrival: number;
}

export interface Arrival<T> {
  payload: T;
  at: number;
}

/**
 * One direction of a link. Connections take turns on it. A lost segment arrives after a retransmission, and all that its
 * connection sent after it waits for it (head-of-line blocking), as TCP makes an application see losses.
 */
export class Line<T> {
  readonly #kbits: number;
  readonly #profile: LinkProfile;
  readonly #random: () => number;
  readonly #flows = new Map<object, Flow<T>>();
  #underWay: (Arrival<T> & { flow: object })[] = [];
  #freeAt = 0;
  #up = true;

  constructor(kbits: number, profile: LinkProfile, random: () => number) {
    this.#kbits = kbits;
    this.#profile = profile;
    this.#random = random;
  }

  /** @param roundTrips of its handshake: 1 for TCP, 2 with TLS 1.3 */
  open(flow: object, at: number, roundTrips: number): void {
    this.#flows.set(flow, {
      readyAt: at + roundTrips * this.#profile.rtt,
      queue: [],
      unacknowledged: [],
      window: FIRST_WINDOW,
      lastArrival: 0,
    });
  }

  /** What it had on the line is gone. */
  close(flow: object): void {
    this.#flows.delete(flow);
    this.#underWay = this.#underWay.filter((arrival) => arrival.flow !== flow);
  }

  /** Puts a segment of at most SEGMENT_BYTES in the queue of its connection. */
  send(flow: object, bytes: number, payload: T, at: number): void {
    this.#flow(flow).queue.push({ bytes, payload, at });
  }

  /** Bytes that wait to be sent. */
  waiting(flow: object): number {
    return this.#flow(flow).queue.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** Nothing starts and nothing arrives while the line is down; what was under way is sent again afterwards. */
  setUp(up: boolean, at: number): void {
    if (up && !this.#up) {
      const again = at + RETRANSMIT_MS;
      for (const arrival of this.#underWay) arrival.at = Math.max(arrival.at, again);
      for (const flow of this.#flows.values()) {
        flow.unacknowledged = flow.unacknowledged.map((ack) => Math.max(ack, again));
        flow.lastArrival = Math.max(flow.lastArrival, flow.unacknowledged.length > 0 ? again : 0);
      }
      this.#freeAt = Math.max(this.#freeAt, at);
    }
    this.#up = up;
  }

  /** Lets time pass until `now`. Returns what arrived meanwhile, in order. */
  advance(now: number): Arrival<T>[] {
    if (!this.#up) return [];
    for (let next = this.#nextSender(); next && next.at <= now; next = this.#nextSender()) this.#transmit(next);
    const arrived = this.#underWay.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.#underWay = this.#underWay.filter(({ at }) => at > now);
    return arrived.map(({ payload, at }) => ({ payload, at }));
  }

  /** When something happens next. Infinity while the line is idle or down. */
  nextAt(): number {
    if (!this.#up) return Number.POSITIVE_INFINITY;
    const sender = this.#nextSender()?.at ?? Number.POSITIVE_INFINITY;
    return this.#underWay.reduce((least, { at }) => Math.min(least, at), sender);
  }

  #flow(name: object): Flow<T> {
    const flow = this.#flows.get(name);
    if (!flow) throw new Error('this connection is not open');
    return flow;
  }

  /** The connection that may send first; of several the one that has waited longest for its turn (Map order). */
  #nextSender(): { name: object; flow: Flow<T>; at: number } | undefined {
    let first: { name: object; flow: Flow<T>; at: number } | undefined;
    for (const [name, flow] of this.#flows) {
      const segment = flow.queue[0];
      if (!segment) continue;
      const at = Math.max(this.#freeAt, segment.at, flow.readyAt, windowOpensAt(flow));
      if (!first || at < first.at) first = { name, flow, at };
    }
    return first;
  }

  #transmit({ name, flow, at }: { name: object; flow: Flow<T>; at: number }): void {
    const segment = flow.queue.shift();
    if (!segment) return;
    const left = flow.unacknowledged.filter((ack) => ack > at);
    flow.window = Math.min(LARGEST_WINDOW, flow.window + flow.unacknowledged.length - left.length);
    this.#freeAt = at + ((segment.bytes + HEADER_BYTES) * 8) / this.#rate(at);
    const { rtt, jitter } = this.#profile;
    let arrival = this.#freeAt + (rtt + jitter * (2 * this.#random() - 1)) / 2;
    if (this.#random() < this.#lossAt(at)) {
      arrival += Math.max(RETRANSMIT_MS, 2 * rtt);
      flow.window = Math.max(LEAST_WINDOW, Math.floor(flow.window / 2));
    }
    flow.lastArrival = Math.max(flow.lastArrival, arrival);
    flow.unacknowledged = [...left, flow.lastArrival + rtt / 2];
    this.#underWay.push({ flow: name, payload: segment.payload, at: flow.lastArrival });
    // To the end of the row: the others come first now.
    this.#flows.delete(name);
    this.#flows.set(name, flow);
  }

  /** kbit/s, which is bits per ms. */
  #rate(at: number): number {
    const swing = this.#profile.background ?? 0;
    return this.#kbits * (1 + swing * (2 * this.#drawFor('rate', Math.floor(at / second)) - 1));
  }

  #lossAt(at: number): number {
    const { loss, bursts } = this.#profile;
    if (!bursts) return loss;
    const inBurst = this.#drawFor('burst', Math.floor(at / bursts.ms)) < bursts.share;
    return inBurst ? bursts.loss : (loss - bursts.share * bursts.loss) / (1 - bursts.share);
  }

  /** One draw for a whole piece of time. */
  #drawFor(what: 'rate' | 'burst', slot: number): number {
    const drawn = this.#drawn[what];
    if (drawn.slot !== slot) this.#drawn[what] = { slot, value: this.#random() };
    return this.#drawn[what].value;
  }
  readonly #drawn = { rate: { slot: -1, value: 0 }, burst: { slot: -1, value: 0 } };
}

/** When so many acknowledgements are back that another segment may go; each makes the window larger by one. */
function windowOpensAt(flow: { unacknowledged: number[]; window: number }): number {
  const over = flow.unacknowledged.length - flow.window;
  if (over < 0) return 0;
  return flow.unacknowledged[Math.floor(over / 2)] ?? 0;
}
