/** A window that saves one field after the other, with the app's repository and its own sync worker. */
import './contest.ts';
import { db } from '../../renderer/store/database.ts';
import { newId, save } from '../../renderer/store/repository.ts';
import { startSync } from '../../renderer/sync/start.ts';

/** Somebody who fills a form, quicker than anybody can. */
const PAUSE_MS = 50;
/** So many are counted at most while what was just saved is on its way. */
const FEW_UNSENT = 10;
/** Before it is looked again whether the round is over. */
const SAVES_AT_ONCE = 5;

interface Saver {
  /** @returns ms of each save */
  quietly(count: number): Promise<number[]>;
  /** Starts the sync worker, and saves until so many clients are here and on the hub. */
  beside(clients: number): Promise<{ times: number[]; roundMs: number }>;
}

declare global {
  interface Window {
    saver: Saver;
  }
}

/** One record: a consultant edits one client at a time. */
const id = newId();
let count = 0;

async function saveOne(): Promise<number> {
  await new Promise((done) => setTimeout(done, PAUSE_MS));
  const started = performance.now();
  await save('businesses', id, { name: `Kopi Napu ${count++}` });
  return performance.now() - started;
}

/** To count thousands of rows holds up whoever reads the same ones, and so is rarely done. */
async function isThrough(clients: number): Promise<boolean> {
  if ((await db.unsent.limit(FEW_UNSENT + 1).primaryKeys()).length > FEW_UNSENT) return false;
  return (await db.businesses.count()) >= clients;
}

window.saver = {
  quietly: async (some) => {
    const times: number[] = [];
    while (times.length < some) times.push(await saveOne());
    return times;
  },
  beside: async (clients) => {
    const times: number[] = [];
    const started = performance.now();
    startSync();
    while (!(await isThrough(clients))) for (let i = 0; i < SAVES_AT_ONCE; i++) times.push(await saveOne());
    return { times, roundMs: performance.now() - started };
  },
};
