/**
 * Two versions of the app and the hub in one process. `tomorrow` is today's source with a field, a collection and a wider
 * type more, patched while Node loads it; so both run their own whole module graph, and nothing in the product knows of it.
 * Mutants of `join` are made the same way.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutants.ts';
import { MUTANTS } from './mutants.ts';

export type Version = 'today' | 'tomorrow';

/** What only `tomorrow` knows. */
export const NEW_FIELD = 'novelty';
export const NEW_COLLECTION = 'novelties';
/** `tomorrow` takes a number here as well. */
export const WIDENED_FIELD = 'brand';

const ROOT = new URL('../', import.meta.url).href;

interface Patch {
  file: string;
  from: string;
  to: string;
}

/** Nobody in these worlds is asked for consent: whether it runs decides what is written, not how it merges. */
const ALWAYS: Patch[] = [
  {
    file: 'core/workflow/consent.ts',
    from: 'if (BOOKKEEPING.includes(field) || isOfOther(field)) return false;',
    to: 'if (BOOKKEEPING.length > 0 || isOfOther(field)) return false;',
  },
];

const TOMORROW: Patch[] = [
  {
    file: 'core/model/collections.ts',
    from: 'businesses: {\n    ...common,',
    to: `businesses: {\n    ...common,\n    ${NEW_FIELD}: line,`,
  },
  { file: 'core/model/collections.ts', from: '    brand: line,', to: '    brand: z.union([line, z.int()]),' },
  {
    file: 'core/model/collections.ts',
    from: 'const fieldsOf = {',
    to: `const fieldsOf = {\n  ${NEW_COLLECTION}: { ...common, title: line },`,
  },
  {
    file: 'renderer/store/database.ts',
    from: 'const VERSIONS: ((database: Database) => void)[] = [',
    to: `const VERSIONS: ((database: Database) => void)[] = [\n  (database) => database.version(1000).stores({ ${NEW_COLLECTION}: 'id, *flags' }),`,
  },
];

/** Called once per process, before the first `load`. */
export function installVersions(mutant?: Mutant): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const query = context.parentURL?.startsWith(ROOT) ? new URL(context.parentURL).search : '';
      const isOurs = found.url.startsWith(ROOT) && !found.url.includes('/node_modules/');
      return query === '' || !isOurs || found.url.includes('?') ? found : { ...found, url: found.url + query };
    },
    load(url, context, next) {
      const file = url.startsWith(ROOT) ? new URL(url).pathname.slice(new URL(ROOT).pathname.length) : '';
      const all = url.endsWith('?version=tomorrow') ? [...ALWAYS, ...TOMORROW] : ALWAYS;
      const patches = all.filter((patch) => patch.file === file);
      const broken = mutant && file === 'core/register/register.ts' ? MUTANTS[mutant] : undefined;
      if (patches.length === 0 && !broken) return next(url, context);
      let source = readFileSync(fileURLToPath(url.split('?')[0] as string), 'utf8');
      for (const { from, to } of patches) {
        if (source.split(from).length !== 2) throw new Error(`${file} has changed; mend the patch of "${from}"`);
        source = source.replace(from, to);
      }
      if (broken) source += `\n// biome-ignore lint: a mutant\njoin = ${broken};\n`;
      return { format: 'module', source: stripTypeScriptTypes(source), shortCircuit: true };
    },
  });
}

const withVersion = (path: string, version: Version): string =>
  new URL(`../${path}${version === 'today' ? '' : `?version=${version}`}`, import.meta.url).href;

export interface App {
  database: typeof import('../renderer/store/database.ts');
  repository: typeof import('../renderer/store/repository.ts');
  rows: typeof import('../renderer/store/rows.ts');
  device: typeof import('../renderer/store/device.ts');
  engine: typeof import('../renderer/sync/engine.ts');
  hub: typeof import('../renderer/sync/hub.ts');
  bundles: typeof import('../renderer/sync/bundles.ts');
  errors: typeof import('../renderer/sync/errors.ts');
  protocol: typeof import('#core/wire/protocol.ts');
  collections: typeof import('#core/model/collections.ts');
}

export interface HubCode {
  store: typeof import('../hub/store/store.ts');
  server: typeof import('../hub/http/server.ts');
  people: typeof import('../hub/identity/people.ts');
  secrets: typeof import('../hub/identity/secrets.ts');
  epoch: typeof import('../hub/store/epoch.ts');
  bundles: typeof import('../hub/sync/bundles.ts');
}

const load = async <T extends object>(paths: Record<keyof T, string>, version: Version): Promise<T> => {
  const names = Object.keys(paths) as (keyof T)[];
  const modules = await Promise.all(names.map((name) => import(withVersion(paths[name], version))));
  return Object.fromEntries(names.map((name, i) => [name, modules[i]])) as T;
};

export const loadApp = (version: Version): Promise<App> =>
  load<App>(
    {
      database: 'renderer/store/database.ts',
      repository: 'renderer/store/repository.ts',
      rows: 'renderer/store/rows.ts',
      device: 'renderer/store/device.ts',
      engine: 'renderer/sync/engine.ts',
      hub: 'renderer/sync/hub.ts',
      bundles: 'renderer/sync/bundles.ts',
      errors: 'renderer/sync/errors.ts',
      protocol: 'core/wire/protocol.ts',
      collections: 'core/model/collections.ts',
    },
    version,
  );

export const loadHub = (version: Version): Promise<HubCode> =>
  load<HubCode>(
    {
      store: 'hub/store/store.ts',
      server: 'hub/http/server.ts',
      people: 'hub/identity/people.ts',
      secrets: 'hub/identity/secrets.ts',
      epoch: 'hub/store/epoch.ts',
      bundles: 'hub/sync/bundles.ts',
    },
    version,
  );
