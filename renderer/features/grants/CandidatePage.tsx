import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hasConsent } from '#core/model/grantRules.ts';
import { GRANT_STAGES } from '#core/model/grants.ts';
import { mayReadNik, mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { type FormDefinition, requiredFields } from '../../ui/forms/definition.ts';
import { Fields } from '../../ui/forms/Fields.tsx';
import { StartingPoint } from '../../ui/forms/Obstacles.tsx';
import { RemoveButton } from '../../ui/forms/RemoveButton.tsx';
import { Rows } from '../../ui/forms/Rows.tsx';
import { RecordSyncBadge } from '../../ui/RecordSync.tsx';
import { Section } from '../../ui/Section.tsx';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { PrivacyOfSubject } from '../privacy/PrivacyOfSubject.tsx';
import { RestrictionNotice } from '../privacy/Restriction.tsx';
import { Budget } from './Budget.tsx';
import { type CandidateFile, isOpen, useCandidateFile } from './candidateFile.ts';
import { CONSENT, DECISION, PAYMENT, PROPOSAL } from './forms.ts';
import { Gates } from './Gates.tsx';
import { Reports } from './Reports.tsx';
import { Reviews } from './Reviews.tsx';
import { Spending } from './Spending.tsx';
import { StageBlock } from './StageBlock.tsx';

/** A candidate of the start-up grant, from the first talk to the last report. */
export function CandidatePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const file = useCandidateFile(id);
  if (file === undefined) return null;
  if (file === null) return <Text>{t('forms.notFound')}</Text>;
  return <Page file={file} />;
}

function Page({ file }: { file: CandidateFile }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const restricted = useIsRestricted(file.record);
  const writing = mayWrite(role, 'candidates', '') && !restricted;
  const consented = hasConsent(file.candidate);
  return (
    <Stack gap="sm">
      <Header file={file} writing={writing} />
      <RestrictionNotice of={file.record} />
      <StageBlock file={file} writing={writing} />
      <Part form={CONSENT} file={file} readOnly={!writing} />
      {consented ? <Consented file={file} writing={writing} /> : <Text>{t('grants.consentFirst')}</Text>}
      <PrivacyOfSubject subject={file.record} />
    </Stack>
  );
}

/** All that is asked of a person who agreed; later parts come with their stage. */
function Consented({ file, writing }: { file: CandidateFile; writing: boolean }) {
  const has = (stage: CandidateFile['stage']) => GRANT_STAGES.indexOf(file.reached) >= GRANT_STAGES.indexOf(stage);
  const readOnly = !writing;
  const proposal = readOnly || !isOpen(file);
  return (
    <>
      {has('paid') && <Reports file={file} readOnly={readOnly} />}
      {has('paid') && <Spending file={file} readOnly={readOnly} />}
      {has('decided') && <Part form={PAYMENT} file={file} readOnly={readOnly} />}
      {has('selection') && <Part form={DECISION} file={file} readOnly={readOnly} />}
      {has('submitted') && <Reviews file={file} readOnly={proposal} />}
      <Part form={PROPOSAL} file={file} readOnly={proposal} />
      <Budget file={file} readOnly={proposal} />
      <Gates file={file} readOnly={proposal} />
      <Attachments owner={{ collection: 'candidates', id: file.id }} readOnly={readOnly} />
    </>
  );
}

function Part({ form, file, readOnly }: { form: FormDefinition; file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const hidden = mayReadNik(device, file.candidate) ? [] : ['nik'];
  return (
    <RecordForm collection="candidates" id={file.id} readOnly={readOnly}>
      {form === CONSENT && <StartingPoint fields={requiredFields(form)} />}
      {form.sections.map(({ name, fields, rows }) => {
        const shown = fields?.filter(({ field }) => !hidden.includes(field));
        return (
          <Section key={name} title={t(`forms.candidates.${name}` as never)}>
            {shown && <Fields fields={shown} />}
            {shown && shown.length < (fields?.length ?? 0) && (
              <Text size="sm" c="dimmed" mt="xs">
                {t('grants.nikHidden')}
              </Text>
            )}
            {rows && <Rows rows={rows} parent={file.id} readOnly={readOnly} />}
          </Section>
        );
      })}
    </RecordForm>
  );
}

function Header({ file, writing }: { file: CandidateFile; writing: boolean }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Group gap="xs">
          <Title order={1} size="h4">
            {t('conflicts.what.candidates')}
            {file.candidate.name ? `: ${file.candidate.name}` : ''}
          </Title>
          <Badge variant="light">{t(`choices.candidates.stage.${file.stage}`)}</Badge>
        </Group>
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('common.savedByItself')}
          </Text>
          <RecordSyncBadge record={file.record} />
          {hasConsent(file.candidate) && (
            <Text size="sm">
              <Link to="/grants/$id/proposal" params={{ id: file.id }}>
                {t('grants.sheet.openProposal')}
              </Link>
            </Text>
          )}
        </Group>
      </div>
      {writing && <RemoveButton collection="candidates" id={file.id} back="/grants" />}
    </Group>
  );
}
