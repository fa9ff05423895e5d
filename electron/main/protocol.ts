/** Serves the built app under `app://pendamping/`, with the same policy headers on every answer. */
import { readFile } from 'node:fs/promises';
import { protocol, session } from 'electron';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import { contentType, fileOf } from './app-files.ts';
import { SCHEME } from './origin.ts';

const HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
  'cache-control': 'no-cache',
};

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export function serveApp(root: string): void {
  session.defaultSession.protocol.handle(SCHEME, async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return answer(405);
    const file = fileOf(url, root);
    if (file === null) return answer(404);
    try {
      const body = await readFile(file);
      return answer(200, method === 'HEAD' ? null : new Uint8Array(body), contentType(file));
    } catch {
      return answer(404);
    }
  });
}

const answer = (status: number, body: Uint8Array<ArrayBuffer> | null = null, type = 'text/plain'): Response =>
  new Response(body, { status, headers: { ...HEADERS, 'content-type': type } });
