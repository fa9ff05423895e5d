/** Exchanging with a post in the room: hands over what it lacks, takes in what is lacking here (docs/sync.md, "In one room"). */
import { create } from 'zustand';
import { type Offered, POST_FORMAT, type PostProblem, postTag, postToken, type Taken } from '#core/wire/post.ts';
import { type Device, db } from '../../store/database.ts';
import { isRevoked, type OwnOffer, offerAll, takeIn, wantedOf } from '../exchange.ts';
import { fromParcel, intoParcel, roomShell } from './parcels.ts';

/** Others are served meanwhile. */
const BUSY_MS = 3000;
const BUSY_TRIES = 20;
/** As long as the post is open and the user wants it, again so often. */
export const AGAIN_MS = 10 * 60_000;

export interface Exchanged {
  /** Bundles handed over, and fields that were new there. */
  sent: number;
  theirs: number;
  /** Bundles taken in, and fields that were new here. */
  received: number;
  ours: number;
  /** Fields that wait for another bundle. */
  early: number;
  refused: number;
  /** Why bundles were not taken, there or here; codes of bundles. */
  problems: string[];
  uncertified: boolean;
}

export interface GuestState {
  step: 'waiting' | 'finding' | 'asking' | 'sending' | 'receiving' | 'joining';
  /** Bytes of all files that move. */
  done: number;
  total: number;
  /** The last exchange; wall clock, ms. */
  at?: number;
  result?: Exchanged;
  problem?: PostProblem;
  /** When the host takes another try. */
  seconds?: number;
  /** The post that was found; again goes there. */
  post?: { address: string; code: string };
  repeats: boolean;
}

const WAITING: GuestState = { step: 'waiting', done: 0, total: 0, repeats: false };
export const useGuest = create<GuestState>(() => WAITING);

class RoomError extends Error {
  readonly problem: PostProblem;
  readonly seconds: number | undefined;
  constructor(problem: PostProblem, seconds?: number) {
    super(problem);
    this.problem = problem;
    this.seconds = seconds;
  }
}

/** No use to try again by itself: somebody has to do something first. */
const FINAL: readonly PostProblem[] = ['wrong_code', 'wrong_unit', 'newer_format', 'revoked', 'not_a_post', 'stopped'];

let stopping = new AbortController();
let timer: ReturnType<typeof setTimeout> | undefined;
/** Files that were broken will not be better today. */
const refused = new Set<string>();

/**
 * One exchange. Never throws; what came of it is in `useGuest`.
 *
 * @param address `host:port`; none: the post is looked for by its code
 */
export async function exchangeWithPost(device: Device, code: string, address?: string): Promise<void> {
  clearTimeout(timer);
  stopping = new AbortController();
  const { signal } = stopping;
  const { repeats } = useGuest.getState();
  useGuest.setState({ ...WAITING, repeats, step: 'finding' }, true);
  try {
    const result = await new Exchange(device, code, signal).run(address);
    useGuest.setState({ step: 'waiting', at: Date.now(), result });
  } catch (error) {
    const { problem, seconds } = reasonOf(error, signal);
    useGuest.setState({ step: 'waiting', at: Date.now(), problem, seconds });
  }
  scheduleAgain(device);
}

function reasonOf(error: unknown, signal: AbortSignal): { problem: PostProblem; seconds?: number } {
  if (signal.aborted) return { problem: 'stopped' };
  if (error instanceof RoomError) return error;
  console.error('exchange', error);
  return { problem: 'failed' };
}

/** What has moved stays; the next exchange brings the rest. */
export function stopExchange(): void {
  stopping.abort();
  void roomShell().ask('guest:stop', undefined);
}

/** Whether it goes on by itself while the app is open. */
export function repeatExchange(device: Device, repeats: boolean): void {
  useGuest.setState({ repeats });
  scheduleAgain(device);
}

function scheduleAgain(device: Device): void {
  clearTimeout(timer);
  const { repeats, step, post, problem } = useGuest.getState();
  if (!repeats || step !== 'waiting' || !post) return;
  if (problem && FINAL.includes(problem)) useGuest.setState({ repeats: false });
  else timer = setTimeout(() => void exchangeWithPost(device, post.code, post.address), AGAIN_MS);
}

class Exchange {
  readonly #device: Device;
  readonly #code: string;
  readonly #token: string;
  readonly #signal: AbortSignal;
  readonly #shell = roomShell();
  readonly #result: Exchanged = {
    ...{ sent: 0, theirs: 0, received: 0, ours: 0, early: 0, refused: 0 },
    problems: [],
    uncertified: false,
  };
  #address = '';
  #moved = 0;

  constructor(device: Device, code: string, signal: AbortSignal) {
    this.#device = device;
    this.#code = code;
    this.#token = postToken(device.unitKey, code);
    this.#signal = signal;
  }

  async run(address: string | undefined): Promise<Exchanged> {
    this.#address = await this.#find(address);
    useGuest.setState({ step: 'asking', post: { address: this.#address, code: this.#code } });
    const mine = await offerAll(APP_VERSION);
    this.#result.uncertified = mine.uncertified;
    const { offer } = mine;
    const theirs = await this.#patiently(() => this.#shell.ask('guest:offer', { ...this.#at(), offer }));
    if (await isRevoked(theirs.device)) throw new RoomError('failed');
    const wanted = (await wantedOf(theirs.bundles, db)).filter(({ id }) => !refused.has(id));
    const sending = theirs.want.filter((id) => mine.files.has(id));
    const sizes = [...sending.map((id) => mine.files.get(id)?.size ?? 0), ...wanted.map(({ size }) => size)];
    useGuest.setState({ total: sizes.reduce((sum, size) => sum + size, 0) });
    const deaf = this.#shell.onGuestMoved(({ bytes }) => useGuest.setState({ done: this.#moved + bytes }));
    try {
      for (const id of sending) await this.#send(id, mine);
      for (const offered of wanted) await this.#receive(offered);
    } finally {
      deaf();
    }
    return this.#result;
  }

  #at(): { address: string; token: string } {
    return { address: this.#address, token: this.#token };
  }

  /** The address of the post, which is one of this unit. */
  async #find(given: string | undefined): Promise<string> {
    const address = given ?? (await this.#shell.ask('guest:find', { tag: postTag(this.#token) }));
    this.#signal.throwIfAborted();
    if (!address) throw new RoomError('not_found');
    const { post, unit } = await this.#patiently(() => this.#shell.ask('guest:hello', { address }));
    if (post > POST_FORMAT) throw new RoomError('newer_format');
    if (unit !== this.#device.unit) throw new RoomError('wrong_unit');
    return address;
  }

  async #send(id: string, { files }: OwnOffer): Promise<void> {
    const file = files.get(id) as Blob;
    useGuest.setState({ step: 'sending' });
    const parcel = await intoParcel(file, this.#signal);
    if (parcel === null) throw new RoomError('own_disk_full');
    try {
      const taken = await this.#patiently(() => this.#shell.ask('guest:send', { ...this.#at(), id, parcel }));
      this.#result.sent += 1;
      this.#result.theirs += taken.changed;
      if (taken.problem) this.#note(taken.problem);
    } finally {
      await this.#shell.ask('parcel:drop', parcel);
    }
    this.#has(file.size);
  }

  async #receive({ id, size }: Offered): Promise<void> {
    useGuest.setState({ step: 'receiving' });
    const { parcel } = await this.#patiently(() => this.#shell.ask('guest:fetch', { ...this.#at(), id, size }));
    let taken: Taken;
    try {
      useGuest.setState({ step: 'joining' });
      taken = await takeIn(id, await fromParcel(parcel, this.#signal), this.#signal);
    } finally {
      await this.#shell.ask('parcel:drop', parcel);
    }
    this.#result.received += 1;
    this.#result.ours += taken.changed;
    this.#result.early += taken.early;
    this.#result.refused += taken.refused;
    if (taken.problem) {
      refused.add(id);
      this.#note(taken.problem);
    }
    this.#has(size);
  }

  #note(problem: string): void {
    this.#result.problems = [...new Set([...this.#result.problems, problem])];
  }

  #has(bytes: number): void {
    this.#moved += bytes;
    useGuest.setState({ done: this.#moved });
  }

  /** A host that serves others is asked again. */
  async #patiently<T>(call: () => Promise<Outcome<T>>): Promise<T> {
    for (let tries = 1; ; tries++) {
      this.#signal.throwIfAborted();
      const outcome = await call();
      if ('value' in outcome) return outcome.value;
      if (outcome.problem !== 'busy' || tries >= BUSY_TRIES) throw new RoomError(outcome.problem, outcome.seconds);
      await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    }
  }
}

type Outcome<T> = { value: T } | { problem: PostProblem; seconds?: number };
