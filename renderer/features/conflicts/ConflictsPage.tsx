import { Button, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldName } from '#core/register/names.ts';
import { personsOf } from '#core/workflow/restriction.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useConflicts, useKeptDraft, useMerges } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { typeDraft } from '../../ui/useDraft.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { useRestrictedPersons } from '../../ui/useRestriction.ts';
import { useClientIndex } from '../clients/useClientIndex.ts';
import { RestrictionNotice } from '../privacy/Restriction.tsx';
import { ConflictList } from './ConflictList.tsx';
import classes from './ConflictsPage.module.css';
import { DecideAll } from './DecideAll.tsx';
import { DeletionDetail } from './DeletionDetail.tsx';
import { type Decision, mayRestore } from './decisions.ts';
import { type Draft, useDrafts } from './drafts.ts';
import type { Command } from './keys.ts';
import { type Line, linesOf } from './lines.ts';
import { OWN_INPUT } from './OwnValue.tsx';
import { mayWriteOwn, ownValue, startOf } from './own.ts';
import { useDeciding } from './useDeciding.ts';
import { useKeys } from './useKeys.ts';
import { ValuesDetail } from './ValuesDetail.tsx';

/** *Perlu diputuskan*: what several people wrote without knowing of each other. Nothing of it is lost until one decides. */
export function ConflictsPage() {
  const { t } = useTranslation();
  const conflicts = useConflicts(useThisDevice());
  const clients = useClientIndex();
  const merges = useMerges();
  const texts = useFieldTexts();
  const lines = useMemo(() => {
    const names = new Map(clients?.map(({ id, name }) => [id, name]));
    return conflicts && clients && merges && linesOf(conflicts, t, texts, (id) => names.get(merges.winnerOf(id)) ?? '');
  }, [conflicts, clients, merges, t, texts]);
  return (
    <div className={classes.page}>
      <Title order={1} size="h3">
        {t('conflicts.title')}
      </Title>
      {lines && <Waiting all={lines} />}
    </div>
  );
}

function Waiting({ all }: { all: Line[] }) {
  const { t } = useTranslation();
  const { lines, decideAll } = useDeciding(all);
  const isHeld = useHeld();
  const page = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const index = usePosition(lines, chosen, setChosen);
  const line = lines[index];
  const open = (key: string) => {
    setChosen(key);
    list.current?.focus();
  };
  const mark = (key: string) => {
    if (lines.some((each) => each.key === key && isHeld(each))) return;
    const next = new Set(marked);
    if (!next.delete(key)) next.add(key);
    setMarked(next);
  };

  const picking = usePicking(line && isHeld(line) ? undefined : line);
  const confirm = () => {
    if (!line || !picking.decision) return;
    list.current?.focus();
    void decideAll([{ line, decision: picking.decision }]);
  };
  const command = (key: Command) => {
    if (key.do === 'move') {
      const target = lines[index + key.step];
      if (target) open(target.key);
    } else if (key.do === 'mark') line && mark(line.key);
    else if (key.do === 'confirm') confirm();
    else {
      picking.byKey(key);
      // Where it is open already; when it opens, it takes the focus by itself.
      if (key.do === 'write') page.current?.querySelector<HTMLElement>(OWN_INPUT)?.focus();
    }
  };
  useKeys(page, command);

  // The keys work from the first moment on, and a screen reader says where one is.
  const isEmpty = lines.length === 0;
  useEffect(() => {
    if (!isEmpty) list.current?.focus({ preventScroll: true });
  }, [isEmpty]);

  if (!line) {
    return (
      <Stack gap={4} role="status">
        <Text>{t('conflicts.empty')}</Text>
        <Text size="sm" c="dimmed">
          {t('conflicts.emptyHelp')}
        </Text>
      </Stack>
    );
  }
  const markedLines = lines.filter((each) => marked.has(each.key) && !isHeld(each));
  return (
    <>
      <div className={classes.body} ref={page}>
        <div className={classes.side}>
          <Marking
            lines={lines.filter((each) => !isHeld(each))}
            marked={markedLines}
            onMark={(keys) => setMarked(new Set(keys))}
            onDecide={decideAll}
            listRef={list}
          />
          <ConflictList {...{ lines, index, marked, listRef: list, onOpen: open, onMark: mark }} />
        </div>
        <section className={classes.detail} aria-label={t('conflicts.one')}>
          <Heading line={line} position={index + 1} total={lines.length} />
          <RestrictionNotice of={line.conflict.entity} />
          <fieldset className={classes.scroller} disabled={isHeld(line)}>
            {line.conflict.kind === 'values' ? (
              <ValuesDetail
                key={line.key}
                conflict={line.conflict}
                draft={picking.draft}
                onPick={picking.pick}
                onText={picking.write}
                onConfirm={confirm}
                onLeave={() => list.current?.focus()}
              />
            ) : (
              <DeletionDetail
                conflict={line.conflict}
                siblings={lines.filter((other) => isSibling(other, line)).length}
                draft={picking.draft}
                onPick={picking.pick}
              />
            )}
          </fieldset>
          <Group className={classes.foot} justify="space-between" wrap="nowrap">
            <Text size="xs" c="dimmed">
              {t(picking.decision ? 'conflicts.replaces' : isHeld(line) ? 'conflicts.held' : 'conflicts.pickFirst')}
            </Text>
            <Button
              disabled={!picking.decision}
              onClick={confirm}
              rightSection={<Kbd size="xs">Enter</Kbd>}
              flex="none"
            >
              {t('conflicts.decide')}
            </Button>
          </Group>
        </section>
      </div>
      <Hints deletion={line.conflict.kind !== 'values'} />
    </>
  );
}

/** Of which lines somebody asked for a restriction: those wait until it is lifted. */
function useHeld(): (line: Line) => boolean {
  const restricted = useRestrictedPersons();
  return ({ conflict: { collection, id, entity } }) =>
    personsOf(collection, id, entity.values).some((person) => restricted?.has(person));
}

/**
 * The place of the chosen line. When it is gone (decided, here or elsewhere), the one that took its place is chosen, and
 * stays chosen while others come and go.
 */
function usePosition(lines: Line[], chosen: string | null, choose: (key: string) => void): number {
  const last = useRef(0);
  const found = lines.findIndex(({ key }) => key === chosen);
  const index = found >= 0 ? found : Math.max(0, Math.min(last.current, lines.length - 1));
  const key = lines[index]?.key;
  useEffect(() => {
    last.current = index;
    if (key !== undefined && key !== chosen) choose(key);
  }, [index, key, chosen, choose]);
  return index;
}

/** What the user is about to decide about one line. */
function usePicking(line: Line | undefined) {
  const device = useThisDevice();
  const texts = useFieldTexts();
  const { drafts, change } = useDrafts();
  const conflict = line?.conflict;
  // The text alone is on disk: after a crash what it replaces must be picked again.
  const kept = useKeptDraft(conflict?.collection ?? '', conflict?.id ?? '', `decide.${conflict?.field}`);
  const fresh: Draft = { pick: null, register: conflict?.register ?? { heads: [], seen: {} }, text: null };
  const draft = current((line && drafts[line.key]) ?? fresh, fresh.register);
  const kind = conflict && texts.kind(conflict.collection, conflict.field, conflict.entity.values);

  const pick = (next: Draft['pick']) => {
    if (!line || !conflict || !kind) return;
    const text = next === 'own' ? (draft.text ?? kept ?? startOf(kind, conflict)) : draft.text;
    change(line.key, { pick: next, register: conflict.register, text });
  };
  const byKey = (key: Command) => {
    if (!conflict || !kind) return;
    const ofValues = conflict.kind === 'values';
    const head = key.do === 'pick' && ofValues ? conflict.register.heads[key.n - 1] : undefined;
    if (head) pick(head.stamp);
    if (key.do === 'write' && ofValues && mayWriteOwn(device, kind, conflict)) pick('own');
    if (key.do === 'remove' && !ofValues) pick('remove');
    if (key.do === 'restore' && !ofValues && mayRestore(device.role, conflict)) pick('restore');
  };
  const write = (text: string) => {
    if (!line || !conflict) return;
    change(line.key, { ...draft, pick: 'own', text });
    typeDraft(conflict, `decide.${conflict.field}`, text);
  };

  const decision = (): Decision | null => {
    const { register, text } = draft;
    if (!conflict || !kind || draft.pick === null) return null;
    if (draft.pick === 'remove' || draft.pick === 'restore') return { do: draft.pick };
    const value =
      draft.pick === 'own'
        ? ownValue(kind, conflict.collection, conflict.field, text ?? '')
        : register.heads.find(({ stamp }) => stamp === draft.pick)?.value;
    return value === undefined ? null : { do: 'take', value, register };
  };
  return { draft, pick, byKey, write, decision: decision() };
}

/** What was picked may have been replaced meanwhile; then nothing is picked. */
function current(draft: Draft, register: Draft['register']): Draft {
  const stands =
    draft.pick === null || WORDS.includes(draft.pick) || register.heads.some(({ stamp }) => stamp === draft.pick);
  return stands ? draft : { ...draft, pick: null };
}
const WORDS: readonly string[] = ['own', 'remove', 'restore'];

/** Whose record and which field it is, with a way to the record. */
function Heading({ line, position, total }: { line: Line; position: number; total: number }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const { conflict, client } = line;
  const { collection, id, field, entity, owner } = conflict;
  const day = (entity.values as { date?: string }).date ?? (entity.values as { assessedOn?: string }).assessedOn;
  const link = owner ?? { collection, id };
  return (
    <div className={classes.heading}>
      <div>
        <Title order={2} size="h4">
          {conflict.kind === 'values'
            ? texts.label(collection, field, entity.values)
            : t(`conflicts.titles.${conflict.kind}`)}
        </Title>
        <Text size="sm">
          <RecordLink collection={link.collection} id={link.id} page>
            {client || t('common.unnamed')}
          </RecordLink>{' '}
          · {recordKind(t, collection)}
          {day ? ` ${texts.value(collection, 'date', day)}` : ''}
        </Text>
      </div>
      <Text size="sm" c="dimmed" role="status" flex="none">
        {t('common.of', { n: position, total })}
      </Text>
    </div>
  );
}

function Marking({
  lines,
  marked,
  onMark,
  onDecide,
  listRef,
}: {
  lines: Line[];
  marked: Line[];
  onMark: (keys: string[]) => void;
  onDecide: (decisions: { line: Line; decision: Decision }[]) => Promise<number>;
  listRef: RefObject<HTMLDivElement | null>;
}) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const nameOf = usePeople();
  const ask = () => {
    const dialog = modals.open({
      title: t('conflicts.all.title', { count: marked.length }),
      returnFocus: false,
      onClose: () => listRef.current?.focus(),
      children: (
        <DecideAll
          conflicts={marked.map(({ conflict }) => conflict)}
          role={role}
          now={Date.now()}
          nameOf={nameOf}
          onClose={() => modals.close(dialog)}
          onDecide={({ decided }) => {
            modals.close(dialog);
            const lineOf = new Map(marked.map((line) => [line.key, line]));
            const decisions = decided.map(({ conflict, decision }) => ({
              line: lineOf.get(fieldName(conflict)) as Line,
              decision,
            }));
            void onDecide(decisions).then((count) => {
              onMark([]);
              notifications.show({
                message: t('conflicts.all.done', { count }),
                color: 'teal',
                withCloseButton: false,
              });
            });
          }}
        />
      ),
    });
  };
  return (
    <Group gap={4} className={classes.marking}>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => onMark(marked.length === lines.length ? [] : lines.map(({ key }) => key))}
      >
        {t(marked.length === lines.length ? 'conflicts.markNone' : 'conflicts.markAll')}
      </Button>
      <Button size="compact-xs" disabled={marked.length === 0} onClick={ask} ml="auto">
        {t('conflicts.all.open', { count: marked.length })}
      </Button>
    </Group>
  );
}

function Hints({ deletion }: { deletion: boolean }) {
  const { t } = useTranslation();
  const hints: [keys: string[], text: string][] = [
    [['↑', '↓'], t('conflicts.keys.move')],
    ...(deletion
      ? ([
          [['H'], t('conflicts.keys.remove')],
          [['P'], t('conflicts.keys.restore')],
        ] as [string[], string][])
      : ([
          [['1', '2'], t('conflicts.keys.pick')],
          [['E'], t('conflicts.keys.write')],
        ] as [string[], string][])),
    [['Enter'], t('conflicts.keys.confirm')],
    [[t('conflicts.keys.space')], t('conflicts.keys.mark')],
  ];
  return (
    <Text size="xs" c="dimmed" component="div" className={classes.hints}>
      {hints.map(([keys, text]) => (
        <span key={text}>
          {keys.map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}{' '}
          {text}
        </span>
      ))}
    </Text>
  );
}

const isSibling = (other: Line, line: Line): boolean =>
  other.key !== line.key && line.conflict.owner !== undefined && other.conflict.owner?.id === line.conflict.owner.id;
