/** Starts a hub: opens the store, seeds the demo when asked, listens. The command line and the tests both use it. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { demoLogins, seedDemo } from './demo.ts';
import { buildServer, type RequestLimits } from './http/server.ts';
import { ensureHubKey } from './identity/secrets.ts';
import { ensureEpoch } from './store/epoch.ts';
import { lockFolder } from './store/sqlite.ts';
import { openStore, type Store, type StorePlace } from './store/store.ts';
import { keepsFiles, reviewFiles } from './sync/attachments.ts';

export interface HubOptions {
  place: StorePlace;
  /** 0 picks a free one. */
  port: number;
  host?: string;
  web?: string | undefined;
  demo?: boolean;
  log?: Logger;
  limits?: RequestLimits;
  /** Lets other machines read `/metrics`. */
  metricsToken?: string | undefined;
  /** National figures of fewer people are hidden from supervisors. */
  smallestGroup?: number | undefined;
  unlockDays?: number | undefined;
  /** Proxies that may say whose request they forward; this machine's unless others are named. */
  trustProxy?: string[] | undefined;
}

export interface Hub {
  url: string;
  store: Store;
  /** Finishes the requests at hand, then closes the store. */
  close: () => Promise<void>;
}

/** The hub cannot start, and the message says why and what to do. */
export class StartError extends Error {}

export async function startHub(options: HubOptions): Promise<Hub> {
  const host = options.host ?? '127.0.0.1';
  const web = options.web === undefined ? undefined : resolve(options.web);
  if (web !== undefined && !existsSync(join(web, 'index.html'))) {
    throw new StartError(`no index.html in ${web}; build the app first, or leave out --web`);
  }
  const { data } = options.place;
  const lock = data === undefined ? undefined : takeFolder(data);
  if (lock === null) {
    throw new StartError(`another hub is running on ${data}; stop it first, or name another folder`);
  }
  const closers: (() => Promise<void>)[] = [async () => lock?.release()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const store = await openStore(options.place);
    closers.push(store.close);
    await ensureHubKey(store.db);
    await ensureEpoch(store.db);
    if (options.demo) await seedDemo(store);
    const log = options.log ?? pino({ level: 'silent' });
    if (keepsFiles(store)) log.info({ ...(await reviewFiles(store)) }, 'attachments are in order');
    else log.warn('attachments are off: no folder is named for them (--files)');
    const app = await buildServer(store, {
      log,
      web,
      demo: options.demo ? demoLogins() : undefined,
      limits: options.limits,
      metricsToken: options.metricsToken,
      smallestGroup: options.smallestGroup,
      unlockDays: options.unlockDays,
      trustProxy: options.trustProxy,
    });
    closers.push(closing(app));
    await app.listen({ port: options.port, host });
    const { port } = app.server.address() as AddressInfo;
    return { url: `http://${hostInUrl(host)}:${port}`, store, close };
  } catch (error) {
    await close();
    if ((error as { code?: string }).code === 'EADDRINUSE') {
      throw new StartError(`port ${options.port} is taken; name another one, or 0 to pick a free one`);
    }
    throw error;
  }
}

/** A client that never finishes its request must not keep the hub from stopping. */
const SHUTDOWN_MS = 10_000;
const LOOK_MS = 50;

/**
 * Closes the server once the requests at hand are answered. Node alone would wait for connections that asked nothing yet, and
 * browsers keep some in store.
 */
function closing(app: FastifyInstance): () => Promise<void> {
  let open = 0;
  app.server.on('request', (_request, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
  });
  return async () => {
    const latest = Date.now() + SHUTDOWN_MS;
    const closed = app.close();
    while ((open > 0 || app.server.listening) && Date.now() < latest) await sleep(LOOK_MS);
    app.server.closeAllConnections();
    await closed;
  };
}

function takeFolder(data: string): ReturnType<typeof lockFolder> {
  try {
    return lockFolder(data);
  } catch (error) {
    throw new StartError(`cannot use the folder ${data}: ${(error as Error).message}`);
  }
}

/** An address that a browser on this machine can open. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
