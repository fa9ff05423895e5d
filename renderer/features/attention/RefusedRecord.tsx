import { Badge, Button, Checkbox, Group, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { type CollectionName, isCollection } from '#core/model/collections.ts';
import { fieldName } from '#core/register/names.ts';
import { shown } from '#core/register/register.ts';
import { isLockable, REOPEN_FIELD } from '#core/workflow/locks.ts';
import type { AttentionEntry } from '../../store/database.ts';
import { type Entity, useRecord } from '../../store/queries.ts';
import { drop, resend } from '../../store/repository.ts';
import { knownToHub } from '../../store/rows.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import type { RecordValues } from '../../ui/fieldKind.ts';
import { usePeople } from '../../ui/people.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { useRestriction } from '../../ui/useRestriction.ts';
import { AskButton } from '../locks/Lock.tsx';
import { isLocked, type Lockable, writtenIn } from '../locks/locks.ts';
import { RestrictedBy } from '../privacy/Restriction.tsx';
import classes from './AttentionPage.module.css';
import { type Group as Refusals, wayOf } from './ways.ts';

interface Marking {
  marked: ReadonlySet<string>;
  onMark: (entry: AttentionEntry, on: boolean) => void;
}

/** What was refused of one record, field by field. */
export function RefusedRecord({ group, ...marking }: { group: Refusals } & Marking) {
  return isCollection(group.collection) ? (
    <Known group={group} collection={group.collection} {...marking} />
  ) : (
    <Fields group={group} record={null} {...marking} />
  );
}

function Known({ group, collection, ...marking }: { group: Refusals; collection: CollectionName } & Marking) {
  const record = useRecord(collection, group.id);
  return record === undefined ? null : <Fields group={group} record={record} {...marking} />;
}

function Fields({ group, record, ...marking }: { group: Refusals; record: Entity<CollectionName> | null } & Marking) {
  const { t } = useTranslation();
  const { collection, id, entries } = group;
  const values = (record?.values ?? {}) as RecordValues & { name?: string; clientId?: string };
  const kind = recordKind(t, collection);
  return (
    <>
      <Group gap="xs" mb={4}>
        <Title order={2} size="h5">
          <RecordLink collection={collection} id={id} page>
            {typeof values.name === 'string' ? values.name : kind}
          </RecordLink>
          {values.clientId && (
            <>
              {': '}
              <ClientLink of={values} />
            </>
          )}
        </Title>
        {typeof values.name === 'string' && <Badge variant="light">{kind}</Badge>}
      </Group>
      <ul className={classes.list}>
        {entries.map((entry) => (
          <Refusal key={fieldName(entry)} entry={entry} record={record} {...marking} />
        ))}
      </ul>
    </>
  );
}

function Refusal({
  entry,
  record,
  marked,
  onMark,
}: { entry: AttentionEntry; record: Entity<CollectionName> | null } & Marking) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const { collection, id, field, code } = entry;
  const values = (record?.values ?? {}) as RecordValues;
  const label = texts.label(collection, field, values);
  const way = wayOf(code);
  return (
    <li className={classes.line}>
      <Checkbox
        aria-label={t('attention.mark', { field: label })}
        disabled={!way.resend}
        checked={way.resend && marked.has(fieldName(entry))}
        onChange={(event) => onMark(entry, event.currentTarget.checked)}
      />
      <div>
        <strong>{label}</strong>
        <div className={classes.value}>{texts.value(collection, field, values[field], values)}</div>
      </div>
      <div>
        {t(`attention.reasons.${code}` as never, { defaultValue: entry.message })}
        {record && code === 'locked' && isLockable(collection) && <Asked record={record as Lockable} />}
        {record && code === 'restricted' && <Restricted record={record} />}
      </div>
      <div className={classes.actions}>
        {way.correct && record && (
          <RecordLink collection={collection} id={id} field={field}>
            {t(code === 'too_large' ? 'attention.shorten' : 'attention.correct')}
          </RecordLink>
        )}
        {record && code === 'locked' && isLockable(collection) && <Ask record={record as Lockable} />}
        {way.resend && (
          <Button size="compact-sm" variant="light" onClick={() => void resend(collection, id, field)}>
            {t('attention.resend')}
          </Button>
        )}
        {record && entry.hadBefore !== 'all' && <DropButton entry={entry} record={record} />}
      </div>
    </li>
  );
}

/** That it was asked to be opened, or that it is open already. */
function Asked({ record }: { record: Lockable }) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  const texts = useFieldTexts();
  const asked = writtenIn(record, REOPEN_FIELD);
  if (!isLocked(record)) return <div className="field-warning">{t('attention.openAgain')}</div>;
  if (!asked) return null;
  return (
    <Text size="sm" mt={4}>
      {t('locks.asked', { name: nameOf(asked.by), when: texts.moment(asked.at), reason: asked.value })}
    </Text>
  );
}

/** Who asked for the restriction, with a way to it; or that it is lifted already. */
function Restricted({ record }: { record: Entity<CollectionName> }) {
  const { t } = useTranslation();
  const request = useRestriction(record);
  if (request === undefined) return null;
  if (request === null) return <div className="field-warning">{t('attention.noLongerRestricted')}</div>;
  return (
    <Text size="sm" mt={4}>
      <RestrictedBy request={request} />
    </Text>
  );
}

const Ask = ({ record }: { record: Lockable }) =>
  isLocked(record) && !writtenIn(record, REOPEN_FIELD) ? <AskButton record={record} /> : null;

/** Drops the value, after showing which one and what stands in its place then. */
function DropButton({ entry, record }: { entry: AttentionEntry; record: Entity<CollectionName> }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const { collection, id, field } = entry;
  const instead = knownToHub(entry);
  const values = record.values as RecordValues;
  const text = (value: unknown) => texts.value(collection, field, value, values);
  const ask = () =>
    modals.openConfirmModal({
      title: t('attention.dropTitle', { field: texts.label(collection, field, values) }),
      children: (
        <dl className={classes.dropped}>
          <dt>{t('attention.dropped')}</dt>
          <dd>{text(values[field])}</dd>
          <dt>{t('attention.instead')}</dt>
          <dd>{instead ? text(shown(instead)?.value) : t('attention.insteadNothing')}</dd>
        </dl>
      ),
      labels: { confirm: t('attention.drop'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.9' },
      onConfirm: () => void drop(collection, id, field),
    });
  return (
    <Button size="compact-sm" variant="subtle" color="red" onClick={ask}>
      {t('attention.drop')}
    </Button>
  );
}
