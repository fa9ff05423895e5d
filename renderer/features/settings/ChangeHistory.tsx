import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import type { VersionedSetting } from '#core/model/settings.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { formText } from '../../i18n/formTexts.ts';
import { type Entity, useRecords, useSettingsWithDeleted } from '../../store/queries.ts';
import { restore, save } from '../../store/repository.ts';
import { optionLabel } from '../../ui/options.ts';
import { usePeople } from '../../ui/people.ts';
import { Section } from '../../ui/Section.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { useServiceLines } from '../../ui/serviceLines.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './Settings.module.css';

const PAGE = 10;

/** *Riwayat perubahan* of the settings of one kind: when, who, what, from what to what, with a way back. Newest first. */
export function ChangeHistory({ collection, className }: { collection: VersionedSetting; className?: string }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const nameOf = usePeople();
  const { label, moment } = useFieldTexts();
  const textOf = useValueText(collection);
  const titleOf = useTitles(collection);
  const changes = useRecords('settingChanges');
  const settings = useSettingsWithDeleted(collection);
  const [shown, setShown] = useState(PAGE);
  if (!changes || !settings) return null;
  const records = new Map(settings.map((record) => [record.id, record]));
  const own = changes
    .filter(({ values }) => values.collection === collection && (values.before ?? null) !== (values.after ?? null))
    .sort((a, b) => b.id.localeCompare(a.id));
  const writing = mayWrite(role, collection, '');
  const rows = own.slice(0, shown).map((change) => {
    const { values } = change;
    const record = records.get(values.record ?? '');
    const what = `${titleOf(record)} · ${values.field === 'deletedAt' ? t('common.delete') : label(collection, values.field ?? '')}`;
    const isWayBack = writing && record && mayReturn(change, record);
    return {
      id: change.id,
      cells: [
        values.at ? moment(Date.parse(values.at)) : '',
        nameOf(values.createdBy),
        what,
        <Change key="values" before={textOf(values, 'before')} after={textOf(values, 'after')} />,
        isWayBack && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconRestore size={16} />}
            aria-label={t('settings.history.backOf', { what, value: textOf(values, 'before') })}
            onClick={() =>
              void giveBack(change).then(() => notifications.show({ message: t('settings.history.done') }))
            }
          >
            {t('settings.history.back')}
          </Button>
        ),
      ],
    };
  });
  const heads = (['at', 'by', 'what', 'change', 'way'] as const).map((head) => t(`settings.history.${head}`));
  return (
    <div className={className}>
      <Section title={t('settings.history.title')}>
        <SimpleTable heads={heads} rows={rows} empty={t('settings.history.none')} />
        {own.length > shown && (
          <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setShown(shown + PAGE)}>
            {t('settings.history.more', { count: Math.min(PAGE, own.length - shown) })}
          </Button>
        )}
      </Section>
    </div>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  return (
    <Text size="sm" lineClamp={3} className={classes.change}>
      <del>{before}</del> → <ins>{after}</ins>
    </Text>
  );
}

type SettingChange = Entity<'settingChanges'>;

/** Is there something to return to, and does the setting not hold it already? */
function mayReturn({ values }: SettingChange, record: Entity<VersionedSetting>): boolean {
  const { deletedAt, ...now } = record.values as Record<string, unknown>;
  if (values.field === 'deletedAt') return values.after === true && Boolean(deletedAt);
  return !deletedAt && (now[values.field ?? ''] ?? null) !== (values.before ?? null);
}

/** Writes the value from before; that is a change of its own. */
async function giveBack({ values: { collection, record, field, before } }: SettingChange): Promise<void> {
  const setting = collection as VersionedSetting;
  if (!record || !field) return;
  if (field === 'deletedAt') await restore(setting, record);
  else await save(setting, record, { [field]: before ?? null } as never);
}

function useValueText(collection: VersionedSetting) {
  const { t } = useTranslation();
  const { value } = useFieldTexts();
  return (values: Values<'settingChanges'>, which: 'before' | 'after'): string => {
    if (values.field === 'deletedAt') return t(values[which] ? 'settings.history.gone' : 'settings.history.there');
    return value(collection, values.field ?? '', values[which] ?? null);
  };
}

/** What each setting is called. */
function useTitles(collection: VersionedSetting): (record: Entity<VersionedSetting> | undefined) => string {
  const { t, i18n } = useTranslation();
  const lines = useServiceLines();
  return (record) => {
    if (!record) return t('common.unnamed');
    const values = record.values as Values<'performanceTargets'> & Values<'formTexts'> & Values<'retentionRules'>;
    const line = lines.find((each) => each.record === record.id);
    const text = formText(values.key);
    const titles: Record<VersionedSetting, string | null | undefined> = {
      serviceLines: line ? optionLabel(line, i18n.language) : (record.values as Values<'serviceLines'>).name,
      performanceTargets: [values.year, values.standard].filter(Boolean).join(' '),
      formTexts: text ? optionLabel({ code: text.key, ...text }, i18n.language) : values.key,
      grantRules: t('grants.rulesOf', { year: values.year ?? '' }),
      retentionRules: values.recordKind && t(`privacy.retention.kinds.${values.recordKind}` as never),
    };
    return titles[collection] || t('common.unnamed');
  };
}
