import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ATTACHABLE } from '#core/model/attachments.ts';
import { fieldSchema } from '#core/model/collections.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord } from '../../store/queries.ts';
import { clientOf } from '../../ui/clientOf.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { type FormDefinition, type FormSection, requiredFields } from '../../ui/forms/definition.ts';
import { Fields } from '../../ui/forms/Fields.tsx';
import { focusField, ObstacleList, StartingPoint } from '../../ui/forms/Obstacles.tsx';
import { RemoveButton } from '../../ui/forms/RemoveButton.tsx';
import { Rows } from '../../ui/forms/Rows.tsx';
import { finishRecord, obstaclesOf, reopenRecord } from '../../ui/forms/state.ts';
import { RecordSyncBadge } from '../../ui/RecordSync.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { Section } from '../../ui/Section.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useWaitsForConsent } from '../../ui/useConsent.ts';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { ConsentNotice } from '../consents/ConsentNotice.tsx';
import { LockBadge, LockButton, LockNotice } from '../locks/Lock.tsx';
import { isLocked } from '../locks/locks.ts';
import { RestrictionNotice } from '../privacy/Restriction.tsx';

type Checked = Entity<'programmes'>;

interface Props {
  form: FormDefinition;
  id: string;
  /** Under the title: whose it is. */
  subtitle?: ReactNode;
  /** After the form's own sections. */
  children?: ReactNode;
  /** Where to go after the record was deleted. */
  back: string;
}

/** One record with its form: read, write, finish, lock, delete. */
export function RecordPage({ form, id, subtitle, children, back }: Props) {
  const { t } = useTranslation();
  const record = useRecord(form.collection, id) as Entity<never> | null | undefined;
  if (record === undefined) return null;
  if (record === null || (record.values as { deletedAt?: unknown }).deletedAt)
    return <Text>{t('forms.notFound')}</Text>;
  return <Page {...{ form, record, subtitle, children, back }} />;
}

function Page({ form, record, subtitle, children, back }: Omit<Props, 'id'> & { record: Entity<never> }) {
  const { role } = useThisDevice();
  const checked = record as unknown as Checked;
  const restricted = useIsRestricted(checked);
  const waits = useWaitsForConsent(checked) === true;
  const writing =
    checked.values.state !== 'finished' &&
    !waits &&
    !checked.values.erasedAt &&
    !restricted &&
    !isLocked(checked) &&
    mayWrite(role, form.collection, '');
  return (
    <RecordForm collection={form.collection} id={record.id} readOnly={!writing}>
      <Stack gap="sm">
        <Header {...{ form, record, subtitle, back }} />
        <FormSections form={form} id={record.id} readOnly={!writing} />
        {children}
        <AttachmentsOf record={record} readOnly={!writing} />
        <StartingPoint fields={requiredFields(form)} />
      </Stack>
    </RecordForm>
  );
}

/** Where the record may have photos and documents, and still has a person or a matter to speak of. */
function AttachmentsOf({ record, readOnly }: { record: Entity<never>; readOnly: boolean }) {
  const collection = ATTACHABLE.find((name) => name === record.collection);
  if (!collection || (record as unknown as Checked).values.erasedAt) return null;
  return <Attachments owner={{ collection, id: record.id, client: clientOf(record.values) }} readOnly={readOnly} />;
}

/** The sections of a form, inside of a `RecordForm`. */
export function FormSections({ form, id, readOnly }: { form: FormDefinition; id: string; readOnly: boolean }) {
  const { t } = useTranslation();
  return form.sections.map((section) => (
    <Section key={section.name} title={t(`forms.${form.collection}.${section.name}` as never)}>
      <SectionContent section={section} id={id} readOnly={readOnly} />
    </Section>
  ));
}

function SectionContent({ section, id, readOnly }: { section: FormSection; id: string; readOnly: boolean }) {
  return (
    <>
      {section.fields && <Fields fields={section.fields} />}
      {section.rows && <Rows rows={section.rows} parent={id} readOnly={readOnly} />}
    </>
  );
}

function Header({ form, record, subtitle, back }: Omit<Props, 'id' | 'children'> & { record: Entity<never> }) {
  const { t } = useTranslation();
  const [tried, setTried] = useState(false);
  const checked = record as unknown as Checked;
  const hasState = fieldSchema(form.collection, 'finishedAt') !== undefined;
  const finished = checked.values.state === 'finished';
  const name = form.title ? (record.values as Record<string, string | null>)[form.title] : null;
  return (
    <>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap="xs">
            <Title order={1} size="h4">
              {recordKind(t, form.collection)}
              {name ? `: ${name}` : ''}
            </Title>
            {hasState && <StateBadge finished={finished} />}
            {hasState && <LockBadge record={checked} />}
          </Group>
          <Group gap="xs">
            {subtitle && <Text size="sm">{subtitle}</Text>}
            <Text size="sm" c="dimmed">
              {t('common.savedByItself')}
            </Text>
            <RecordSyncBadge record={record} />
          </Group>
        </div>
        <Actions {...{ form, record, back, hasState, onTry: () => setTried(true) }} />
      </Group>
      {hasState && <LockNotice record={checked} />}
      <RestrictionNotice of={checked} />
      <ConsentNotice of={checked} />
      {tried && !finished && <OwnObstacles form={form} />}
    </>
  );
}

function Actions({
  form,
  record,
  back,
  hasState,
  onTry,
}: {
  form: FormDefinition;
  record: Entity<never>;
  back: string;
  hasState: boolean;
  onTry: () => void;
}) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const { collection } = form;
  const { id } = record;
  const restricted = useIsRestricted(record as unknown as Checked);
  const checked = record as unknown as Checked;
  if (!mayWrite(role, collection, '') || isLocked(checked) || checked.values.erasedAt || restricted) return null;
  if (hasState && checked.values.state === 'finished') {
    return (
      <Group gap="xs" wrap="nowrap">
        <Button variant="light" onClick={() => void reopenRecord(collection, id)}>
          {t('forms.reopen')}
        </Button>
        <LockButton record={checked} />
      </Group>
    );
  }
  const finish = async () => {
    const obstacle = await finishRecord(form, id);
    onTry();
    if (obstacle) focusField(id, obstacle);
    else {
      notifications.show({
        message: t('forms.finished'),
        color: 'teal',
        icon: <IconCheck size={18} />,
        withCloseButton: false,
      });
    }
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <RemoveButton {...{ collection, id, back }} />
      {hasState && <Button onClick={() => void finish()}>{t('forms.finish')}</Button>}
    </Group>
  );
}

/** Shrinks as the obstacles are cleared. */
function OwnObstacles({ form }: { form: FormDefinition }) {
  const { record, inputs } = useRecordContext();
  const obstacles = obstaclesOf(requiredFields(form), record?.values ?? {}, inputs.keys());
  return <ObstacleList collection={form.collection} obstacles={obstacles} />;
}
