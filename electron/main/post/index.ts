/** The exchange of bundles: the channels of the contract that begin with `parcel`, `folder`, `post` and `guest`. */
import type { Socket } from 'node:dgram';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, powerSaveBlocker } from 'electron';
import { POST_PORT, postTag } from '#core/wire/post.ts';
import type { PostAnswer, PostQuestion } from '../../contract.ts';
import { openFolder } from '../folder.ts';
import { handle, tell } from '../ipc.ts';
import type { OpenedFiles } from '../opened.ts';
import { slowly } from '../slowly.ts';
import { connectPost, type PostClient, PostError } from './client.ts';
import { answerCalls, findPost, roomAddresses, stopAnswering } from './finder.ts';
import { DiskFullError, openParcels, type Parcels } from './parcels.ts';
import { createPost, listen } from './server.ts';

/** A page that does not answer has crashed; what it was asked for is off. */
const ANSWER_MS = 15 * 60_000;

export interface Post {
  /** The page that answers the guests goes: so does the post. */
  close(): void;
}

/** @param opened files that somebody opened with the app */
export function installPost(opened: OpenedFiles): Post {
  const parcels = openParcels(join(app.getPath('userData'), 'parcels'));
  handleParcels(parcels);
  handle('parcel:opened', () => opened.next(parcels));
  handleFolder(parcels);
  handleGuest(parcels);
  return handleHost(parcels);
}

function handleParcels(parcels: Parcels): void {
  handle('parcel:create', ({ size }) =>
    parcels.create(size).catch((error: unknown) => {
      if (error instanceof DiskFullError) return null;
      throw error;
    }),
  );
  handle('parcel:append', ({ parcel, bytes }) => parcels.append(parcel, bytes));
  handle('parcel:read', async ({ parcel, at }) => parcels.read(parcel, at));
  handle('parcel:drop', (parcel) => parcels.drop(parcel));
}

function handleFolder(parcels: Parcels): void {
  const folder = openFolder(join(app.getPath('userData'), 'folder.json'), parcels);
  let choosing = false;
  handle('folder:choose', async () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window || choosing) return null;
    choosing = true;
    const { filePaths } = await dialog
      .showOpenDialog(window, {
        properties: ['openDirectory', 'createDirectory'],
      })
      .finally(() => {
        choosing = false;
      });
    const [path] = filePaths;
    if (path === undefined) return null;
    folder.choose(path);
    return folder.list();
  });
  handle('folder:forget', () => folder.choose(null));
  handle('folder:list', folder.list);
  handle('folder:take', ({ name }) => folder.take(name));
  handle('folder:put', ({ name, parcel }) => folder.put(name, parcel));
  handle('folder:remove', ({ name }) => folder.remove(name));
}

function handleHost(parcels: Parcels): Post {
  let open: { server: Server; finder: Socket; awake: number } | undefined;
  /** Counts what was opened and closed: a post that takes long to open may have been closed meanwhile. */
  let turn = 0;
  const waiting = new Map<number, (answer: PostAnswer) => void>();
  let asks = 0;

  const ask = (question: PostQuestion): Promise<PostAnswer> => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return Promise.reject(new Error('no window'));
    asks += 1;
    const number = asks;
    const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>();
    const timer = setTimeout(() => reject(new Error('no answer')), ANSWER_MS);
    waiting.set(number, resolve);
    tell(window, 'post:asked', { ask: number, question });
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(number);
    });
  };
  const close = (): void => {
    turn += 1;
    if (!open) return;
    open.server.close();
    open.server.closeAllConnections();
    stopAnswering(open.finder);
    powerSaveBlocker.stop(open.awake);
    open = undefined;
  };

  handle('post:open', async ({ unit, token }) => {
    close();
    const own = turn;
    const server = createPost({ unit, token, parcels, ask });
    try {
      const port = await listen(server, POST_PORT);
      if (turn !== own) {
        server.close();
        server.closeAllConnections();
        return null;
      }
      const finder = answerCalls(postTag(token), port);
      // A laptop that falls asleep serves nobody.
      open = { server, finder, awake: powerSaveBlocker.start('prevent-app-suspension') };
      return { port };
    } catch (error) {
      console.error('post', error);
      return null;
    }
  });
  handle('post:close', close);
  handle('post:addresses', roomAddresses);
  handle('post:answer', ({ ask: number, answer }) => waiting.get(number)?.(answer));
  return { close };
}

function handleGuest(parcels: Parcels): void {
  let running = new AbortController();
  const stop = (): void => {
    running.abort();
    running = new AbortController();
  };
  const moved = (bytes: number): void => {
    const [window] = BrowserWindow.getAllWindows();
    if (window) tell(window, 'guest:moved', { bytes });
  };
  const outcome = async <T>(call: (client: PostClient) => Promise<T>) => {
    try {
      return { value: await call(connectPost(parcels, running.signal)) };
    } catch (error) {
      if (error instanceof PostError) return { problem: error.problem, seconds: error.seconds };
      console.error('post', error);
      return { problem: 'failed' as const };
    }
  };
  handle('guest:find', ({ tag }) => findPost(tag, running.signal));
  handle('guest:hello', ({ address }) => outcome((client) => client.hello(address)));
  handle('guest:offer', ({ offer, ...at }) => outcome((client) => client.offer(at, offer)));
  handle('guest:send', ({ id, parcel, ...at }) => outcome((client) => client.send(at, id, parcel, slowly(moved))));
  handle('guest:fetch', ({ id, size, ...at }) =>
    outcome(async (client) => ({ parcel: await client.fetch(at, id, size, slowly(moved)) })),
  );
  handle('guest:stop', stop);
}
