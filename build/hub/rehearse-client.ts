/**
 * A laptop without a screen, for rehearse.sh: speaks HTTPS with a hub and keeps what it knows in a file.
 *
 *   node rehearse-client.ts FILE enrol URL CODE
 *   node rehearse-client.ts FILE work NAME   writes a business and a photo of it, pushes, pulls, looks that both arrived
 *   node rehearse-client.ts FILE recover     what a laptop does with a restored hub: a new name, all from the beginning, all again
 *   node rehearse-client.ts FILE check       the hub has every business and every photo that this laptop ever wrote
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { shown } from '#core/register/register.ts';
import { ATTACHMENTS_PATH, type EnrolAnswer, REPORT_HEADER, writeReport } from '#core/wire/protocol.ts';
import { auth, call, type Laptop, PUBLIC_KEY, post, pull, push, recordOf, write } from '../../hub/testing/hub.ts';

interface Kept extends Omit<Laptop, 'now' | 'replica'> {
  replica: [string, unknown][];
  /** As it was heard last: names the life of the hub. */
  epoch: string;
  round: string;
  /** Name of the business → its photo, base64. */
  photos: Record<string, string>;
}

const [file = '', command, ...words] = process.argv.slice(2);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function expect(what: string, isSo: boolean, found: unknown): void {
  if (!isSo) throw new Error(`NOT as it should be: ${what}: ${JSON.stringify(found)}`);
  console.log(`ok: ${what}`);
}

function read(): { laptop: Laptop; kept: Kept } {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  return { kept, laptop: { ...kept, now: Date.now, replica: new Map(kept.replica) as Laptop['replica'] } };
}

function keep(laptop: Laptop, more: Pick<Kept, 'epoch' | 'round' | 'photos'>): void {
  const { now: _, ...rest } = laptop;
  writeFileSync(file, JSON.stringify({ ...rest, ...more, replica: [...laptop.replica] }), { mode: 0o600 });
}

/** Tells the hub which of its lives and which round this laptop knows. */
const asKnown = (laptop: Laptop, { epoch, round }: { epoch?: string; round: string }) =>
  call<{ epoch: string; code?: string }>(laptop.hub, '/v1/sync/pull?after=0&limit=1', {
    headers: {
      ...auth(laptop),
      [REPORT_HEADER]: writeReport({ rounds: [round], epoch }),
    },
  });

async function enrol(url: string, code: string): Promise<void> {
  const { status, body } = await post<EnrolAnswer>({ url }, '/v1/enrol', {
    code,
    deviceName: 'Laptop uji',
    publicKey: PUBLIC_KEY,
  });
  expect('enrolled with the code', status === 200, body);
  const again = await post({ url }, '/v1/enrol', { code, deviceName: 'Lain', publicKey: PUBLIC_KEY });
  expect('the code works once', again.body.code === 'code_used', again.body);
  const laptop: Laptop = {
    hub: { url },
    device: body.deviceId,
    token: body.deviceToken,
    user: body.user,
    unit: body.unit,
    answer: body,
    clock: undefined,
    now: Date.now,
    replica: new Map(),
    cursor: 0,
  };
  await pull(laptop);
  const round = randomUUID();
  keep(laptop, { epoch: (await asKnown(laptop, { round })).body.epoch, round, photos: {} });
  const metrics = await fetch(`${url}/metrics`);
  expect('metrics are not for the network', metrics.status === 403, metrics.status);
}

async function work(name: string): Promise<void> {
  const { laptop, kept } = read();
  const [business, attachment, photo] = [randomUUID(), randomUUID(), randomBytes(300_000)];
  write(laptop, 'businesses', business, 'name', name);
  write(laptop, 'attachments', attachment, 'hash', sha256(photo));
  write(laptop, 'attachments', attachment, 'kind', 'photo');
  const answer = await push(laptop, [
    recordOf(laptop, 'businesses', business),
    recordOf(laptop, 'attachments', attachment),
  ]);
  expect(`"${name}" was taken`, answer.accepted === 3 && answer.refused.length === 0, answer);
  await upload(laptop, photo);
  keep(laptop, { ...kept, photos: { ...kept.photos, [name]: photo.toString('base64') } });
  await check();
}

async function upload(laptop: Laptop, photo: Buffer): Promise<void> {
  const sent = await fetch(laptop.hub.url + ATTACHMENTS_PATH, {
    method: 'POST',
    headers: {
      ...auth(laptop),
      'tus-resumable': '1.0.0',
      'upload-length': String(photo.length),
      'upload-metadata': `hash ${Buffer.from(sha256(photo)).toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(photo),
  });
  expect('its photo was taken', sent.status === 201, sent.status);
}

async function recover(): Promise<void> {
  const { laptop, kept } = read();
  const first = await asKnown(laptop, kept);
  expect('the restored hub asks for a new name', first.body.code === 'device_restored', first.body);
  const renewed = await post<EnrolAnswer>(laptop.hub, '/v1/devices/renew', { publicKey: PUBLIC_KEY }, auth(laptop));
  expect('and gives it', renewed.status === 200 && renewed.body.deviceId !== laptop.device, renewed.body);
  Object.assign(laptop, { device: renewed.body.deviceId, token: renewed.body.deviceToken, answer: renewed.body });
  const round = randomUUID();
  const second = await asKnown(laptop, { epoch: kept.epoch, round });
  expect('and says that it was restored', second.body.code === 'hub_restored', second.body);
  const { epoch } = (await asKnown(laptop, { round })).body;
  laptop.cursor = 0;
  await pull(laptop);
  const records = new Set([...laptop.replica.keys()].map((key) => key.split('/').slice(0, 2).join('/')));
  for (const record of records) {
    const [collection = '', id = ''] = record.split('/');
    // What only the hub writes is the hub's.
    if (['units', 'users', 'devices'].includes(collection)) continue;
    const answer = await push(laptop, [recordOf(laptop, collection, id)]);
    expect(`${record} brought back`, answer.refused.length === 0, answer);
  }
  for (const photo of Object.values(kept.photos).map((text) => Buffer.from(text, 'base64'))) {
    const there = await fetch(`${laptop.hub.url}${ATTACHMENTS_PATH}/${sha256(photo)}`, { headers: auth(laptop) });
    if (there.status === 404) await upload(laptop, photo);
  }
  keep(laptop, { epoch, round, photos: kept.photos });
}

/** With an empty replica: what counts is what the hub has. */
async function check(): Promise<void> {
  const { laptop, kept } = read();
  const fresh = { ...laptop, replica: new Map(), cursor: 0 };
  await pull(fresh);
  const of = (field: string, collection = '') =>
    [...fresh.replica]
      .filter(([key]) => key.startsWith(collection) && key.endsWith(`/${field}`))
      .map(([, register]) => shown(register)?.value);
  const names = of('name', 'businesses/');
  const receipts = of('receivedAt').filter((value) => typeof value === 'string').length;
  const photos = Object.entries(kept.photos);
  for (const [name, text] of photos) {
    expect(`the hub has "${name}"`, names.includes(name), names);
    const photo = Buffer.from(text, 'base64');
    const answer = await fetch(`${laptop.hub.url}${ATTACHMENTS_PATH}/${sha256(photo)}`, { headers: auth(laptop) });
    const same = answer.ok && photo.equals(Buffer.from(await answer.arrayBuffer()));
    expect('and its photo, byte for byte', same, answer.status);
  }
  expect('with a receipt each', receipts === photos.length, receipts);
}

const commands: Record<string, () => Promise<void>> = {
  enrol: () => enrol(words[0] ?? '', words[1] ?? ''),
  work: () => work(words[0] ?? ''),
  recover,
  check,
};
await (commands[command ?? ''] ?? (() => Promise.reject(new Error('enrol, work, recover or check'))))();
