import { Badge, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportKind } from '#core/import/fields.ts';
import type { Values } from '#core/model/collections.ts';
import { mayImport } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import { momentText } from '../../ui/fieldText.ts';
import { usePeople } from '../../ui/people.ts';
import { Section } from '../../ui/Section.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { startAgain, useJob } from './job.ts';
import { UndoButton } from './Undo.tsx';

type State = 'finished' | 'unfinished' | 'undone' | 'running';
const COLOURS: Record<State, string> = {
  finished: 'teal.9',
  unfinished: 'orange.9',
  undone: 'gray.7',
  running: 'blue.9',
};

/** The unit's imports, the latest first: to be undone, or gone on with where one was cut. */
export function Earlier() {
  const { t, i18n } = useTranslation();
  const { timeZone, role } = useThisDevice();
  const nameOf = usePeople();
  const { importId, busy } = useJob();
  const imports = useRecords('imports');
  if (!imports) return null;
  const stateOf = (id: string, values: Values<'imports'>): State => {
    if (values.undoneAt) return 'undone';
    if (busy === 'running' && id === importId) return 'running';
    return values.finishedAt ? 'finished' : 'unfinished';
  };
  const rows = imports
    .toSorted((a, b) => b.id.localeCompare(a.id))
    .map(({ id, values }) => {
      const kind = (values.what ?? 'businesses') as ImportKind;
      const state = stateOf(id, values);
      const fileName = values.fileName ?? '';
      const goOn = () => startAgain({ id, kind, fileName, hash: values.sourceHash ?? '' });
      return {
        id,
        cells: [
          momentText(timeZone, Date.parse(values.createdAt ?? '')),
          t(`collections.${kind}`),
          fileName,
          nameOf(values.createdBy),
          (values.taken ?? 0).toLocaleString(i18n.language === 'en' ? 'en-GB' : 'id-ID'),
          <Badge key="state" color={COLOURS[state]}>
            {t(`import.earlierStates.${state}`)}
          </Badge>,
          <Group key="ways" gap="xs" wrap="nowrap">
            {state === 'unfinished' && mayImport(role, kind) && (
              <Button size="compact-sm" variant="default" disabled={busy !== undefined} onClick={goOn}>
                {t('import.goOn')}
              </Button>
            )}
            {state !== 'running' && <UndoButton compact of={{ id, kind, fileName }} label={t('import.undo')} />}
          </Group>,
        ],
      };
    });
  const heads = ['when', 'what', 'file', 'by', 'taken', 'state'] as const;
  return (
    <Section title={t('import.earlier')}>
      <SimpleTable
        heads={[...heads.map((head) => t(`import.heads.${head}`)), '']}
        rows={rows}
        empty={t('import.noEarlier')}
      />
    </Section>
  );
}
