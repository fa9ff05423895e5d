/** The results of `links.ts` as a page to read. */
import type { Outcome, Window } from './links.ts';

export interface About {
  machine: string;
  node: string;
  browser: string;
  work: { consultants: number; days: number; sessions: number; clients: number };
}

export function reportOf(about: About, outcomes: Outcome[]): string {
  const { consultants, days, sessions, clients } = about.work;
  return `# A unit comes online

${consultants} consultants wrote ${sessions} sessions, two follow-ups each, and ${clients} clients in ${days} days without a
link, while the app tried in vain; then their laptops and the coordinator's come online at once, and all but N0 are told so (as
by a user who presses *Kirim sekarang*). Written by \`npm run bench -- links\`; single runs, which
rank and are no promise. The links are those of the domain report, section 8, made by \`e2e/support/link.ts\` (rate, round
trip, loss as retransmission with head-of-line blocking, slow start, two round trips of handshake; rain, bursts and the swing
of a shared rate as chosen in \`e2e/support/line.ts\`). N5, a file on a stick, is not here yet.

Machine of the last run: ${about.machine}. Node ${about.node}, ${about.browser}.

| link | | all sent | whole unit in sync | up | down | pushes (cut) | pulls | cuts | sent again after an answer |
|---|---|---|---|---|---|---|---|---|---|
${outcomes.map(row).join('\n')}

*In sync*: every outbox is empty and every laptop, the coordinator's included, holds the same registers (compared by SHA-256).
Bytes are TCP payload at the proxy, headers of HTTP included. A laptop asks for news once a minute, so the last minute of a
time can be waiting. *Cut* pushes are those whose answer never came; their registers may go again.

${outcomes.map(detail).join('\n')}`;
}

function row({ scenario, inSyncMs, allSentMs, same, bytes, cuts, pushes, pulls }: Outcome): string {
  const cells = [
    scenario.name,
    scenario.what,
    time(allSentMs),
    inSyncMs !== null && same ? `**${time(inSyncMs)}**` : 'NOT IN SYNC',
    kilobytes(bytes.up),
    kilobytes(bytes.down),
    `${pushes.requests} (${pushes.cut})`,
    pulls,
    cuts,
    pushes.sentAgainAfterAnswer,
  ];
  return `| ${cells.join(' | ')} |`;
}

function detail({ scenario, seed, commit, at, records, registers, refused, pushes, windows, load }: Outcome): string {
  const { profile, gapScale } = scenario;
  const facts = [
    `${profile.down}/${profile.up} kbit/s, ${profile.rtt} ms (±${profile.jitter}), ${Math.round(profile.loss * 100)} % loss`,
    ...(gapScale ? [`gaps ${gapScale} of their length`] : []),
    `seed ${seed}`,
    `commit ${commit}, ${at.slice(0, 16)}`,
    `load of the machine ${load.join(' ')}`,
  ];
  return `## ${scenario.name}

${facts.join('; ')}. ${records} records, ${registers} registers on each laptop; ${refused} refused. Pushed ${pushes.registers}
registers as ${kilobytes(pushes.jsonBytes)} of JSON; ${pushes.sentAgain} went again because no answer had come.

${windows.length > 1 ? tableOf(windows) : ''}`;
}

function tableOf(windows: Window[]): string {
  const rows = windows.map(
    ({ ms, sent, received, unsentAtItsEnd }, i) =>
      `| ${i + 1} | ${time(ms)} | ${sent} | ${received} | ${unsentAtItsEnd} |`,
  );
  return `| window | | registers sent | registers received, all laptops | unsent at its end |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

const time = (ms: number | null): string =>
  ms === null ? '–' : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
