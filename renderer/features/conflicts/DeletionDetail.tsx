import { Button, Card, Kbd, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Head } from '#core/register/register.ts';
import { deviceOf } from '#core/register/stamp.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { Conflict } from '../../store/queries.ts';
import { recordKind } from '../../ui/recordKind.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './ConflictsPage.module.css';
import { mayRestore } from './decisions.ts';
import type { Draft } from './drafts.ts';
import { Origin } from './Origin.tsx';

interface Props {
  conflict: Conflict;
  /** How many other records wait under the same deleted client. */
  siblings: number;
  draft: Draft;
  onPick: (pick: Draft['pick']) => void;
}

/** A delete beside what was written without knowing of it; or a record that was made under a client deleted meanwhile. */
export function DeletionDetail({ conflict, siblings, draft, onPick }: Props) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const orphan = conflict.kind === 'orphan';
  const restorable = mayRestore(role, conflict);
  return (
    <>
      <ol className={classes.cards}>
        <li>
          <Card withBorder className={classes.card} data-picked={draft.pick === 'remove' || undefined}>
            <Deletes conflict={conflict} />
            <PickButton of="remove" letter="H" {...{ draft, onPick }}>
              {t(orphan ? 'conflicts.removeOrphan' : 'conflicts.remove')}
            </PickButton>
          </Card>
        </li>
        <li>
          <Card withBorder className={classes.card} data-picked={draft.pick === 'restore' || undefined}>
            {orphan ? <Standing conflict={conflict} /> : <Edits conflict={conflict} />}
            <PickButton of="restore" letter="P" disabled={!restorable} {...{ draft, onPick }}>
              {t(orphan ? 'conflicts.restoreOrphan' : 'conflicts.restore')}
            </PickButton>
          </Card>
        </li>
      </ol>
      <Text size="sm" c="dimmed">
        {!restorable && `${t('conflicts.restoreByCoordinator')} `}
        {orphan && restorable && siblings > 0 && `${t('conflicts.siblings', { count: siblings })} `}
        {restorable && t('conflicts.restoreHint')}
      </Text>
    </>
  );
}

function PickButton({
  of,
  letter,
  disabled,
  draft,
  onPick,
  children,
}: Pick<Props, 'draft' | 'onPick'> & {
  of: 'remove' | 'restore';
  letter: string;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Button
      mt="auto"
      size="xs"
      color={of === 'remove' ? 'red.9' : undefined}
      variant={draft.pick === of ? 'filled' : 'default'}
      aria-pressed={draft.pick === of}
      disabled={disabled}
      rightSection={<Kbd size="xs">{letter}</Kbd>}
      onClick={() => onPick(of)}
    >
      {children}
    </Button>
  );
}

/** Who deleted it, or restored it beside a delete. */
function Deletes({ conflict: { register, owner } }: { conflict: Conflict }) {
  const { t } = useTranslation();
  return (
    <>
      <Text fw={600} size="sm">
        {t(owner ? 'conflicts.ownerDeleted' : 'conflicts.deleted')}
      </Text>
      {register.heads.map((head) => (
        <div key={head.stamp}>
          {register.heads.length > 1 && (
            <div>{t(head.value === null ? 'conflicts.restoredBy' : 'conflicts.deletedBy')}</div>
          )}
          <Origin head={head} />
        </div>
      ))}
    </>
  );
}

/** What was written meanwhile, field by field. Who wrote it stands once for what they wrote one after the other. */
function Edits({ conflict: { collection, edits, entity } }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  if (edits.length === 0) return <Text size="sm">{t('conflicts.noEdits')}</Text>;
  const written = edits.flatMap(({ field, register }) => register.heads.map((head) => ({ field, head })));
  return (
    <>
      <Text fw={600} size="sm">
        {t('conflicts.meanwhile')}
      </Text>
      <dl className={classes.facts}>
        {written.map(({ field, head }, i) => (
          <div key={`${field} ${head.stamp}`}>
            <dt>{texts.label(collection, field, entity.values)}</dt>
            <dd>
              <div className={classes.text}>{texts.value(collection, field, head.value, entity.values)}</div>
              {!isSameAuthor(head, written[i + 1]?.head) && <Origin head={head} />}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const isSameAuthor = (a: Head, b: Head | undefined): boolean =>
  b !== undefined && !a.also && !b.also && a.by === b.by && deviceOf(a.stamp) === deviceOf(b.stamp);

/** Not worth reading when one decides about a record. */
const BOOKKEEPING =
  /^(createdAt|createdBy|deletedAt|clientId|clientCollection|lockedAt|lockOpened|reopenAsked|score|finishedAt)$/;
const MAX_FACTS = 8;

/** What is in the record that was made under the deleted client. */
function Standing({ conflict: { collection, entity } }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const written = Object.entries(entity.values).filter(([field, value]) => value !== null && !BOOKKEEPING.test(field));
  const creation = entity.register('createdBy')?.heads[0];
  return (
    <>
      <Text fw={600} size="sm">
        {t('conflicts.madeMeanwhile', { what: recordKind(t, collection) })}
      </Text>
      {creation && <Origin head={creation} />}
      <dl className={`${classes.facts} ${classes.pairs}`}>
        {written.slice(0, MAX_FACTS).map(([field, value]) => (
          <div key={field}>
            <dt>{texts.label(collection, field, entity.values)}</dt>
            <dd>{texts.value(collection, field, value, entity.values)}</dd>
          </div>
        ))}
      </dl>
      {written.length > MAX_FACTS && (
        <Text size="xs" c="dimmed">
          {t('conflicts.moreFields', { count: written.length - MAX_FACTS })}
        </Text>
      )}
    </>
  );
}
