/** The results of `peers.ts` as a page to read. */
import type { Outcome, Results } from '../peers.ts';
import type { Floor } from './floor.ts';
import type { Figure, Run, Workload } from './measure.ts';

const OURS = 'Pendamping';

/** What is compared; smaller is better. */
interface Column {
  title: string;
  workload: Workload;
  of: (figure: Figure) => number | undefined;
  write: (value: number) => string;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 1000 ? 3 : 1);
const bytes = (value: number): string =>
  value < 10_000 ? `${value} B` : value < 1e6 ? `${Math.round(value / 1000)} kB` : `${(value / 1e6).toFixed(2)} MB`;
const traffic = ({ up, down }: Figure): number => up + down;

const TIMES: Column[] = (['W1', 'W2', 'W3', 'W5', 'W6'] as const).map((workload) => ({
  title: `${workload}, s`,
  workload,
  of: ({ ms }) => ms,
  write: seconds,
}));
const BYTES: Column[] = (['W1', 'W2', 'W3', 'W4', 'W5', 'W6'] as const).map((workload) => ({
  title: workload,
  workload,
  of: traffic,
  write: bytes,
}));
const MEMORY: Column[] = (['W1', 'W3'] as const).map((workload) => ({
  title: `${workload}, MiB`,
  workload,
  of: ({ grewMiB }) => grewMiB,
  write: String,
}));

export function pageOf({ browser, node, outcomes, floors }: Results): string {
  const sizes = [...new Set(outcomes.map(({ clients }) => clients))].sort((a, b) => a - b);
  const parts = sizes.toReversed().flatMap((clients) =>
    (['strict', 'relaxed'] as const).flatMap((durability) => {
      const some = outcomes.filter((each) => each.clients === clients && each.durability === durability);
      return some.length === 0 ? [] : [section(clients, durability, some, floors[clients] ?? [])];
    }),
  );
  const about = new Map(outcomes.map((outcome) => [outcome.peer, outcome]));
  return `# Pendamping beside its peers

Written by \`npm run bench -- peers\`; what is measured and how: docs/performance.md. ${browser}, Node ${node}. Median of the
runs (least–most); in brackets how many times Pendamping's value it is: above 1 Pendamping is better, **below 1 the peer is**.
Bytes are both directions together, TCP payload with the headers of HTTP, gzip on both sides.

${parts.join('\n')}
## Growth

By which power of the number of clients each figure grows, from ${sizes[0]} to ${sizes.at(-1)} (1: as the work does), strict.

${growth(outcomes, sizes)}
## Who they are

${[...about.values()].map(({ peer, version, notes }) => `- **${peer}** ${version}. ${notes}`).join('\n')}
`;
}

/** Not all were always measured in the same run. */
function measured(outcomes: Outcome[]): string {
  const when = ({ runs, commit, at }: Outcome) => `${runs.length} runs, commit ${commit}, ${at.slice(0, 10)}`;
  const lines = Array.from(
    Map.groupBy(outcomes, when),
    ([how, some]) => `- ${some.map(({ peer }) => peer).join(', ')}: ${how}, ${some[0]?.machine}`,
  );
  return lines.join('\n');
}

function section(clients: number, durability: string, outcomes: Outcome[], floor: Floor[]): string {
  return `## ${clients.toLocaleString('en')} clients (${(clients * 20).toLocaleString('en')} fields), ${durability}

${measured(outcomes)}

${table(outcomes, TIMES)}
Bytes; the requests of W4 in brackets behind it:

${table(outcomes, BYTES)}${floorRows(floor)}
Memory of the pages above idle, at most:

${table(outcomes, MEMORY)}
${wins(outcomes)}
${outcomes.flatMap(({ peer, failed }) => (failed ? [`${peer} failed: ${failed}\n`] : [])).join('\n')}`;
}

function table(outcomes: Outcome[], columns: Column[]): string {
  const ours = outcomes.find(({ peer }) => peer === OURS);
  const rows = outcomes.map((outcome) => {
    const cells = columns.map((column) => cell(outcome, column, ours));
    return `| ${outcome.peer} | ${cells.join(' | ')} |`;
  });
  return `| | ${columns.map(({ title }) => title).join(' | ')} |
|---|${columns.map(() => '---').join('|')}|
${rows.join('\n')}
`;
}

function cell(outcome: Outcome, column: Column, ours: Outcome | undefined): string {
  const all = valuesOf(outcome.runs, column);
  if (all.length === 0) return '–';
  const value = median(all);
  const spread = all.length > 1 ? ` (${column.write(Math.min(...all))}–${column.write(Math.max(...all))})` : '';
  const requests =
    column.workload === 'W4' ? ` (${outcome.runs.map((run) => run.W4?.requests).sort()[0]} requests)` : '';
  const ratio = ratioOf(outcome, column, ours);
  const beside = ratio === undefined ? '' : ratio < 1 ? ` **[${ratio.toFixed(2)}]**` : ` [${ratio.toFixed(2)}]`;
  return column.write(value) + spread + requests + beside;
}

function ratioOf(outcome: Outcome, column: Column, ours: Outcome | undefined): number | undefined {
  if (!ours || outcome === ours) return undefined;
  const [theirs, own] = [valuesOf(outcome.runs, column), valuesOf(ours.runs, column)];
  return theirs.length === 0 || own.length === 0 || median(own) === 0 ? undefined : median(theirs) / median(own);
}

function wins(outcomes: Outcome[]): string {
  const ours = outcomes.find(({ peer }) => peer === OURS);
  const named = (columns: Column[], what: string) =>
    columns.flatMap((column) =>
      outcomes.flatMap((outcome) => {
        const ratio = ratioOf(outcome, column, ours);
        return ratio !== undefined && ratio < 1 ? [`${outcome.peer} in ${what} of ${column.workload}`] : [];
      }),
    );
  const all = [...named(TIMES, 'time'), ...named(BYTES, 'bytes'), ...named(MEMORY, 'memory')];
  return all.length === 0 ? 'No peer does better in any of these.' : `Where a peer does better: ${all.join(', ')}.`;
}

function floorRows(floor: Floor[]): string {
  return floor
    .map(
      ({ name, all, edited, often }) =>
        `| *floor: ${name}* | ${bytes(all)} | ${bytes(edited)} | ${bytes(all)} | – | – | ${bytes(often)} |\n`,
    )
    .join('');
}

function growth(outcomes: Outcome[], sizes: number[]): string {
  const columns = [
    ...TIMES.filter(({ workload }) => ['W1', 'W2', 'W3'].includes(workload)),
    ...BYTES.filter(({ workload }) => ['W1', 'W3'].includes(workload)).map((column) => ({
      ...column,
      title: `${column.title}, bytes`,
    })),
    ...MEMORY,
  ];
  const peers = [...new Set(outcomes.map(({ peer }) => peer))];
  const rows = peers.map((peer) => {
    const cells = columns.map((column) => {
      const points = sizes.flatMap((clients): [number, number][] => {
        const outcome = outcomes.find(
          (each) => each.peer === peer && each.clients === clients && each.durability === 'strict',
        );
        const all = outcome ? valuesOf(outcome.runs, column) : [];
        return all.length === 0 || median(all) <= 0 ? [] : [[clients, median(all)]];
      });
      return points.length < 2 ? '–' : exponent(points).toFixed(2);
    });
    return `| ${peer} | ${cells.join(' | ')} |`;
  });
  return `| | ${columns.map(({ title }) => title.replace(/, (s|MiB)$/, ', $1')).join(' | ')} |
|---|${columns.map(() => '---').join('|')}|
${rows.join('\n')}
`;
}

/** Slope of the line through the logarithms (least squares). */
export function exponent(points: readonly [number, number][]): number {
  const logs = points.map(([x, y]): [number, number] => [Math.log(x), Math.log(y)]);
  const mean = (of: (point: [number, number]) => number) =>
    logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

const valuesOf = (runs: readonly Run[], { workload, of }: Column): number[] =>
  runs.flatMap((run) => {
    const figure = run[workload];
    const value = figure && of(figure);
    return value === undefined ? [] : [value];
  });

function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
