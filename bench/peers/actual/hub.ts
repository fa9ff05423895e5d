/** The peer's hub: `@actual-app/sync-server` itself, with a password and one file to which all laptops belong. */
import '../zipAnswers.ts';
import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { FILE, PASSWORD } from './names.ts';

const [data = '', web = ''] = process.argv.slice(2);
const LIMIT_MB = '2000';
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
for (const folder of ['server-files', 'user-files']) mkdirSync(join(data, folder));
Object.assign(process.env, {
  NODE_ENV: 'production',
  ACTUAL_DATA_DIR: data,
  ACTUAL_HOSTNAME: '127.0.0.1',
  ACTUAL_PORT: String(port),
  ACTUAL_WEB_ROOT: web,
  ACTUAL_UPLOAD_FILE_SYNC_SIZE_LIMIT_MB: LIMIT_MB,
});
const app = join(import.meta.dirname, '../../node_modules/@actual-app/sync-server/build/app.js');
await import(app);
await started();
await post('/account/bootstrap', { password: PASSWORD });
const { data: session } = await post('/account/login', { loginMethod: 'password', password: PASSWORD });
await fetch(`${url}/sync/upload-user-file`, {
  method: 'POST',
  headers: {
    'content-type': 'application/encrypted-file',
    'x-actual-token': session.token,
    'x-actual-name': FILE,
    'x-actual-file-id': FILE,
    'x-actual-format': '2',
  },
  body: new Uint8Array(1),
}).then(done);
console.log(JSON.stringify({ listening: url }));

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  return done(await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function done(response: Response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function started(): Promise<void> {
  while (!(await fetch(`${url}/health`).catch(() => null))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** It cannot be asked to choose one itself. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}
