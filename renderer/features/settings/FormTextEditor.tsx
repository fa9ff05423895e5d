import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type FormText, formTextRecord, misfit, NESTING, partsOf } from '../../i18n/formTexts.ts';
import { flushPending } from '../../store/pending.ts';
import { save } from '../../store/repository.ts';
import { LongTextField, TextField } from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { Section } from '../../ui/Section.tsx';
import { useMayChangeSettings } from './SettingsHead.tsx';

/** Labels and titles stand on one line of a form. */
const MAX_LABEL = 120;

/** One text of a form in the words of the unit, in both languages, with what it looks like. */
export function FormTextEditor({ text }: { text: FormText }) {
  const { t } = useTranslation();
  const { unit } = useThisDevice();
  const writing = useMayChangeSettings();
  const record = formTextRecord(unit, text.key);
  return (
    <RecordForm collection="formTexts" id={record} initial={{ key: text.key }} readOnly={!writing}>
      <Section title={text.id}>
        <div className="columns">
          <Language builtIn={text.id} field="textId" isHint={isHint(text)} />
          <Language builtIn={text.en} field="textEn" isHint={isHint(text)} />
        </div>
        {writing && (
          <Group mt="sm">
            <Button
              variant="default"
              onClick={async () => {
                await flushPending();
                await save('formTexts', record, { key: text.key, textId: null, textEn: null });
              }}
            >
              {t('settings.texts.reset')}
            </Button>
          </Group>
        )}
      </Section>
    </RecordForm>
  );
}

function Language({ builtIn, field, isHint }: { builtIn: string; field: 'textId' | 'textEn'; isHint: boolean }) {
  const { t } = useTranslation();
  const { record } = useRecordContext();
  const own = ((record?.values ?? {}) as Values<'formTexts'>)[field]?.trim();
  const misfitting = own ? misfit(builtIn, own) : null;
  const problem = misfitting ? problemText(t, misfitting, builtIn) : undefined;
  const input = { field, label: `fieldsOf.formTexts.${field}`, problem };
  return (
    <Stack gap="xs">
      {isHint ? <LongTextField {...input} maxLength={1000} /> : <TextField {...input} maxLength={MAX_LABEL} />}
      <Text size="sm" c="dimmed">
        {t('settings.texts.builtIn')}: {builtIn}
      </Text>
      <Title order={3} size="h6">
        {t('settings.texts.preview')}
      </Title>
      <Preview text={own && !problem ? own : builtIn} isHint={isHint} />
    </Stack>
  );
}

function problemText(t: TFunction, problem: 'parts' | 'signs', builtIn: string): string {
  if (problem === 'signs') return t('settings.texts.signs', { sign: NESTING });
  const parts = partsOf(builtIn).join(', ');
  return parts ? t('settings.texts.parts', { parts }) : t('settings.texts.noParts');
}

function Preview({ text, isHint }: { text: string; isHint: boolean }) {
  if (isHint)
    return (
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    );
  return <TextInput label={text} readOnly tabIndex={-1} />;
}

const isHint = ({ key }: FormText): boolean => /([hH]int|Intro)$/.test(key);
