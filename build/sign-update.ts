/**
 * `npm run sign-update -- --key KEY.pem --installer FILE`: makes the file of an update out of an installer, signed with the
 * project's own key. `-- --new-key KEY.pem` makes the key: the private half into KEY.pem, which never enters the repository; the
 * public half is added to build/update-keys.pem, from where each build takes it.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  appendFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DATA_VERSION } from '../core/model/dataVersion.ts';
import { headOf, readUpdateHead, type UpdateHeader, updateHeaderSchema } from '../core/wire/update.ts';

const HELP = `npm run sign-update -- --key KEY.pem --installer FILE [--to FOLDER]
npm run sign-update -- --new-key KEY.pem

  --key        the private key (PEM); with a passphrase in PENDAMPING_KEY_PASSPHRASE when it is encrypted
  --installer  what "npm run dist" made: a .deb, .AppImage, -setup.exe or .dmg; version and platform are in its name
  --version, --platform, --data-version
               instead of what the name and this checkout say (platform: linux-x64-deb, win32-x64-nsis, …)
  --to         folder of the result (default: beside the installer)
  --new-key    makes a key pair; encrypted when PENDAMPING_KEY_PASSPHRASE is set`;

/** The update's header for an installer. @throws when the file does not tell what it is */
export async function headerFor(
  installer: string,
  given: { version?: string | undefined; platform?: string | undefined; dataVersion?: number | undefined },
): Promise<UpdateHeader> {
  const named = readName(installer);
  const hash = createHash('sha512');
  for await (const piece of createReadStream(installer)) hash.update(piece as Buffer);
  const header = updateHeaderSchema.safeParse({
    version: given.version ?? named?.version,
    platform: given.platform ?? named?.platform,
    size: statSync(installer).size,
    sha512: hash.digest('hex'),
    dataVersion: given.dataVersion ?? DATA_VERSION,
  });
  if (!header.success) throw new Error(`${installer} tells no version and platform; name them`);
  return header.data;
}

/** Writes the file of the update. @returns its path */
export async function signUpdate(header: UpdateHeader, installer: string, key: KeyObject, folder: string) {
  const signed = headOf(header);
  const head = `${signed}${sign(null, Buffer.from(signed, 'latin1'), key).toString('base64url')}\n`;
  if (!readUpdateHead(Buffer.from(head, 'latin1'))) throw new Error('the head is not to be read');
  const to = join(folder, `pendamping-${header.version}-${header.platform}.update`);
  writeFileSync(to, head, 'latin1');
  await pipeline(createReadStream(installer), createWriteStream(to, { flags: 'a' }));
  return to;
}

/** As electron-builder names them. */
function readName(installer: string): { version: string; platform: string } | null {
  const [, version, os, arch] =
    /Pendamping-(\d+\.\d+\.\d+)-(linux|win|mac)-(x64|x86_64|amd64|arm64)(?:-setup)?\.\w+$/.exec(installer) ?? [];
  const kind = { deb: 'deb', AppImage: 'appimage', exe: 'nsis', dmg: 'dmg' }[installer.split('.').at(-1) ?? ''];
  if (!version || !os || !kind) return null;
  const system = { linux: 'linux', win: 'win32', mac: 'darwin' }[os];
  return { version, platform: `${system}-${arch === 'arm64' ? 'arm64' : 'x64'}-${kind}` };
}

function newKey(to: string, passphrase: string | undefined): void {
  const pair = generateKeyPairSync('ed25519');
  const encryption = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {};
  writeFileSync(to, pair.privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }), {
    mode: 0o600,
    flag: 'wx',
  });
  const keys = process.env.PENDAMPING_UPDATE_KEYS ?? join(import.meta.dirname, 'update-keys.pem');
  appendFileSync(keys, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  console.log(`Private key: ${to}. Keep it off this computer, twice; without it no laptop takes an update any more.`);
  console.log(`Public key: added to ${keys}. Commit that file.`);
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { key: text, installer: text, version: text, platform: text, 'data-version': text, to: text };
  const { values } = parseArgs({ options: { ...options, 'new-key': text, help: { type: 'boolean' } } });
  const passphrase = process.env.PENDAMPING_KEY_PASSPHRASE;
  if (values['new-key']) return newKey(values['new-key'], passphrase);
  const { key, installer } = values;
  if (values.help || !key || !installer) return console.log(HELP);
  if (!existsSync(installer)) throw new Error(`no file ${installer}`);
  const privateKey = createPrivateKey({ key: readFileSync(key), passphrase: passphrase ?? '' });
  const dataVersion = values['data-version'] === undefined ? undefined : Number(values['data-version']);
  const header = await headerFor(installer, { version: values.version, platform: values.platform, dataVersion });
  console.log(await signUpdate(header, installer, privateKey, values.to ?? join(installer, '..')));
}

if (import.meta.main) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}
