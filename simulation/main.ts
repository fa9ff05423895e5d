/** Command line of the simulation: `npm run simulate -- --seed N --steps N --worlds N`. */
import './environment.ts';
import { parseArgs } from 'node:util';
import { realNow } from './environment.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { installVersions } from './versions.ts';

const HELP = `Plays worlds of random events with the real app and hub, and checks docs/sync.md, "What must always hold".

  npm run simulate -- [--seed N] [--steps N] [--worlds N] [--mutant NAME]

  --seed N     the first world's seed (default 1); world i has seed N + i
  --steps N    events per world (default 200)
  --worlds N   how many worlds (default 1)
  --mutant M   break the merge on purpose: ${Object.keys(MUTANTS).join(', ')}
  --without K  leave out kinds of events (events.ts), with commas between
  --keep-going shrink each failing world, not only the first
  --no-shrink  only say which seed fails, and how
  --verbose    print the story of each world, also of a good one

The first world that fails is shrunk and its story printed. Exit codes: 0 all hold, 1 one does not, 2 wrong arguments.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '200' },
      worlds: { type: 'string', default: '1' },
      mutant: { type: 'string' },
      without: { type: 'string', default: '' },
      'keep-going': { type: 'boolean', default: false },
      'no-shrink': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [seed, steps, worlds] = [values.seed, values.steps, values.worlds].map(Number) as [number, number, number];
  const mutant = values.mutant as Mutant | undefined;
  const isMutant = mutant === undefined || mutant in MUTANTS;
  if (![seed, steps, worlds].every(Number.isSafeInteger) || !isMutant) {
    process.stderr.write(HELP);
    return 2;
  }
  installVersions(mutant);
  // Only now: these load the code that may be a mutant.
  const { Stage } = await import('./world.ts');
  const { runWorlds } = await import('./run.ts');
  const stage = await Stage.build();
  const started = realNow();
  const result = await runWorlds(stage, {
    seed,
    steps,
    worlds,
    shrink: !values['no-shrink'],
    verbose: values.verbose,
    keepGoing: values['keep-going'],
    without: values.without.split(',').filter(Boolean),
  });
  const seconds = (realNow() - started) / 1000;
  process.stdout.write(`${result.text}\n`);
  process.stdout.write(
    `${JSON.stringify({ ...result.counts, lastTrace: result.lastTrace, worlds: result.played, seconds: Math.round(seconds) })}\n`,
  );
  return result.failed ? 1 : 0;
}

process.exit(await main());
