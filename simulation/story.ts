/** Events in plain words. */
import { recordName } from '#core/register/names.ts';
import type { Cut, Event, Trouble, Typing } from './events.ts';

export function tell(event: Event, laptop = ''): string {
  return `${laptop}${laptop ? ': ' : ''}${words(event)}${'cut' in event ? cutWords(event.cut) : ''}`;
}

function words(event: Event): string {
  switch (event.kind) {
    case 'open':
      return `opens ${recordName(event.record)} ${event.field} in a form`;
    case 'edit':
      return `writes ${recordName(event.record)} ${JSON.stringify(event.values)}${event.fromForm ? ' in the form opened before' : ''}`;
    case 'editInvalid':
      return `writes what is no value into ${recordName(event.record)}`;
    case 'remove':
      return `deletes ${recordName(event.record)}`;
    case 'restore':
      return `takes back the delete of ${recordName(event.record)}`;
    case 'decide':
      return `decides conflict ${event.choice}`;
    case 'lock':
      return event.on ? 'locks the session' : 'reopens the session';
    case 'askReopen':
      return 'asks to reopen the session';
    case 'sync':
      return `syncs${event.troubles.map(troubleWords).join('')}${typingWords(event.typing)}`;
    case 'drop':
      return `drops refused value ${event.choice}`;
    case 'resend':
      return `sends refused value ${event.choice} again`;
    case 'lateArrival':
      return 'a request that was held up arrives at the hub';
    case 'pack':
      return 'writes a bundle onto a stick';
    case 'unpack':
      return `takes in bundle ${event.choice} from the last on the sticks`;
    case 'hubPack':
      return `gets a bundle of the hub onto a stick${event.after ? ', from its cursor on' : ''}`;
    case 'hubUnpack':
      return `the hub takes in bundle ${event.choice} from the last on the sticks`;
    case 'clock':
      return `the clock of ${event.who === 'hub' ? 'the hub' : `laptop ${event.who}`} jumps by ${Math.round(event.ms / 3_600_000)} hours`;
    case 'snapshot':
      return 'is backed up';
    case 'putBack':
      return 'is put back to its backup';
    case 'copy':
      return `is copied to laptop ${event.slot}`;
    case 'hubRestart':
      return 'the hub is restarted';
    case 'hubBackup':
      return 'the hub is backed up';
    case 'hubRestore':
      return 'the hub is restored from its backup';
    case 'endRecovery':
      return 'the administrator ends the recovery';
    case 'enrolAgain':
      return 'enrols again';
    case 'upgrade':
      return `${event.who === 'hub' ? 'the hub' : `laptop ${event.who}`} is upgraded`;
  }
}

const typingWords = (typing: Typing | undefined): string =>
  typing
    ? ` [at storage step ${typing.step} its user writes ${recordName(typing.record)} ${JSON.stringify(typing.values)}]`
    : '';

const troubleWords = ({ at, kind, statement, meanwhile }: Trouble): string =>
  ` [request ${at}: ${kind}${statement === undefined ? '' : ` at statement ${statement}`}${meanwhile ? ', meanwhile:' : ''}]`;

const cutWords = (cut: Cut | undefined): string =>
  cut ? ` [power cut ${cut.after ? 'after' : 'before'} storage step ${cut.step}]` : '';
