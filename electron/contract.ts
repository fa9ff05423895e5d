/**
 * Every word that the shell and the renderer exchange. Main parses each request and each answer with these schemas and
 * checks the sender; the preload script exposes them as `window.pendamping`. The renderer imports nothing else of the shell.
 */
import { z } from 'zod';
import {
  helloSchema,
  offerAnswerSchema,
  offerSchema,
  POST_LIMITS,
  postAddressSchema,
  postProblemSchema,
  takenSchema,
} from '#core/wire/post.ts';
import { provisionSchema } from '#core/wire/provision.ts';

export const languageSchema = z.enum(['id', 'en']);

/** `bundles` comes also when somebody opened a bundle's file: `parcel:opened` has it. */
export const commandSchema = z.enum(['today', 'clients', 'new-client', 'sync', 'palette', 'settings', 'bundles']);

export const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** Each profile has its own data; `default` unless started with `--profile`. */
  profile: z.string(),
  /** The hub's address to fill in, from `--hub`. */
  hub: z.string().nullable(),
  /** The language that the installer chose (`--language`); what the user switches to later wins. */
  language: languageSchema.nullable(),
  /** The system has a vault that hides what is wrapped by it. */
  hasVault: z.boolean(),
  /** `reset`: Chromium has deleted it in this run; `put-back`: it did so in the run before (electron/main/storeKeeper.ts). */
  store: z.enum(['whole', 'reset', 'put-back']),
});

const keySchema = z.instanceof(Uint8Array).refine(({ length }) => length === 32);
/** An account that is unlocked (renderer/store/accounts.ts). */
const sessionSchema = z.object({ account: z.uuid(), key: keySchema });
const wrappedSchema = z.string().min(1).max(4000);

/** A parcel: a file that goes through in pieces (electron/main/post/parcels.ts). */
const parcelSchema = z.uuid();
export const PIECE_BYTES = 1024 * 1024;
const pieceSchema = z.instanceof(Uint8Array).refine(({ length }) => length <= PIECE_BYTES);

const bundleIdSchema = z.string().regex(/^[\w-]{1,64}$/);
const tokenSchema = z.string().regex(/^[\w-]{43}$/);
const sizeSchema = z.int().min(1).max(POST_LIMITS.bundleBytes);
/** Where a guest calls, and what it shows there. */
const callSchema = z.object({ address: postAddressSchema, token: tokenSchema });

/** What a link to a new mail may fill in. Some mail programs attach a file that the link names. */
const MAIL_FIELDS = ['to', 'cc', 'bcc', 'subject', 'body'];

/** No credentials for a web page, no attachments for a mail. */
function isHarmlessLink(link: string): boolean {
  const url = URL.parse(link);
  if (url === null) return false;
  return url.protocol === 'mailto:'
    ? [...url.searchParams.keys()].every((field) => MAIL_FIELDS.includes(field.toLowerCase()))
    : url.username === '' && url.password === '';
}

/** What a guest of the post asks of the renderer, and its answer. */
const postQuestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offer'), offer: offerSchema }),
  z.object({ kind: z.literal('take'), id: bundleIdSchema, parcel: parcelSchema, size: sizeSchema }),
  z.object({ kind: z.literal('give'), id: bundleIdSchema }),
]);
const postAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offer'), answer: offerAnswerSchema }),
  z.object({ kind: z.literal('taken'), taken: takenSchema }),
  /** `null`: it is here no more. */
  z.object({ kind: z.literal('given'), parcel: parcelSchema.nullable() }),
  z.object({ kind: z.literal('problem'), problem: postProblemSchema }),
]);

/** Why an installer's file does not enrol this laptop; the renderer has a sentence for each. */
const PROVISION_PROBLEMS = ['unreadable', 'changed', 'other_hub', 'expired'] as const;
const provisionAnswerSchema = z
  .union([
    z.object({
      provision: provisionSchema.extend({
        hubKey: z.string(),
        fingerprint: z.string(),
        /** The policy of this computer has the key: nobody need compare the fingerprint. */
        pinned: z.boolean(),
      }),
    }),
    z.object({ problem: z.enum(PROVISION_PROBLEMS) }),
  ])
  .nullable();

/** Why there is no update, or it was not installed; the renderer has a sentence for each. */
const UPDATE_PROBLEMS = [
  'none',
  'same',
  'older',
  'older_data',
  'other_platform',
  'not_an_update',
  'not_signed',
  'tampered',
  'cut',
  'unreadable',
  'unreachable',
  'disk_full',
  'stopped',
  'busy',
  'no_key',
  'forbidden',
  'not_installed',
  'refused',
  'no_installer',
  'installer_failed',
] as const;
export const updateProblemSchema = z.enum(UPDATE_PROBLEMS);
const updateAnswerSchema = z.union([
  z.object({ found: z.object({ place: z.enum(['folder', 'hub']), version: z.string(), size: z.int() }) }),
  z.object({ kept: z.string() }),
  z.object({ problem: updateProblemSchema }),
]);
const hubSchema = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .nullable();

/** Windows takes these for a device in any folder, whatever the extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *\./i;
/** Of a path, or not in names on Windows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_IN_NAMES = /[/\\:*?"<>|\u0000-\u001f]/;

/** A file of the watched folder, as the renderer may name it: no path, no device, nothing hidden, nothing but bundles. */
export const isBundleFile = (name: string): boolean =>
  name.length <= 200 && /^[^.].*\.plut$/i.test(name) && !NOT_IN_NAMES.test(name) && !DEVICE_NAME.test(name);
const bundleFileSchema = z.string().refine(isBundleFile);
/** `files` is missing while the folder is not there. `modified`: ms since 1970. */
const folderAnswerSchema = z
  .object({
    path: z.string(),
    files: z.array(z.object({ name: bundleFileSchema, size: z.int(), modified: z.int() })).optional(),
  })
  .nullable();

/** A snapshot in the folder of snapshots (electron/main/backups.ts): its moment, nothing else. */
export const isBackupFile = (name: string): boolean => /^[+-]?\d{4,6}\d{4}T\d{9}Z\.cadangan$/.test(name);
const backupFileSchema = z.string().refine(isBackupFile);
const backupEntrySchema = z.object({
  name: backupFileSchema,
  size: z.int(),
  /** ISO moment. */
  created: z.string(),
  /** As its header says; empty where it cannot be read. */
  database: z.string(),
  version: z.int(),
  app: z.string(),
});

/** What came of a call to a post. */
const outcomeOf = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ value }), z.object({ problem: postProblemSchema, seconds: z.int().optional() })]);

/** The renderer asks, main answers. */
export const requests = {
  'app:info': { request: z.undefined(), answer: appInfoSchema },
  /** Is somebody listening for menu commands? Until then the menu has them greyed out. */
  'shell:listening': { request: z.boolean(), answer: z.void() },
  /** Ends the app and begins it again. */
  'shell:relaunch': { request: z.undefined(), answer: z.void() },
  'shell:set-language': { request: languageSchema, answer: z.void() },
  /** Opens a web page or a new mail in the user's own programs; no other kind of link leaves the app. */
  'shell:open-external': {
    request: z
      .url({ protocol: /^(https|mailto)$/ })
      .max(2000)
      .refine(isHarmlessLink),
    answer: z.void(),
  },
  /** The key of the account that is unlocked: kept in main's memory for a page that loads again or a second window. */
  'lock:kept': { request: z.undefined(), answer: sessionSchema.nullable() },
  'lock:keep': { request: sessionSchema, answer: z.void() },
  'lock:drop': { request: z.undefined(), answer: z.void() },
  /** The vault of the operating system; `null`: there is none, or none that hides anything. */
  'vault:wrap': { request: keySchema, answer: wrappedSchema.nullable() },
  /** `null`: another user of this computer wrapped it, or the vault is new. */
  'vault:unwrap': { request: wrappedSchema, answer: keySchema.nullable() },
  /** `unsaved`: inputs whose text could not be written. */
  'shell:flushed': { request: z.object({ flush: z.int(), unsaved: z.int().min(0) }), answer: z.void() },

  'parcel:create': { request: z.object({ size: sizeSchema }), answer: parcelSchema.nullable() },
  'parcel:append': { request: z.object({ parcel: parcelSchema, bytes: pieceSchema }), answer: z.void() },
  'parcel:read': { request: z.object({ parcel: parcelSchema, at: z.int().min(0) }), answer: pieceSchema },
  'parcel:drop': { request: parcelSchema, answer: z.void() },
  /** The next file that somebody opened with the app; null: no more. Without a parcel: it could not be read. */
  'parcel:opened': {
    request: z.undefined(),
    answer: z.object({ name: z.string(), parcel: parcelSchema.nullable() }).nullable(),
  },

  /** Lets the user choose the folder to watch; `null` as answer: they did not. */
  'folder:choose': { request: z.undefined(), answer: folderAnswerSchema },
  'folder:forget': { request: z.undefined(), answer: z.void() },
  'folder:list': { request: z.undefined(), answer: folderAnswerSchema },
  'folder:take': { request: z.object({ name: bundleFileSchema }), answer: parcelSchema.nullable() },
  'folder:put': {
    request: z.object({ name: bundleFileSchema, parcel: parcelSchema }),
    answer: z.enum(['done', 'gone', 'full']),
  },
  'folder:remove': { request: z.object({ name: bundleFileSchema }), answer: z.void() },

  /** Snapshots, the latest first. */
  'backup:list': { request: z.undefined(), answer: z.array(backupEntrySchema) },
  /** A new one of about this size; `null`: no room. One at a time: what was begun and not finished is dropped. */
  'backup:begin': { request: z.object({ size: z.int().min(0) }), answer: z.uuid().nullable() },
  /** `false`: the disk is full, and it was dropped. */
  'backup:append': { request: z.object({ backup: z.uuid(), bytes: pieceSchema }), answer: z.boolean() },
  /** `null`: the disk is full. */
  'backup:finish': { request: z.object({ backup: z.uuid() }), answer: backupFileSchema.nullable() },
  'backup:drop': { request: z.object({ backup: z.uuid() }), answer: z.void() },
  'backup:read': { request: z.object({ name: backupFileSchema, at: z.int().min(0) }), answer: pieceSchema },
  'backup:remove': { request: z.object({ name: backupFileSchema }), answer: z.void() },
  /** Stores that were set aside (electron/main/storeKeeper.ts) go. */
  'disk:forget-asides': { request: z.undefined(), answer: z.void() },
  /** Bytes that the disk of the profile has left. */
  'disk:free': { request: z.undefined(), answer: z.int() },

  /** Opens the post of this laptop. It closes with the page, or by `post:close`. */
  'post:open': {
    request: z.object({ unit: z.string().max(200), token: tokenSchema }),
    answer: z.object({ port: z.int() }).nullable(),
  },
  'post:close': { request: z.undefined(), answer: z.void() },
  /** IPv4 addresses of this laptop in private networks. */
  'post:addresses': { request: z.undefined(), answer: z.array(z.string()) },
  'post:answer': { request: z.object({ ask: z.int(), answer: postAnswerSchema }), answer: z.void() },

  /** Calls into the room for the post with this tag. @returns its address */
  'guest:find': { request: z.object({ tag: z.string().regex(/^[\w-]{22}$/) }), answer: postAddressSchema.nullable() },
  'guest:hello': { request: z.object({ address: postAddressSchema }), answer: outcomeOf(helloSchema) },
  'guest:offer': { request: callSchema.extend({ offer: offerSchema }), answer: outcomeOf(offerAnswerSchema) },
  'guest:send': {
    request: callSchema.extend({ id: bundleIdSchema, parcel: parcelSchema }),
    answer: outcomeOf(takenSchema),
  },
  'guest:fetch': {
    request: callSchema.extend({ id: bundleIdSchema, size: sizeSchema }),
    answer: outcomeOf(z.object({ parcel: parcelSchema })),
  },
  /** Ends the calls that run. */
  'guest:stop': { request: z.undefined(), answer: z.void() },

  /** An installer's file that enrols this laptop: beside the app, or where an administrator laid it. Null: none. */
  'provision:find': { request: z.undefined(), answer: provisionAnswerSchema },
  /** One that the user chooses. Null: they did not. */
  'provision:choose': { request: z.undefined(), answer: provisionAnswerSchema },
  /** The laptop is enrolled with it. */
  'provision:done': { request: z.undefined(), answer: z.void() },

  'update:status': {
    request: z.undefined(),
    answer: z.object({
      version: z.string(),
      /** Why this app takes none at all. */
      can: z.enum(['not_installed', 'no_key', 'forbidden']).nullable(),
      /** The version that is checked and waits. */
      kept: z.string().nullable(),
      atQuit: z.boolean(),
      /** Why the one that waits was not installed. */
      failed: updateProblemSchema.nullable(),
    }),
  },
  /** What the watched folder and the hub have. */
  'update:look': { request: z.object({ hub: hubSchema }), answer: updateAnswerSchema },
  /** Brings it here and checks it; from a file that the user chooses, too. */
  'update:take': {
    request: z.object({ from: z.enum(['hub', 'folder', 'file']), hub: hubSchema }),
    answer: updateAnswerSchema,
  },
  'update:stop': { request: z.undefined(), answer: z.void() },
  /** `now` closes the app and opens the new one. */
  'update:install': { request: z.object({ when: z.enum(['now', 'quit', 'never']) }), answer: z.void() },
} as const;

/** Main tells, the renderer listens. */
export const events = {
  'shell:command': z.object({ command: commandSchema }),
  /** Pending input must go to disk now: the window closes, or the laptop goes to sleep. Answered by `shell:flushed`. */
  'shell:flush': z.object({ flush: z.int() }),
  /** The laptop goes to sleep, or its screen is locked: main has forgotten the key, and so must the page. */
  'shell:lock': z.object({}),
  /** Chromium has deleted the store: the app must begin again, and puts it back. */
  'shell:store-reset': z.object({}),
  /** A guest of the post asks. Answered by `post:answer`. */
  'post:asked': z.object({ ask: z.int(), question: postQuestionSchema }),
  /** How much of the file at hand has gone to, or come from, the post. */
  'guest:moved': z.object({ bytes: z.int() }),
  /** How much of an update has come. */
  'update:moved': z.object({ bytes: z.int(), of: z.int() }),
} as const;

export type ShellLanguage = z.infer<typeof languageSchema>;
export type ShellCommand = z.infer<typeof commandSchema>;
export type AppInfo = z.infer<typeof appInfoSchema>;

export type ProvisionAnswer = z.infer<typeof provisionAnswerSchema>;
export type UpdateProblem = z.infer<typeof updateProblemSchema>;
export type UpdateAnswer = z.infer<typeof updateAnswerSchema>;
export type PostQuestion = z.infer<typeof postQuestionSchema>;
export type FolderAnswer = z.infer<typeof folderAnswerSchema>;
export type BackupEntry = z.infer<typeof backupEntrySchema>;
export type PostAnswer = z.infer<typeof postAnswerSchema>;

export type RequestChannel = keyof typeof requests;
export type RequestOf<C extends RequestChannel> = z.infer<(typeof requests)[C]['request']>;
export type AnswerOf<C extends RequestChannel> = z.infer<(typeof requests)[C]['answer']>;
export type EventChannel = keyof typeof events;
export type EventOf<C extends EventChannel> = z.infer<(typeof events)[C]>;

/** `window.pendamping` in Electron; a browser has none. */
export interface ShellBridge {
  info(): Promise<AppInfo>;
  /** @returns a function that stops listening */
  onCommand(listener: (command: ShellCommand) => void): () => void;
  onLock(listener: () => void): () => void;
  /**
   * The shell waits at most two seconds for the listener before the window closes, and asks its user when something could not
   * be written: the listener says how much.
   */
  onFlush(listener: () => Promise<number>): () => void;
  onStoreReset(listener: () => void): () => void;
  relaunch(): Promise<void>;
  setLanguage(language: ShellLanguage): Promise<void>;
  openExternal(url: string): Promise<void>;
  /** Files in pieces, the exchange of bundles in one room, updates, snapshots: the channels of these names. */
  ask<C extends RoomChannel>(channel: C, request: RequestOf<C>): Promise<AnswerOf<C>>;
  /** @returns a function that stops listening */
  onPostAsked(listener: (event: EventOf<'post:asked'>) => void): () => void;
  onGuestMoved(listener: (event: EventOf<'guest:moved'>) => void): () => void;
  onUpdateMoved(listener: (event: EventOf<'update:moved'>) => void): () => void;
}

export type RoomChannel = Extract<
  RequestChannel,
  `${'parcel' | 'folder' | 'post' | 'guest' | 'lock' | 'vault' | 'update' | 'provision' | 'backup' | 'disk'}:${string}`
>;
