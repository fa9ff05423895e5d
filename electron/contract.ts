/**
 * Every word that the shell and the renderer exchange. Main parses each request and each answer with these schemas and
 * checks the sender; the preload script exposes them as `window.pendamping`. The renderer imports nothing else of the shell.
 */
import { z } from 'zod';

export const languageSchema = z.enum(['id', 'en']);

export const commandSchema = z.enum(['today', 'clients', 'new-client', 'sync', 'palette', 'settings']);

export const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** Each profile has its own data; `default` unless started with `--profile`. */
  profile: z.string(),
  /** The hub's address to fill in, from `--hub`. */
  hub: z.string().nullable(),
  /** The language that the installer chose (`--language`); what the user switches to later wins. */
  language: languageSchema.nullable(),
});

/** The renderer asks, main answers. */
export const requests = {
  'app:info': { request: z.undefined(), answer: appInfoSchema },
  /** Is somebody listening for menu commands? Until then the menu has them greyed out. */
  'shell:listening': { request: z.boolean(), answer: z.void() },
  'shell:set-language': { request: languageSchema, answer: z.void() },
  /** Opens a web page or a new mail in the user's own programs; no other kind of link leaves the app. */
  'shell:open-external': {
    request: z
      .url({ protocol: /^(https?|mailto)$/ })
      .max(2000)
      .refine((url) => !/^https?:/i.test(url) || new URL(url).username === '', 'no credentials in links'),
    answer: z.void(),
  },
  'shell:flushed': { request: z.object({ flush: z.int() }), answer: z.void() },
} as const;

/** Main tells, the renderer listens. */
export const events = {
  'shell:command': z.object({ command: commandSchema }),
  /** Pending input must go to disk now: the window closes, or the laptop goes to sleep. Answered by `shell:flushed`. */
  'shell:flush': z.object({ flush: z.int() }),
} as const;

export type ShellLanguage = z.infer<typeof languageSchema>;
export type ShellCommand = z.infer<typeof commandSchema>;
export type AppInfo = z.infer<typeof appInfoSchema>;

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
  /** The shell waits at most two seconds for the listener before the window closes. */
  onFlush(listener: () => Promise<void>): () => void;
  setLanguage(language: ShellLanguage): Promise<void>;
  openExternal(url: string): Promise<void>;
}
