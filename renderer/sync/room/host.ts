/** This laptop's post: opens it, and answers what guests ask of it (docs/sync.md, "In one room"). */
import { create } from 'zustand';
import { newCode, type Offered, postToken, type Taken } from '#core/wire/post.ts';
import { isRole, mayRecord } from '#core/workflow/policy.ts';
import type { PostAnswer, PostQuestion } from '../../../electron/contract.ts';
import { type Device, db, getMeta } from '../../store/database.ts';
import { cursor } from '../../store/outbox.ts';
import { inspectBundle, keepHubFile } from '../bundles.ts';
import { HubError } from '../errors.ts';
import { guestName, isRevoked, offerAll, takeIn, wantedOf } from '../exchange.ts';
import { fetchBundle } from '../hub.ts';
import { fromParcel, intoParcel, roomShell } from './parcels.ts';

/** A laptop that came. */
export interface Visit {
  device: string;
  user: string;
  laptop: string;
  /** Wall clock, ms. */
  at: number;
  /** Fields that were new here. */
  changed: number;
  /** Why something of it was not taken. */
  problems: string[];
}

export interface PostState {
  state: 'closed' | 'opening' | 'open';
  /** It could not be opened. */
  failed?: boolean;
  code: string;
  port: number;
  visits: readonly Visit[];
}

const CLOSED: PostState = { state: 'closed', code: '', port: 0, visits: [] };

export const usePost = create<PostState>(() => CLOSED);

let deaf: (() => void) | undefined;

export async function openPost(device: Device): Promise<void> {
  usePost.setState({ ...CLOSED, state: 'opening' }, true);
  const code = newCode();
  const shell = roomShell();
  const host = new Host();
  deaf?.();
  deaf = shell.onPostAsked(({ ask, question }) => {
    host
      .answer(question)
      .catch((error: unknown): PostAnswer => {
        console.error('post', error);
        return { kind: 'problem', problem: 'failed' };
      })
      .then((answer) => shell.ask('post:answer', { ask, answer }))
      .catch((error: unknown) => console.error('post', error));
  });
  const token = postToken(device.unitKey, code);
  const opened = await shell.ask('post:open', { unit: device.unit, token });
  if (opened) usePost.setState({ state: 'open', code, port: opened.port });
  else usePost.setState({ ...CLOSED, failed: true }, true);
  void refreshHubFile(device).catch((error: unknown) => console.error('hub file', error));
}

export async function closePost(): Promise<void> {
  deaf?.();
  deaf = undefined;
  await roomShell().ask('post:close', undefined);
  usePost.setState(CLOSED, true);
}

/** The hub's data for those who come, when this laptop knows of newer than it has a file of, and reaches the hub. */
async function refreshHubFile(device: Device): Promise<void> {
  if (!isRole(device.role) || !mayRecord(device.role)) return;
  const known = await getMeta('hubFile');
  if (known && known.epoch === (await getMeta('epoch')) && known.next >= (await cursor(db))) return;
  try {
    const file = await fetchBundle(device, false);
    const { bundle } = await inspectBundle(file);
    if (bundle) await keepHubFile(file, bundle.header, db);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
  }
}

class Host {
  /** What was offered, by id, as it was then. */
  #files = new Map<string, Blob>();
  /** Who brings what. */
  readonly #bringer = new Map<string, string>();
  /** Files that were broken will not be better today. */
  readonly #refused = new Set<string>();
  /** One file is joined at a time. */
  #last: Promise<unknown> = Promise.resolve();

  async answer(question: PostQuestion): Promise<PostAnswer> {
    if (question.kind === 'offer') return this.#offer(question.offer.device, question.offer.bundles);
    if (question.kind === 'give') {
      const file = this.#files.get(question.id);
      return { kind: 'given', parcel: file ? await intoParcel(file) : null };
    }
    const taken = this.#last.then(() => this.#take(question.id, question.parcel));
    this.#last = taken.catch(() => undefined);
    return { kind: 'taken', taken: await taken };
  }

  async #offer(device: string, bundles: readonly Offered[]): Promise<PostAnswer> {
    if (await isRevoked(device)) return { kind: 'problem', problem: 'revoked' };
    const { offer, files } = await offerAll(APP_VERSION);
    for (const [id, file] of files) this.#files.set(id, file);
    const want = (await wantedOf(bundles)).map(({ id }) => id).filter((id) => !this.#refused.has(id));
    for (const id of want) this.#bringer.set(id, device);
    const { user, laptop } = await guestName(device);
    note(device, { user, laptop });
    return { kind: 'offer', answer: { ...offer, want } };
  }

  async #take(id: string, parcel: string): Promise<Taken> {
    const taken = await takeIn(id, await fromParcel(parcel));
    if (taken.problem) this.#refused.add(id);
    const device = this.#bringer.get(id);
    if (device) note(device, {}, taken);
    return taken;
  }
}

/** The latest first. */
function note(device: string, who: Partial<Visit>, taken?: Taken): void {
  usePost.setState(({ visits }) => {
    const before = visits.find((visit) => visit.device === device);
    const visit: Visit = {
      ...(before ?? { device, user: '', laptop: '', changed: 0, problems: [] }),
      ...who,
      at: Date.now(),
    };
    visit.changed += taken?.changed ?? 0;
    if (taken?.problem) visit.problems = [...new Set([...visit.problems, taken.problem])];
    return { visits: [visit, ...visits.filter((each) => each !== before)] };
  });
}
