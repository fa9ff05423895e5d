/** Plays one world after the other, and shrinks the first that fails. */
import { type Event, makePlan, type Plan } from './events.ts';
import { type Counts, noCounts, type Outcome, play, type Stage } from './world.ts';

export interface Result {
  failed: boolean;
  /** Worlds played. */
  played: number;
  counts: Counts;
  /** Hash of all that happened in the last world. */
  lastTrace: string;
  text: string;
}

export async function runWorlds(
  stage: Stage,
  options: {
    seed: number;
    steps: number;
    worlds: number;
    shrink: boolean;
    verbose?: boolean;
    without?: readonly string[];
    keepGoing?: boolean;
  },
): Promise<Result> {
  const counts = noCounts();
  const failures: string[] = [];
  let lastTrace = '';
  for (let i = 0; i < options.worlds; i++) {
    const plan = makePlan(options.seed + i, options.steps, options.without);
    const outcome = await play(stage, plan);
    lastTrace = outcome.trace;
    for (const name of Object.keys(counts) as (keyof Counts)[]) counts[name] += outcome.counts[name];
    if (options.verbose) process.stdout.write(`${outcome.story.join('\n')}\n`);
    if (!outcome.violation) continue;
    const found = options.shrink ? await shrink(stage, plan, outcome) : { plan, outcome };
    const text = options.shrink ? storyOf(found.plan, found.outcome) : headOf(plan, outcome);
    if (!options.keepGoing) return { failed: true, played: i + 1, counts, lastTrace, text };
    process.stdout.write(`${text}\n\n`);
    failures.push(`${plan.seed}`);
  }
  const failed = failures.length > 0;
  const text = failed ? `failing seeds: ${failures.join(', ')}` : `all ${options.worlds} worlds hold`;
  return { failed, played: options.worlds, counts, lastTrace, text };
}

/** Delta debugging (Zeller 1999): the shortest list of events that still breaks the same invariant. */
export async function shrink(stage: Stage, plan: Plan, first: Outcome): Promise<{ plan: Plan; outcome: Outcome }> {
  let events: Event[] = plan.events.slice(0, first.at + 1);
  let outcome = first;
  let size = Math.ceil(events.length / 2);
  const stillFails = async (some: Event[]): Promise<boolean> => {
    const tried = await play(stage, { ...plan, events: some });
    if (tried.violation?.invariant !== first.violation?.invariant) return false;
    outcome = tried;
    return true;
  };
  if (!(await stillFails(events))) events = plan.events;
  while (size >= 1) {
    let removed = false;
    for (let from = 0; from < events.length; ) {
      const rest = [...events.slice(0, from), ...events.slice(from + size)];
      if (await stillFails(rest)) {
        events = rest;
        removed = true;
      } else from += size;
    }
    if (size > 1 || !removed) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  const shrunk = { ...plan, events: await simplify(events, stillFails) };
  return { plan: shrunk, outcome: await play(stage, shrunk, outcome.violation?.key) };
}

/** Takes away what an event carries and the story does not need. */
async function simplify(events: Event[], stillFails: (events: Event[]) => Promise<boolean>): Promise<Event[]> {
  let all = events;
  for (let i = 0; i < all.length; i++) {
    const event = all[i] as Event;
    for (const simpler of simplerThan(event)) {
      const rest = all.with(i, simpler);
      if (!(await stillFails(rest))) continue;
      all = rest;
      break;
    }
  }
  return all;
}

function* simplerThan(event: Event): Generator<Event> {
  if (event.kind === 'sync' && event.troubles.length > 0) yield { ...event, troubles: [] };
  if (event.kind === 'sync' && event.typing) yield { ...event, typing: undefined };
  if (event.kind === 'edit' && Object.keys(event.values).length > 1) {
    for (const [field, value] of Object.entries(event.values)) yield { ...event, values: { [field]: value } };
  }
  if ('cut' in event) yield { ...event, cut: undefined };
}

function headOf(plan: Plan, { violation }: Outcome): string {
  const register = violation?.key ? `\n  register: ${violation.key}` : '';
  return `seed ${plan.seed}: invariant ${violation?.invariant} does not hold\n  ${violation?.message}${register}`;
}

function storyOf(plan: Plan, outcome: Outcome): string {
  return [
    headOf(plan, outcome),
    `the story, ${plan.events.length} events:`,
    ...outcome.story.map((line) => `  ${line}`),
    `versions: ${JSON.stringify(plan.versions)}`,
  ].join('\n');
}
