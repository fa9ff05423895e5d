/// <reference lib="webworker" />
/**
 * The import's worker: reads the file, checks its rows, writes and deletes records in chunks. A window only shows; whatever it
 * shows it asks for (`ImportApi`), so that tens of thousands of rows never stop anybody's typing.
 */
import { chunks } from '#core/chunks.ts';
import { type Cell, isEmpty } from '#core/import/cells.ts';
import type { ImportKind } from '#core/import/fields.ts';
import { findHeadingRow, headingText, type Mapping, proposeMapping } from '#core/import/mapping.ts';
import {
  CHUNK_ROWS,
  emptyFilled,
  filledClients,
  importChunk,
  importedRecords,
  type Progress,
} from '../../store/imports.ts';
import { serve } from '../../store/open.ts';
import { removeAll, save } from '../../store/repository.ts';
import { type Choice, checkRows, type Plan, type RowResult, type RowState, type Tell } from './check.ts';
import { cellText, type PaperTexts, template, wrongRows } from './papers.ts';
import { fillingOf, newRow } from './records.ts';
import { readSheets, type Sheet } from './sheets.ts';

/** What the window shows of a row. */
export interface Line {
  row: number;
  state: RowState;
  cells: string[];
  clientName?: string;
  problems: RowResult['problems'];
  duplicate?: RowResult['duplicate'];
}

export interface Opened {
  hash: string;
  sheets: { name: string | null; rows: number }[];
}

export interface Looked {
  headingRow: number;
  headings: string[];
  /** Some filled cells of each column. */
  samples: string[][];
  mapping: Mapping;
}

export interface Summary {
  good: number;
  bad: number;
  duplicate: number;
  present: number;
  /** Why rows are wrong, the most frequent first. */
  reasons: { column: number | null; reason: RowResult['problems'][number]['reason']; count: number }[];
}

/** Which rows to show: of a state, or with a reason. */
export interface Filter {
  state: RowState | 'all';
  reason?: Pick<Summary['reasons'][number], 'column' | 'reason'>;
}

export interface Outcome extends Progress {
  leftOut: number;
  bad: number;
  /** The user stopped it before its end. */
  stopped: boolean;
}

export interface Undoable {
  total: number;
  /** Some of those that were edited since. */
  edited: { id: string; name: string }[];
  editedCount: number;
  locked: number;
  filled: number;
}

const SAMPLES = 3;
const SHOWN_EDITED = 200;

/** The user stopped what was going on. */
export class Stopped extends Error {}

let sheets: Sheet[] = [];
let checked: { plan: Plan; headings: string[]; rows: RowResult[] } | undefined;
let stopping = false;

const api = {
  async open(file: Blob): Promise<Opened> {
    const read = await readSheets(file);
    sheets = read.sheets;
    checked = undefined;
    return { hash: read.hash, sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.length })) };
  },

  /** @param headingRow where the user says that the headings are; else where they seem to be */
  async look(kind: ImportKind, sheet: number, headingRow?: number): Promise<Looked> {
    const rows = sheets[sheet]?.rows ?? [];
    const at = headingRow ?? findHeadingRow(kind, rows);
    const headings = headingsIn(rows, at);
    const samples = headings.map((_, column) => samplesOf(rows, at, column));
    return { headingRow: at, headings, samples, mapping: proposeMapping(kind, headings) };
  },

  async check(plan: Plan): Promise<Summary> {
    stopping = false;
    checked = undefined;
    const rows = sheets[plan.sheet]?.rows ?? [];
    const results = await checkRows(plan, rows, tell);
    checked = { plan, headings: headingsIn(rows, plan.headingRow), rows: results };
    return summaryOf(results);
  },

  async lines(filter: Filter, from: number, count: number): Promise<{ total: number; lines: Line[] }> {
    const found = rowsOf(filter);
    return { total: found.length, lines: found.slice(from, from + count).map(lineOf) };
  },

  /** @param row as spreadsheets count; all duplicates without it */
  async choose(choice: Choice, row?: number): Promise<void> {
    for (const { row: at, duplicate } of checked?.rows ?? []) {
      const canBe = duplicate && (choice !== 'fill' || (duplicate.id !== undefined && duplicate.by !== 'session'));
      if (canBe && (row === undefined || row === at)) duplicate.choice = choice;
    }
  },

  /** How many duplicates are not left out. */
  async chosen(): Promise<number> {
    return checked?.rows.filter(({ duplicate }) => duplicate && duplicate.choice !== 'leaveOut').length ?? 0;
  },

  /** Writes the good rows, and the duplicates as was chosen. What is written stays when it is stopped. */
  async run(user: string, file: { name: string; hash: string }): Promise<Outcome> {
    if (!checked) throw new Error('nothing was checked');
    stopping = false;
    const { plan, rows } = checked;
    const { importId, kind } = plan;
    const taking = rows.filter(
      ({ state, duplicate }) => state === 'good' || (duplicate && duplicate.choice !== 'leaveOut'),
    );
    const bad = rows.filter(({ state }) => state === 'bad').length;
    const leftOut = rows.filter(({ duplicate }) => duplicate?.choice === 'leaveOut').length;
    const facts = { rows: rows.length, refused: bad, leftOut };
    const sheet = sheets[plan.sheet]?.name?.slice(0, 200);
    const source = { fileName: file.name.slice(0, 200), sourceHash: file.hash, ...(sheet ? { sheet } : {}) };
    await save('imports', importId, { what: kind, ...source, ...facts });
    let progress: Progress = { taken: 0, completed: 0 };
    for (let from = 0; from < taking.length; from += CHUNK_ROWS) {
      const chunk = taking.slice(from, from + CHUNK_ROWS);
      const now = new Date().toISOString();
      progress = await importChunk(importId, kind, {
        rows: chunk.filter(({ duplicate }) => duplicate?.choice !== 'fill').map((row) => newRow(plan, row, user, now)),
        fillings: chunk.flatMap((row) => (row.duplicate?.choice === 'fill' ? (fillingOf(plan, row, user) ?? []) : [])),
      });
      const isStopped = await tell(from + chunk.length, taking.length).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Stopped) return true;
          throw error;
        },
      );
      if (isStopped && from + chunk.length < taking.length) return { ...progress, bad, leftOut, stopped: true };
    }
    if (taking.length === 0) progress = await importChunk(importId, kind, { rows: [], fillings: [] });
    await save('imports', importId, { finishedAt: new Date().toISOString() });
    return { ...progress, bad, leftOut, stopped: false };
  },

  async wrongRows(texts: PaperTexts): Promise<Blob> {
    return wrongRows(checked?.headings ?? [], rowsOf({ state: 'bad' }), texts);
  },

  async template(kind: ImportKind, texts: PaperTexts, language: string): Promise<Blob> {
    return template(kind, texts, language);
  },

  /** What undoing an import would delete. */
  async undoable(importId: string, kind: ImportKind): Promise<Undoable> {
    const records = await importedRecords(importId, kind);
    const edited = records.filter((record) => record.edited && !record.locked);
    return {
      total: records.length,
      edited: edited.slice(0, SHOWN_EDITED).map(({ id, name }) => ({ id, name })),
      editedCount: edited.length,
      locked: records.filter(({ locked }) => locked).length,
      filled: (await filledClients(importId)).length,
    };
  },

  /**
   * Deletes what an import made, in chunks. What is locked stays, and what was edited since unless the user wants it gone as
   * well.
   *
   * @returns how many records were deleted, and how many stay
   */
  async undo(
    importId: string,
    kind: ImportKind,
    alsoEdited: boolean,
  ): Promise<{ deleted: number; kept: number; stopped: boolean }> {
    stopping = false;
    const records = await importedRecords(importId, kind);
    const going = records.filter(({ edited, locked }) => !locked && (alsoEdited || !edited)).map(({ id }) => id);
    const filled = kind === 'sessions' ? [] : await filledClients(importId);
    const total = going.length + filled.length;
    let done = 0;
    let locked = 0;
    try {
      for (const chunk of chunks(going, CHUNK_ROWS)) {
        locked += (await removeAll(kind, chunk)).length;
        done += chunk.length;
        await tell(done, total);
      }
      for (const chunk of chunks(filled, CHUNK_ROWS)) {
        if (kind !== 'sessions') await emptyFilled(importId, kind, chunk);
        done += chunk.length;
        await tell(done, total);
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    const deleted = Math.min(done, going.length) - locked;
    const stopped = done < total;
    if (!stopped) await save('imports', importId, { undoneAt: new Date().toISOString() });
    return { deleted, kept: records.length - deleted, stopped };
  },
};
export type ImportApi = typeof api;

export type Request = { call: keyof ImportApi; id: number; args: unknown[] } | { call: 'stop' };
export type Answer =
  | { id: number; result: unknown }
  | { id: number; error: string }
  | { progress: { done: number; total: number } };

/** Says how far it is, and lets messages in. @throws Stopped when the user stopped it */
const tell: Tell = async (done, total) => {
  self.postMessage({ progress: { done, total } } satisfies Answer);
  await new Promise((resolve) => setTimeout(resolve));
  if (stopping) throw new Stopped('stopped');
};

void serve((data: Request) => {
  if (data.call === 'stop') {
    stopping = true;
    return;
  }
  const { call, id, args } = data;
  (api[call] as (...some: unknown[]) => Promise<unknown>)(...args).then(
    (result) => self.postMessage({ id, result } satisfies Answer),
    (error: unknown) => {
      if (!(error instanceof Stopped)) console.error('import', error, (error as Error).cause ?? '');
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
    },
  );
});

/** As many as the longest of the first rows has columns; without the empty ones at the end. */
function headingsIn(rows: readonly (readonly Cell[])[], at: number): string[] {
  const width = Math.max(0, ...rows.slice(at, at + 100).map((row) => row.findLastIndex((cell) => !isEmpty(cell)) + 1));
  return Array.from({ length: width }, (_, column) => headingText(rows[at]?.[column]));
}

function samplesOf(rows: readonly (readonly Cell[])[], at: number, column: number): string[] {
  const samples = new Set<string>();
  for (let i = at + 1; i < rows.length && i < at + 200 && samples.size < SAMPLES; i++) {
    const cell = rows[i]?.[column];
    if (!isEmpty(cell)) samples.add(cellText(cell).slice(0, 60));
  }
  return [...samples];
}

function rowsOf({ state, reason }: Filter): RowResult[] {
  const rows = checked?.rows ?? [];
  return rows.filter(
    (row) =>
      (state === 'all' || row.state === state) &&
      (!reason || row.problems.some((one) => one.column === reason.column && one.reason === reason.reason)),
  );
}

const lineOf = ({ row, state, cells, clientName, problems, duplicate }: RowResult): Line => ({
  row,
  state,
  cells: cells.map(cellText),
  clientName,
  problems,
  duplicate,
});

function summaryOf(rows: readonly RowResult[]): Summary {
  const count = (state: RowState) => rows.filter((row) => row.state === state).length;
  const reasons = Map.groupBy(
    rows.flatMap((row) => (row.state === 'bad' ? row.problems : [])),
    ({ column, reason }) => `${column}/${reason}`,
  );
  return {
    good: count('good'),
    bad: count('bad'),
    duplicate: count('duplicate'),
    present: count('present'),
    reasons: [...reasons.values()]
      .map((all) => ({ ...(all[0] as RowResult['problems'][number]), count: all.length }))
      .sort((a, b) => b.count - a.count),
  };
}
