import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import { DayField, LongTextField, TextField } from '../../ui/fields/fields.tsx';
import { SuggestField } from '../../ui/fields/SuggestField.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import classes from './FollowUps.module.css';

/** What, who, by when: one line of the scheme of further action (domain 9.3). Inside a RecordForm. */
export function FollowUpFields({ autoFocus, withNote }: { autoFocus?: boolean; withNote?: boolean }) {
  return (
    <div className={classes.fields}>
      <div className={classes.wide}>
        <TextField field="what" maxLength={255} autoFocus={autoFocus} />
      </div>
      <SuggestField field="who" suggestions={useLikelyPeople()} />
      <DayField field="dueOn" />
      {withNote && (
        <div className={classes.wide}>
          <LongTextField field="note" rows={1} />
        </div>
      )}
    </div>
  );
}

/** Who most follow-ups are for: the client's own person, and the user. */
function useLikelyPeople(): string[] {
  const { userName } = useThisDevice();
  const { record, initial } = useRecordContext();
  const { clientCollection, clientId } = { ...initial, ...record?.values } as Values<'followUps'>;
  const client = useRecord(clientCollection ?? 'businesses', clientId ?? '');
  const { ownerName, chair } = (client?.values ?? {}) as Values<'businesses'> & Values<'cooperatives'>;
  return [...new Set([ownerName, chair, userName])].filter((name) => !!name) as string[];
}
