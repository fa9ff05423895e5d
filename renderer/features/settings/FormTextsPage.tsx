import { Badge, Select, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { FORM_TEXTS, type FormText, formText } from '../../i18n/formTexts.ts';
import { type Entity, useRecords } from '../../store/queries.ts';
import { RemoveButton } from '../../ui/forms/RemoveButton.tsx';
import { optionLabel } from '../../ui/options.ts';
import { Section } from '../../ui/Section.tsx';
import { ChangeHistory } from './ChangeHistory.tsx';
import { FormTextEditor } from './FormTextEditor.tsx';
import classes from './Settings.module.css';
import { SettingsHead, useMayChangeSettings } from './SettingsHead.tsx';

/** As many lines as can be looked through; the search finds the others. */
const SHOWN = 60;
const GENERAL = 'general';
const CHANGED = 'changed';

/** Labels, titles and hints of forms, each of which the unit may put in its own words. */
export function FormTextsPage() {
  const { t, i18n } = useTranslation();
  const records = useRecords('formTexts');
  const [form, setForm] = useState<string | null>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<FormText>();
  if (!records) return null;
  const own = new Map(records.filter(isChanged).map(({ values }) => [values.key, values]));
  const found = FORM_TEXTS.filter((text) => isIn(text, form, own) && matches(text, own.get(text.key), query));
  return (
    <Stack gap="sm">
      <SettingsHead part="texts" />
      <Text size="sm">{t('settings.texts.intro')}</Text>
      <div className={classes.panes}>
        <Stack gap="xs">
          <TextInput
            label={t('settings.texts.search')}
            value={query}
            onChange={({ currentTarget }) => setQuery(currentTarget.value)}
          />
          <Select
            label={t('settings.texts.form')}
            placeholder={t('settings.texts.all')}
            clearable
            searchable
            value={form}
            onChange={setForm}
            data={[
              { value: CHANGED, label: t('settings.texts.changed', { count: own.size }) },
              ...formsWithTexts().map((name) => ({ value: name, label: t(`collections.${name}` as never) as string })),
              { value: GENERAL, label: t('settings.texts.general') },
            ]}
          />
          <ul className={classes.texts} aria-label={t('settings.texts.list')}>
            {found.slice(0, SHOWN).map((text) => (
              <li key={text.key}>
                <UnstyledButton className={classes.text} aria-current={text === chosen} onClick={() => setChosen(text)}>
                  <span>
                    {shownText(text, own.get(text.key), i18n.language)}
                    <Text size="xs" c="dimmed">
                      {text.forms.map((name) => t(`collections.${name}` as never)).join(', ')}
                    </Text>
                  </span>
                  {own.has(text.key) && <Badge size="sm">{t('settings.texts.own')}</Badge>}
                </UnstyledButton>
              </li>
            ))}
          </ul>
          {found.length === 0 && <Text size="sm">{t('settings.texts.nothing')}</Text>}
          {found.length > SHOWN && (
            <Text size="sm" c="dimmed">
              {t('settings.texts.more', { count: found.length - SHOWN })}
            </Text>
          )}
        </Stack>
        {chosen ? (
          <FormTextEditor key={chosen.key} text={chosen} />
        ) : (
          <Text c="dimmed">{t('settings.texts.pick')}</Text>
        )}
      </div>
      <Stale records={records} />
      <ChangeHistory collection="formTexts" />
    </Stack>
  );
}

type Own = ReadonlyMap<string | null | undefined, Values<'formTexts'>>;

const isChanged = ({ values }: Entity<'formTexts'>): boolean => Boolean(values.textId || values.textEn);

const formsWithTexts = (): string[] => [...new Set(FORM_TEXTS.flatMap(({ forms }) => forms))];

function isIn({ key, forms }: FormText, form: string | null, own: Own): boolean {
  if (form === null) return true;
  if (form === CHANGED) return own.has(key);
  return form === GENERAL ? forms.length === 0 : (forms as string[]).includes(form);
}

function matches(text: FormText, own: Values<'formTexts'> | undefined, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const haystack = [text.id, text.en, own?.textId, own?.textEn].join(' ').toLowerCase();
  return words.every((word) => haystack.includes(word));
}

const shownText = (text: FormText, own: Values<'formTexts'> | undefined, language: string): string =>
  optionLabel({ code: text.key, id: own?.textId || text.id, en: own?.textEn || text.en }, language);

/** Texts for keys of another version. */
function Stale({ records }: { records: Entity<'formTexts'>[] }) {
  const { t } = useTranslation();
  const writing = useMayChangeSettings();
  const stale = records.filter((record) => isChanged(record) && !formText(record.values.key));
  if (stale.length === 0) return null;
  return (
    <Section title={t('settings.texts.stale')}>
      <Text size="sm" c="dimmed">
        {t('settings.texts.staleHint')}
      </Text>
      <ul className={classes.plain}>
        {stale.map(({ id, values }) => (
          <li key={id}>
            {values.textId || values.textEn} <code>{values.key}</code>{' '}
            {writing && <RemoveButton collection="formTexts" id={id} back="/settings/texts" />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
