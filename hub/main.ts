/** Command line of the hub: `npm run hub -- --data DIR --port N`. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { SMALLEST_GROUP } from '#core/workflow/policy.ts';
import { UNLOCK_DAYS } from './http/server.ts';
import { PeopleError } from './identity/people.ts';
import { type Hub, StartError, startHub } from './start.ts';
import { StoreError, type StorePlace } from './store/store.ts';

const HELP = `Pendamping hub: the sync server of one or more PLUT.

  npm run hub -- --data DIR [--port N] [--host ADDRESS] [--web DIR] [--demo]
  DATABASE_URL=postgres://user:password@host/db npm run hub -- [--port N] …

  --data DIR      folder of the embedded database; made when it is missing. One hub at a time;
                  "npm run hub:admin" works beside a running hub
  --port N        port to listen on (default 8787); 0 picks a free one
  --host ADDRESS  address to listen on (default 127.0.0.1: this machine only). Put a TLS proxy in
                  front before you open it to others
  --files DIR     folder of the attachments' files (default DIR/files of --data). With PostgreSQL there is no default: without
                  it (or FILES_DIR) the hub takes no attachments
  --keep-free MIB take no attachments while the disk has less free (default 1024)
  --smallest-group N
                  hide national figures of fewer people from everyone below the administrator (default 5, at least 3)
  --unlock-days N after so many days without contact a laptop opens only with its recovery code (default 120; 0: never)
  --trust-proxy LIST
                  addresses or networks, with commas between, of proxies whose X-Forwarded-For is believed (default
                  loopback: a proxy on this machine); "uniquelocal" are all private networks
  --web DIR       also serve the built app from this folder
  --demo          seed a demo unit with invented people and clients (once), and tell its logins
  --help          this text

When it accepts connections it prints {"listening":"http://ADDRESS:PORT"} on a line of its own on standard output; logs
go to standard error. SIGTERM and SIGINT end it in order. Without --data, DATABASE_URL says which PostgreSQL to use.
GET /metrics (Prometheus) answers this machine, and others when METRICS_TOKEN is set and sent as "Bearer" token.

Exit codes: 0 stopped in order, 1 could not start, 2 wrong arguments.
`;

/** Of two people each knows the other. */
const LEAST_GROUP = 3;

export class UsageError extends Error {}

interface Arguments {
  place: StorePlace;
  port: number;
  host: string;
  web: string | undefined;
  demo: boolean;
  metricsToken: string | undefined;
  smallestGroup: number;
  unlockDays: number;
  trustProxy: string[];
}

export function readArguments(args: string[], env: NodeJS.ProcessEnv): Arguments | 'help' {
  let values: { [name: string]: string | boolean | undefined };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '8787' },
        host: { type: 'string', default: '127.0.0.1' },
        files: { type: 'string' },
        'keep-free': { type: 'string', default: '1024' },
        'unlock-days': { type: 'string', default: String(UNLOCK_DAYS) },
        'smallest-group': { type: 'string', default: String(SMALLEST_GROUP) },
        'trust-proxy': { type: 'string', default: 'loopback' },
        web: { type: 'string' },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.help) return 'help';
  const port = /^\d{1,5}$/.test(String(values.port)) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port must be a number from 0 to 65535, not "${values.port}"`);
  const data = values.data as string | undefined;
  const databaseUrl = env.DATABASE_URL;
  if (data === '') throw new UsageError('--data is empty; name a folder');
  if (values.files === '') throw new UsageError('--files is empty; name a folder');
  const keepFree = /^\d{1,9}$/.test(String(values['keep-free'])) ? Number(values['keep-free']) : Number.NaN;
  if (Number.isNaN(keepFree)) throw new UsageError(`--keep-free must be a number of MiB, not "${values['keep-free']}"`);
  const group = String(values['smallest-group']);
  const smallestGroup = /^\d{1,4}$/.test(group) ? Number(group) : Number.NaN;
  if (!(smallestGroup >= LEAST_GROUP)) {
    throw new UsageError(`--smallest-group must be a number of people from ${LEAST_GROUP}, not "${group}"`);
  }
  const unlockDays = /^\d{1,4}$/.test(String(values['unlock-days'])) ? Number(values['unlock-days']) : Number.NaN;
  if (Number.isNaN(unlockDays))
    throw new UsageError(`--unlock-days must be a number of days, not "${values['unlock-days']}"`);
  const trustProxy = String(values['trust-proxy']).split(',');
  const stranger = trustProxy.find((proxy) => !isProxy(proxy));
  if (stranger !== undefined) throw new UsageError(`--trust-proxy knows no address or network "${stranger}"`);
  if (data === undefined && !databaseUrl) throw new UsageError('say where the data are: --data DIR, or DATABASE_URL');
  return {
    // What was typed wins over what is in the environment.
    place: {
      ...(data === undefined ? { databaseUrl: databaseUrl as string } : { data }),
      files: (values.files as string | undefined) ?? (env.FILES_DIR || undefined),
      keepFreeBytes: keepFree * 1024 * 1024,
    },
    port,
    host: String(values.host),
    web: values.web as string | undefined,
    demo: values.demo === true,
    metricsToken: env.METRICS_TOKEN || undefined,
    smallestGroup,
    unlockDays,
    trustProxy,
  };
}

/** An address, a network like 172.30.0.0/24, or a name for networks that Fastify knows. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] as number;
  return (
    more.length === 0 && longest > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const log = pino({ level: process.env.LOG_LEVEL ?? 'info', base: null }, pino.destination({ fd: 2, sync: true }));
  const stopped = new AbortController();
  let hub: Hub | undefined;
  const stop = (signal: string) => {
    if (stopped.signal.aborted) process.exit(1);
    stopped.abort();
    log.info({ signal }, 'stopping');
    void hub?.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  hub = await startHub({ ...options, log });
  if (stopped.signal.aborted) {
    await hub.close();
    process.exit(0);
  }
  process.stdout.write(`${JSON.stringify({ listening: hub.url })}\n`);
  log.info({ listening: hub.url, host: options.host, store: hub.store.kind, demo: options.demo }, 'hub is running');
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n"npm run hub -- --help" tells all.\n`);
      process.exit(2);
    }
    const known = error instanceof StartError || error instanceof PeopleError || error instanceof StoreError;
    process.stderr.write(`hub cannot start: ${known ? error.message : (error as Error).stack}\n`);
    process.exit(1);
  });
}
