import { Button, Card, Kbd, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Head } from '#core/register/register.ts';
import { MERGED_FIELD } from '#core/workflow/merges.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Conflict, useRecord } from '../../store/queries.ts';
import type { FieldKind } from '../../ui/fieldKind.ts';
import { usePeople } from '../../ui/people.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { noteAccess } from '../clients/Profile.tsx';
import classes from './ConflictsPage.module.css';
import { isLong } from './differences.ts';
import type { Draft } from './drafts.ts';
import { Origin } from './Origin.tsx';
import { OwnValue } from './OwnValue.tsx';
import { mayOpenNik, mayWriteOwn } from './own.ts';
import { ValueText } from './ValueText.tsx';

interface Props {
  conflict: Conflict;
  draft: Draft;
  onPick: (pick: Draft['pick']) => void;
  onText: (text: string) => void;
  onConfirm: () => void;
  onLeave: () => void;
}

/** The values of one field side by side, each with who wrote it and what they had before them; and a value of one's own. */
export function ValuesDetail({ conflict, draft, onPick, ...own }: Props) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const { collection, field, register, entity } = conflict;
  const [against, setAgainst] = useState(1);
  const { heads } = register;
  const compared = heads[against] ? against : 1;
  const kind = texts.kind(collection, field, entity.values);
  const long = heads.some((head) => isLong(head.value));
  const device = useThisDevice();
  const nik = useNik(conflict, kind);
  return (
    <>
      {nik.mayOpen && (
        <Button size="compact-xs" variant="subtle" w="fit-content" onClick={nik.toggle} title={t('conflicts.nikHint')}>
          {t(nik.open ? 'client.hideNik' : 'client.showNik')}
        </Button>
      )}
      {long && (
        <Text size="xs" c="dimmed" component="div">
          <span className={classes.legend}>
            <del>{t('conflicts.onlyIn', { n: 1 })}</del> · <ins>{t('conflicts.onlyInOther', { n: compared + 1 })}</ins>
          </span>
          {heads.length > 2 && (
            <SegmentedControl
              size="xs"
              aria-label={t('conflicts.compareWith')}
              value={String(compared)}
              onChange={(n) => setAgainst(Number(n))}
              data={heads.slice(1).map((_, i) => ({ value: String(i + 1), label: `1 ↔ ${i + 2}` }))}
            />
          )}
        </Text>
      )}
      <ol className={classes.cards}>
        {heads.map((head, i) => (
          <li key={head.stamp}>
            <Card withBorder className={classes.card} data-picked={draft.pick === head.stamp || undefined}>
              <div className={classes.cardHead}>
                <Text fw={600} size="sm">
                  {t('conflicts.valueN', { n: i + 1 })}
                </Text>
                {i === 0 && (
                  <Text size="xs" c="dimmed">
                    {t('conflicts.shownNow')}
                  </Text>
                )}
              </div>
              {field === MERGED_FIELD && typeof head.value === 'string' ? (
                <ClientName collection={collection} id={head.value} />
              ) : (
                <ValueText
                  value={head.value}
                  text={nik.open ? String(head.value) : texts.value(collection, field, head.value, entity.values)}
                  other={heads[i === 0 ? compared : 0]?.value}
                  as={i === 0 ? 'first' : 'second'}
                />
              )}
              <Origin head={head} />
              <Past conflict={conflict} head={head} />
              <Button
                mt="auto"
                size="xs"
                variant={draft.pick === head.stamp ? 'filled' : 'default'}
                aria-pressed={draft.pick === head.stamp}
                rightSection={i < 9 ? <Kbd size="xs">{i + 1}</Kbd> : undefined}
                onClick={() => onPick(head.stamp)}
              >
                {t('conflicts.take', { n: i + 1 })}
              </Button>
            </Card>
          </li>
        ))}
      </ol>
      {!mayWriteOwn(device, kind, conflict) ? (
        <Text size="sm" c="dimmed">
          {t('conflicts.onlyChoose')}
        </Text>
      ) : draft.pick === 'own' ? (
        <OwnValue {...{ conflict, kind, text: draft.text ?? '' }} {...own} />
      ) : (
        <Button
          variant="subtle"
          size="xs"
          w="fit-content"
          rightSection={<Kbd size="xs">E</Kbd>}
          onClick={() => onPick('own')}
        >
          {t(long ? 'conflicts.merge' : 'conflicts.writeOwn')}
        </Button>
      )}
    </>
  );
}

/** Into which client another one was merged. */
function ClientName({ collection, id }: { collection: Conflict['collection']; id: string }) {
  const { t } = useTranslation();
  const values = useRecord(collection, id)?.values as { name?: string | null } | undefined;
  return <div className={classes.text}>{values?.name || t('common.unnamed')}</div>;
}

/** NIKs are masked; in full for those who may have them, when asked for, and that is written down (domain 2.2, 7). */
function useNik(conflict: Conflict, kind: FieldKind) {
  const [open, setOpen] = useState(false);
  const mayOpen = mayOpenNik(useThisDevice(), kind, conflict);
  const toggle = () => {
    setOpen(!open);
    if (!open)
      noteAccess({ collection: 'businesses', id: conflict.id }).catch((error: unknown) =>
        console.error('access', error),
      );
  };
  return { open: open && mayOpen, mayOpen, toggle };
}

/** What the author had before their eyes, as the hub's history tells. */
function Past({ conflict: { collection, field, past, entity }, head }: { conflict: Conflict; head: Head }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const nameOf = usePeople();
  const saw = past?.saw[head.stamp];
  const text =
    saw === undefined
      ? t('conflicts.pastUnknown')
      : saw.length === 0
        ? t('common.empty')
        : saw
            .map(({ by, value }) =>
              t('conflicts.sawBy', { value: texts.value(collection, field, value, entity.values), name: nameOf(by) }),
            )
            .join('; ');
  return (
    <div className={classes.past}>
      {t('conflicts.saw')} <span data-unknown={saw === undefined || undefined}>{text}</span>
    </div>
  );
}
