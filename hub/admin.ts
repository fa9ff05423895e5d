/** Command line of the administrator: units, users, codes, devices, audit, backups. Works whether a hub runs on the data or not. */
import { createWriteStream, existsSync, openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type Day, isDay } from '#core/model/dates.ts';
import { isReport, REPORT_NAMES } from '#core/reports/index.ts';
import { isRole, ROLES } from '#core/workflow/policy.ts';
import pkg from '../package.json' with { type: 'json' };
import { audit, listAudit } from './identity/audit.ts';
import {
  addUnit,
  addUser,
  createCode,
  findUnit,
  listDevices,
  listUnits,
  listUsers,
  PeopleError,
  readRecovery,
  revokeDevice,
  setActive,
  setPassword,
} from './identity/people.ts';
import { makeProvisions } from './identity/provision.ts';
import { TIME_ZONES, type TimeZone, timeZoneOf } from './identity/time-zones.ts';
import { makeReport } from './reports.ts';
import { backup, restore } from './store/backup.ts';
import { recoverySince, setRecovery } from './store/epoch.ts';
import { sqliteFile } from './store/sqlite.ts';
import { type Database, isBusy, openStore, type Store, StoreError, type StorePlace } from './store/store.ts';
import { giveBundle, takeBundle } from './sync/bundles.ts';
import { isId } from './sync/push.ts';
import { listUpdates, putUpdate, removeUpdate } from './updates.ts';

const HELP = `Pendamping hub, for its administrator. Works beside a running hub, and without one.

  npm run hub:admin -- --data DIR [--files DIR] COMMAND …
  DATABASE_URL=postgres://user:password@host/db npm run hub:admin -- [--files DIR] COMMAND …

--files (or FILES_DIR) names the folder of the attachments' files where the hub has another one than DIR/files.

Commands
  unit add ID --name NAME --level province|regency --region CODE [--time-zone WIB|WITA|WIT]
                          add a PLUT; CODE is the Kemendagri code of its province (72) or regency (72.71);
                          the time zone is the province's unless given
  unit list
  user add ID --unit ID --role ROLE --name NAME [--field 1..7] [--password-stdin]
                          ROLE: ${ROLES.join(', ')}
                          --field is the service field of a consultant; a password is read from standard input
  user password ID --stdin
                          set a password, read from standard input (at least 8 characters)
  user deactivate ID      the user's laptops can no longer sync; "user activate ID" undoes it
  user activate ID
  user list
  code create --user ID [--valid-for 7d]
                          make a code that enrols one laptop for this user; works once; 30m, 12h, 7d (most: 90d)
  provision make --unit ID --hub URL --to FOLDER [--user ID] [--valid-for 30d] [--language id|en]
                          for each active user of a unit (or one) a folder with a file that enrols a laptop without typing:
                          put it beside the installer or on a stick. URL is where laptops reach the hub. Tells the
                          fingerprint that installers compare; laptops.csv in FOLDER says who gets which (docs/install.md)
  device list [--unit ID] laptops and how they are: last contact and push, app, unsent fields, clock error, edits that
                          came from the future (the laptop's clock is wrong)
  device revoke ID        a lost laptop: its token stops working at once, and it destroys its key when it hears of it
  device recovery ID      the code that recovers its data when its user forgot the passphrase; who asks is in the audit
  audit list [--unit ID] [--since 30d]
                          logins, refused laptops, reads of NIK and of national figures, exports and what administrators
                          did, oldest first; --since is a time back from now or a date like 2026-01-31
  bundle take --from FILE take in a bundle that came on a stick (a laptop's "paket kiriman"); again does no harm
  bundle give --unit ID --to FILE [--after N] [--files-after N]
                          write a bundle for laptops that cannot reach the hub: what changed in the unit since sequence
                          number N; without N everything. When not all files of attachments fit into it, "moreFiles" is
                          the number for --files-after of the next one
  update put --from FILE  lay out an update of the desktop app for the laptops ("npm run sign-update" makes the file); it
                          takes the place of the one before, of its platform
  update list
  update remove PLATFORM  e.g. linux-x64-deb; laptops that have it already may still install it
  report make NAME --from DAY --to DAY [--unit ID] [--user ID]
                          a report of one unit, or of each; of one consultant with --user. NAME: ${REPORT_NAMES.slice(0, 4).join(', ')},
                          ${REPORT_NAMES.slice(4).join(', ')}. Its sequence number says how far the data went
  backup --to FILE        write everything into one new file, beside a running hub; it holds keys and personal data.
                          Attachments go into the folder FILE.files beside it; keep both together
  restore --from FILE [--replace]
                          bring a backup back, also one that was made on the other kind of database; with --replace
                          instead of the data there, which are kept beside. Stop the hub first (with PostgreSQL it may
                          run). Attachments come back from FILE.files; a receipt whose file is missing is taken
                          back, so that laptops send the file again. Then laptops bring what the backup lacked: add again the users and codes that are newer
                          than the backup, revoke lost laptops again, and end the recovery when all laptops were there
  recovery status         does a recovery go on, and which laptops were not there yet
  recovery end            from now on laptops bring only what their own user wrote
  recovery begin          once more, for a laptop that comes late

Each command prints one line of JSON on standard output. Errors go to standard error with what to do next.
Ids are letters, digits, "_", "." and "-", at most 64, and never change.

Example
  npm run hub:admin -- --data data unit add plut-sulteng --name "PLUT Sulawesi Tengah" --level province --region 72
  npm run hub:admin -- --data data user add sari --unit plut-sulteng --role consultant --field 4 --name "Sari Lestari"
  npm run hub:admin -- --data data code create --user sari

Exit codes: 0 done, 1 refused, 2 wrong arguments.
`;

const OPTIONS = {
  data: { type: 'string' },
  files: { type: 'string' },
  name: { type: 'string' },
  level: { type: 'string' },
  region: { type: 'string' },
  'time-zone': { type: 'string' },
  unit: { type: 'string' },
  role: { type: 'string' },
  field: { type: 'string' },
  user: { type: 'string' },
  'valid-for': { type: 'string' },
  hub: { type: 'string' },
  language: { type: 'string' },
  since: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  after: { type: 'string' },
  'files-after': { type: 'string' },
  replace: { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
  stdin: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const MIN_PASSWORD = 8;
const MAX_VALID_MS = 90 * 24 * 3600 * 1000;

class UsageError extends Error {}

type Options = Partial<Record<keyof typeof OPTIONS, string | boolean>>;

interface Command {
  /** Does it take an id as its third word? */
  id: boolean;
  options: (keyof typeof OPTIONS)[];
  /** The first command of all may make the folder; the others would only hide a mistyped name. */
  makesData?: boolean;
  run: (store: Store, options: Options, id: string, stdin: Readable) => Promise<object>;
}

/** A command that must find the data closed. */
interface OfflineCommand extends Omit<Command, 'run'> {
  runAt: (place: StorePlace, options: Options) => Promise<object>;
}

const COMMANDS: Record<string, Command | OfflineCommand> = {
  'unit add': {
    id: true,
    options: ['name', 'level', 'region', 'time-zone'],
    makesData: true,
    run: async (store, options, id) => {
      const level = required(options, 'level');
      if (level !== 'province' && level !== 'regency') throw new UsageError('--level must be province or regency');
      const region = readRegion(required(options, 'region'));
      const unit = { id, name: readName(options), level, region, timeZone: readTimeZone(options, region) } as const;
      await addUnit(store, unit);
      return { unit };
    },
  },
  'unit list': { id: false, options: [], run: async (store) => ({ units: await listUnits(store.db) }) },
  'user add': {
    id: true,
    options: ['unit', 'role', 'name', 'field', 'password-stdin'],
    run: async (store, options, id, stdin) => {
      // Device and author of what the hub writes itself.
      if (id === 'hub') throw new UsageError('the id "hub" is the hub\'s own; choose another one');
      const role = required(options, 'role');
      if (!isRole(role)) throw new UsageError(`no role "${role}"; one of ${ROLES.join(', ')}`);
      const field = options.field === undefined ? undefined : Number(options.field);
      if (field !== undefined && !/^[1-7]$/.test(String(options.field))) {
        throw new UsageError('--field must be a number from 1 to 7');
      }
      const user = { id, unit: readId(required(options, 'unit')), role, name: readName(options), field };
      await findUnit(store.db, user.unit);
      const password = options['password-stdin'] ? await readPassword(stdin) : undefined;
      await addUser(store, { ...user, password });
      return { user: { ...user, hasPassword: password !== undefined } };
    },
  },
  'user password': {
    id: true,
    options: ['stdin'],
    run: async (store, options, id, stdin) => {
      if (!options.stdin) throw new UsageError('add --stdin and write the password to standard input');
      await setPassword(store, id, await readPassword(stdin));
      return { user: id, hasPassword: true };
    },
  },
  'user deactivate': {
    id: true,
    options: [],
    run: async (store, _options, id) => {
      await setActive(store, id, false);
      return { user: id, active: false };
    },
  },
  'user activate': {
    id: true,
    options: [],
    run: async (store, _options, id) => {
      await setActive(store, id, true);
      return { user: id, active: true };
    },
  },
  'user list': { id: false, options: [], run: async (store) => ({ users: await listUsers(store.db) }) },
  'code create': {
    id: false,
    options: ['user', 'valid-for'],
    run: (store, options) =>
      createCode(store, readId(required(options, 'user')), readDuration(String(options['valid-for'] ?? '7d'))),
  },
  'provision make': {
    id: false,
    options: ['unit', 'hub', 'to', 'user', 'valid-for', 'language'],
    run: async (store, options) => {
      const { language } = options;
      if (language !== undefined && language !== 'id' && language !== 'en') {
        throw new UsageError('--language must be id or en');
      }
      const provisions = await makeProvisions(store, {
        unit: readId(required(options, 'unit')),
        user: options.user === undefined ? undefined : readId(String(options.user)),
        hub: readHub(required(options, 'hub')),
        folder: required(options, 'to'),
        validMs: readDuration(String(options['valid-for'] ?? '30d')),
        language,
      });
      return { provisions };
    },
  },
  'device list': {
    id: false,
    options: ['unit'],
    run: async (store, options) => ({ devices: await listDevices(store.db, await readUnit(store, options)) }),
  },
  'device revoke': {
    id: true,
    options: [],
    run: async (store, _options, id) => ({ device: id, ...(await revokeDevice(store, id)) }),
  },
  'device recovery': {
    id: true,
    options: [],
    run: async (store, _options, id) => ({ device: id, code: await readRecovery(store.db, id) }),
  },
  'audit list': {
    id: false,
    options: ['unit', 'since'],
    run: async (store, options) => {
      const since = options.since === undefined ? undefined : readSince(String(options.since));
      return { events: await listAudit(store.db, { unit: await readUnit(store, options), since }) };
    },
  },
  'bundle take': {
    id: false,
    options: ['from'],
    run: async (store, options) => {
      const file = await openAsBlob(required(options, 'from'));
      return { bundles: await takeBundle(store, () => file.stream()) };
    },
  },
  'bundle give': {
    id: false,
    options: ['unit', 'to', 'after', 'files-after'],
    run: async (store, options) => {
      const unit = readId(required(options, 'unit'));
      await findUnit(store.db, unit);
      const after = readSequence(options, 'after', 0);
      const filesAfter = readSequence(options, 'files-after', after);
      const to = required(options, 'to');
      const { bundle, moreFiles } = await giveBundle(store, unit, after, pkg.version, filesAfter);
      await pipeline(Readable.fromWeb(bundle as never), createWriteStream(to, { mode: 0o600, flags: 'wx' }));
      return { bundle: to, ...(moreFiles === undefined ? {} : { moreFiles }) };
    },
  },
  'update put': {
    id: false,
    options: ['from'],
    run: async (store, options) => ({ update: await putUpdate(store, required(options, 'from')) }),
  },
  'update list': { id: false, options: [], run: async (store) => ({ updates: await listUpdates(store) }) },
  'update remove': {
    id: true,
    options: [],
    run: async (store, _options, platform) => ({ platform, removed: await removeUpdate(store, platform) }),
  },
  'report make': {
    id: true,
    options: ['unit', 'from', 'to', 'user'],
    run: async (store, options, name) => {
      if (!isReport(name)) throw new UsageError(`no report "${name}"; one of ${REPORT_NAMES.join(', ')}`);
      const unit = await readUnit(store, options);
      const consultant = options.user === undefined ? null : readId(String(options.user));
      const scope = { from: readDay(options, 'from'), to: readDay(options, 'to'), consultant };
      const units = unit === undefined ? (await listUnits(store.db)).map(({ id }) => id) : [unit];
      const reports: object[] = [];
      for (const id of units) reports.push({ unit: id, ...(await makeReport(store, id, name, scope)) });
      return { reports };
    },
  },
  backup: {
    id: false,
    options: ['to'],
    run: async (store, options) => ({ backup: await backup(store, required(options, 'to')) }),
  },
  restore: {
    id: false,
    options: ['from', 'replace'],
    makesData: true,
    runAt: async (place, options) => ({
      restored: await restore(place, required(options, 'from'), options.replace === true),
    }),
  },
  'recovery status': { id: false, options: [], run: async (store) => ({ recovery: await recoveryStatus(store.db) }) },
  'recovery end': { id: false, options: [], run: (store) => changeRecovery(store, null) },
  'recovery begin': { id: false, options: [], run: (store) => changeRecovery(store, new Date()) },
};

export interface Ran {
  /** 0 done, 1 refused, 2 wrong arguments */
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs one command. `stdin` is read only by those that take a password. */
export async function runAdmin(args: string[], stdin: Readable): Promise<Ran> {
  try {
    return await runCommand(args, stdin);
  } catch (error) {
    if (error instanceof UsageError) {
      return { exitCode: 2, stdout: '', stderr: `${error.message}\n"npm run hub:admin -- --help" tells all.\n` };
    }
    const known = error instanceof PeopleError || error instanceof StoreError;
    const message = isBusy(error) ? 'the database is busy; try again' : (error as Error).message;
    return { exitCode: 1, stdout: '', stderr: `${known ? '' : 'failed: '}${message}\n` };
  }
}

async function runCommand(args: string[], stdin: Readable): Promise<Ran> {
  const { values, positionals } = readArguments(args);
  if (values.help) return { exitCode: 0, stdout: HELP, stderr: '' };
  if (positionals.length === 0) return { exitCode: 2, stdout: '', stderr: HELP };
  const [group = '', verb = '', ...rest] = positionals;
  const name = `${group} ${verb}`.trim();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(`no command "${name}"`);
  if (rest.length !== (command.id ? 1 : 0)) {
    throw new UsageError(command.id ? `"${name}" takes one ID` : `"${name}" takes no ID; too many words`);
  }
  const foreign = Object.keys(values).find(
    (option) => option !== 'data' && option !== 'files' && !command.options.includes(option as keyof typeof OPTIONS),
  );
  if (foreign) throw new UsageError(`"${name}" does not know --${foreign}`);
  const id = command.id ? readId(rest[0] as string) : '';

  const place = readPlace(values, command.makesData === true);
  const answer =
    'runAt' in command
      ? await command.runAt(place, values)
      : await withStore(place, (store) => command.run(store, values, id, stdin));
  return { exitCode: 0, stdout: `${JSON.stringify(answer)}\n`, stderr: '' };
}

async function withStore<T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Laptops that were not there since it began may still hold what the backup lacked. */
async function recoveryStatus(db: Database): Promise<{ since: string | null; waitingFor: object[] }> {
  const since = await recoverySince(db);
  if (since === null) return { since, waitingFor: [] };
  const devices = await listDevices(db);
  const waitingFor = devices.filter(({ revokedAt, lastSeenAt }) => !revokedAt && (lastSeenAt ?? '') < since);
  return { since, waitingFor: waitingFor.map(({ id, unit, user, lastSeenAt }) => ({ id, unit, user, lastSeenAt })) };
}

function changeRecovery(store: Store, since: Date | null): Promise<{ recovery: { since: string | null } }> {
  return store.db.transaction().execute(async (trx) => {
    await setRecovery(trx, since);
    await audit(trx, { event: since === null ? 'recovery_ended' : 'recovery_begun' });
    return { recovery: { since: since?.toISOString() ?? null } };
  });
}

function readArguments(args: string[]): { values: Options; positionals: string[] } {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readPlace(options: Options, makesData: boolean): StorePlace {
  const { DATABASE_URL, FILES_DIR } = process.env;
  if (options.files === '') throw new UsageError('--files is empty; name a folder');
  const files = options.files === undefined ? FILES_DIR || undefined : String(options.files);
  if (options.data === undefined) {
    if (!DATABASE_URL) throw new UsageError('say where the data are: --data DIR, or DATABASE_URL');
    return { databaseUrl: DATABASE_URL, files };
  }
  const data = String(options.data);
  if (!data) throw new UsageError('--data is empty; name a folder');
  if (!makesData && !existsSync(sqliteFile(data))) {
    throw new PeopleError(`no hub data in ${data}; check the name, or begin with "unit add"`);
  }
  return { data, files };
}

function required(options: Options, name: keyof typeof OPTIONS): string {
  const value = options[name];
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return String(value);
}

function readId(id: string): string {
  if (!isId(id)) throw new UsageError(`"${id}" is no id: letters, digits, "_", "." and "-", at most 64`);
  return id;
}

function readSequence(options: Options, name: 'after' | 'files-after', fallback: number): number {
  const sequence = Number(options[name] ?? fallback);
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new UsageError(`--${name} must be a sequence number`);
  return sequence;
}

function readDay(options: Options, name: 'from' | 'to'): Day {
  const day = required(options, name);
  if (!isDay(day)) throw new UsageError(`--${name} must be a day like 2026-01-31`);
  return day;
}

async function readUnit(store: Store, options: Options): Promise<string | undefined> {
  if (options.unit === undefined) return undefined;
  const unit = readId(String(options.unit));
  await findUnit(store.db, unit);
  return unit;
}

/** Without a path: laptops add theirs. */
function readHub(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.pathname !== '/') {
    throw new UsageError('--hub must be an address like https://hub.plut.example');
  }
  return url.origin;
}

function readName(options: Options): string {
  const name = required(options, 'name').trim();
  if (!name || name.length > 200 || name.includes('\0')) throw new UsageError('--name must have 1 to 200 characters');
  return name;
}

/** `72`, `72.71` or `7271`. */
function readRegion(code: string): string {
  const parts = /^(\d{2})(?:\.?(\d{2}))?$/.exec(code);
  if (!parts) throw new UsageError(`"${code}" is no region code; 72 for a province, 72.71 for a regency`);
  return parts[2] ? `${parts[1]}.${parts[2]}` : (parts[1] as string);
}

function readTimeZone(options: Options, region: string): TimeZone {
  const given = options['time-zone'];
  if (given === undefined) {
    const zone = timeZoneOf(region);
    if (!zone) throw new UsageError(`no province ${region.slice(0, 2)}; check --region, or add --time-zone`);
    return zone;
  }
  const zone = TIME_ZONES.find((known) => known === given);
  if (!zone) throw new UsageError(`--time-zone must be one of ${TIME_ZONES.join(', ')}`);
  return zone;
}

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** In ms; 0 when it is none. */
function durationOf(given: string): number {
  const parts = /^(\d{1,6})([mhd])$/.exec(given);
  return parts ? Number(parts[1]) * (UNIT_MS[parts[2] as string] as number) : 0;
}

function readSince(given: string): Date {
  const back = durationOf(given);
  const since = back > 0 ? new Date(Date.now() - back) : new Date(/^\d{4}-\d\d-\d\d/.test(given) ? given : Number.NaN);
  if (Number.isNaN(since.getTime())) throw new UsageError('--since must be like 12h, 30d or 2026-01-31');
  return since;
}

function readDuration(given: string): number {
  const ms = durationOf(given);
  if (ms <= 0 || ms > MAX_VALID_MS) throw new UsageError(`--valid-for must be like 30m, 12h or 7d, at most 90d`);
  return ms;
}

async function readPassword(stdin: Readable): Promise<string> {
  const password = (await text(stdin)).replace(/\r?\n$/, '');
  if (password.length < MIN_PASSWORD || password.length > 1000) {
    throw new UsageError(`the password must have at least ${MIN_PASSWORD} characters`);
  }
  return password;
}

if (import.meta.main) {
  const { exitCode, stdout, stderr } = await runAdmin(process.argv.slice(2), process.stdin);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}
