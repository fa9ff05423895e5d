/** What a hub's machine gets is enough to run it, and the page that tells how is what the rehearsal does. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = text('docs/operate.md');

/** What a file and all that it imports need of npm; imports of types alone are gone when it runs. */
function packagesOf(file: string, seen: Set<string>, found: Set<string>): Set<string> {
  if (seen.has(file) || !file.endsWith('.ts')) return found;
  seen.add(file);
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)(?! type)[^;]*? from '([^']+)'/gm,
  )) {
    if (from.startsWith('#core/')) packagesOf(join(root, 'core', from.slice('#core/'.length)), seen, found);
    else if (from.startsWith('.')) packagesOf(resolve(dirname(file), from), seen, found);
    else if (!from.startsWith('node:')) found.add(/^(@[^/]+\/)?[^/]+/.exec(from)?.[0] as string);
  }
  return found;
}

test('npm ci --omit=dev brings every package that the hub imports, and Node itself', () => {
  const seen = new Set<string>();
  const found = new Set<string>();
  for (const entry of ['hub/main.ts', 'hub/admin.ts']) packagesOf(join(root, entry), seen, found);
  expect([...found, 'node'].sort()).toEqual(Object.keys(pkg.dependencies).sort());
  // Nothing outside of what pack.sh and the Dockerfile take.
  const outside = [...seen].filter((file) => !/^(hub|core)\//.test(file.slice(root.length + 1)));
  expect(outside).toEqual([]);
});

test('the rehearsal runs every block of docs/operate.md that is marked for it, and no other', () => {
  const script = text('build/hub/rehearse.sh');
  const marked = [...page.matchAll(/^```sh rehearse=([\w-]+)$/gm)].map((match) => match[1] as string);
  const listed = /for step in ([\w -]+); do/.exec(script)?.[1]?.split(' ') ?? [];
  const run = [...script.matchAll(/(?:on_hub|on_trusted|\(block) ([a-z][\w-]+)/g)].map((match) => match[1] as string);
  expect([...new Set([...run, ...listed])].sort()).toEqual([...marked].sort());
});

test('docs/operate.md names files that exist and the version that is packed', () => {
  for (const [, path = ''] of page.matchAll(/\/opt\/pendamping\/current\/((?:build|hub)\/[\w./-]+\w)/g)) {
    expect(existsSync(join(root, path)), path).toBe(true);
  }
  const versions = [...page.matchAll(/pendamping-hub-(\d+\.\d+\.\d+)/g)].map((match) => match[1]);
  expect(new Set(versions)).toEqual(new Set([pkg.version]));
});
