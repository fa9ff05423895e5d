/**
 * A bundle of 200 MB with 500 photos, written and read as a stream in a process of its own with a small heap: `npm run bench --
 * bundles`. Writes `results/bundles.json` and `bundles.md`.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measured, measure, newWorld } from './bundle-memory.ts';

const SIZE = { files: 500, bytes: 200_000_000 };
const HEAPS_MIB = [128, 1024];

const folder = mkdtempSync(join(tmpdir(), 'pendamping-bundles-'));
const rows: (Measured & { work: string; heapMiB: number })[] = [];
try {
  const world = await newWorld();
  const file = join(folder, 'photos.plut');
  for (const heapMiB of HEAPS_MIB) {
    for (const work of ['write', 'read'] as const) {
      const row = { work, heapMiB, ...(await measure(work, file, world, SIZE, heapMiB)) };
      rows.push(row);
      console.log(row);
    }
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg()[0] };
  const results = { at: new Date().toISOString(), machine, fileBytes: statSync(file).size, rows };
  const here = join(import.meta.dirname, 'results');
  writeFileSync(join(here, 'bundles.json'), `${JSON.stringify(results, null, 2)}\n`);
  const table = rows.map(
    ({ work, heapMiB, ms, grewMiB, files, outcome }) =>
      `| ${work} | ${heapMiB} MiB | ${files} | ${(ms / 1000).toFixed(1)} s | ${grewMiB} MiB | ${outcome} |`,
  );
  writeFileSync(
    join(here, 'bundles.md'),
    `# A bundle of 200 MB with 500 photos

${results.at}, ${machine.cores} × ${machine.cpu}, load ${machine.load?.toFixed(1)} before the end; \`npm run bench -- bundles\`. "Read" is
the check of the whole file and then all of its files. Memory is by how much the process grew at its largest.

| Work | Heap | Photos | Time | Memory | Outcome |
|---|---|---|---|---|---|
${table.join('\n')}
`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
