/**
 * Each report's XLSX, cell by cell, against the file that is kept of it: a made-up year of a unit with 300 clients and 4,000
 * sessions, whose tables core/reports/year.test.ts compares with SQL. Where LibreOffice is installed, it opens the files and
 * writes them again, and what it understood is read (`PENDAMPING_LIBREOFFICE=required`: fails where it is not).
 * `PENDAMPING_UPDATE=1` writes the kept files anew: look at what changed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import i18next from 'i18next';
import Papa from 'papaparse';
import readXlsx from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPORT_NAMES, REPORTS, type ReportName } from '#core/reports/index.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { makeYear } from '#core/reports/testing/year.ts';
import { id } from '../../i18n/id.ts';
import { fieldKind } from '../../ui/fieldKind.ts';
import { fieldLabel } from '../../ui/fieldLabel.ts';
import { momentText, valueText } from '../../ui/fieldText.ts';
import { reportTexts } from './texts.ts';
import { reportFile } from './xlsx.ts';

const KEPT = join(import.meta.dirname, 'expected');
const YEAR: ReportScope = { from: '2026-01-01', to: '2026-12-31' };
/** The report of 4,000 sessions is that of one consultant, as it is signed. */
const SCOPES: Partial<Record<ReportName, ReportScope>> = { consultant: { ...YEAR, consultant: 'budi' } };

const folder = mkdtempSync(join(tmpdir(), 'pendamping-reports-'));
const written = join(folder, 'written');
const opened = join(folder, 'opened');
let isOpened = false;

beforeAll(async () => {
  await i18next.init({ resources: { id: { translation: id } }, lng: 'id', interpolation: { escapeValue: false } });
  const records = makeYear(2026, { clients: 300, sessions: 4000 });
  mkdirSync(written);
  for (const name of REPORT_NAMES) {
    const scope = SCOPES[name] ?? YEAR;
    const table = REPORTS[name].compute(records, scope);
    const notes = table.notes.map((note) => `${note.name}: ${note.count}`);
    const head = { title: name, lines: [`${scope.from} ${scope.to}`] };
    const file = await reportFile(head, table, textsInIndonesian(), notes);
    writeFileSync(join(written, `${name}.xlsx`), new Uint8Array(await file.arrayBuffer()));
  }
  isOpened = openInLibreOffice();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test.each(REPORT_NAMES)('%s', async (name) => {
  const actual = await cellsOf(written, name);
  const kept = join(KEPT, `${name}.csv`);
  if (process.env.PENDAMPING_UPDATE) writeFileSync(kept, `${Papa.unparse(actual, { newline: '\n' })}\n`);
  const expected = withoutEmptyEnds(Papa.parse<string[]>(readFileSync(kept, 'utf8').trimEnd()).data);
  expect(actual).toEqual(expected);
  if (isOpened) expect(await cellsOf(opened, name)).toEqual(expected);
});

test('LibreOffice opened them', () => {
  if (process.env.PENDAMPING_LIBREOFFICE === 'required') expect(isOpened).toBe(true);
});

async function cellsOf(files: string, name: ReportName): Promise<string[][]> {
  const [sheet] = await readXlsx(readFileSync(join(files, `${name}.xlsx`)));
  return withoutEmptyEnds((sheet?.data ?? []).map((row) => row.map(plain)));
}

function textsInIndonesian() {
  const { t } = i18next;
  const nameOf = (user: string): string => user;
  const reader = { t, language: 'id', zone: 'WITA' as const, nameOf, serviceLines: [] };
  return reportTexts(
    t,
    'id',
    {
      label: (collection, field, values) => fieldLabel(t, 'id', collection, field, values),
      value: (collection, field, value, values) => valueText(reader, collection, field, value, values),
      kind: (collection, field, values) => fieldKind(t, collection, field, values, []),
      moment: (ms) => momentText('WITA', ms),
    },
    nameOf,
  );
}

/** @returns false when it is not installed */
function openInLibreOffice(): boolean {
  const files = REPORT_NAMES.map((name) => join(written, `${name}.xlsx`));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  const args = [profile, '--headless', '--convert-to', 'xlsx', '--outdir', opened, ...files];
  const { error, status, stderr } = spawnSync('soffice', args, { encoding: 'utf8', timeout: 110_000 });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return false;
  if (status !== 0) throw new Error(`soffice: ${error?.message ?? stderr}`);
  return true;
}

/** A cell by its type: a day is one only if it was stored as one. */
function plain(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  // As exact as spreadsheets keep them.
  if (typeof cell === 'number') return String(Number(cell.toPrecision(12)));
  // A text that looks like a number would hide that it is none.
  return /^-?\d+$/.test(String(cell)) ? `'${cell}` : String(cell ?? '');
}

const withoutEmptyEnds = (rows: readonly (readonly string[])[]): string[][] =>
  rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1));
