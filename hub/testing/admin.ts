/** The administrator's command, beside a running hub. */
import { Readable } from 'node:stream';
import { runAdmin } from '../admin.ts';
import type { TestHub } from './hub.ts';

export async function adminOf({ place }: TestHub, ...words: string[]) {
  const { databaseUrl, data, files } = place as { databaseUrl?: string; data?: string; files?: string };
  if (databaseUrl) process.env.DATABASE_URL = databaseUrl;
  const at = [...(data ? ['--data', data] : []), ...(files ? ['--files', files] : [])];
  const { exitCode, stdout, stderr } = await runAdmin([...at, ...words], Readable.from([]));
  return { exitCode, stderr, json: stdout ? JSON.parse(stdout) : null };
}
