/**
 * Writes the regions of Indonesia for the app: provinces, regencies and districts in one file, the villages of each
 * province in its own. Source: npm idn-area-data (database licence ODbL 1.0; the app names it under "Laptop ini").
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';

export function writeRegions(folder: string): void {
  const source = join(import.meta.dirname, '../node_modules/idn-area-data');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const stamp = join(folder, 'version.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  mkdirSync(folder, { recursive: true });
  const read = (name: string) => rows(readFileSync(join(source, 'data', `${name}.csv`), 'utf8'));
  const areas = {
    provinces: read('provinces').map(([code, name]) => [code, name]),
    regencies: read('regencies').map(([code, , name]) => [code, name]),
    districts: read('districts').map(([code, , name]) => [code, name]),
  };
  writeFileSync(join(folder, 'areas.json'), JSON.stringify(areas));
  const byProvince = Map.groupBy(read('villages'), ([code]) => (code ?? '').slice(0, 2));
  for (const [province, villages] of byProvince) {
    const file = join(folder, `villages-${province}.json`);
    writeFileSync(file, JSON.stringify(villages.map(([code, , name]) => [code, name])));
  }
  writeFileSync(stamp, version);
}

/** Rows of a CSV file without its head. */
const rows = (csv: string): string[][] => Papa.parse<string[]>(csv, { skipEmptyLines: true }).data.slice(1);
