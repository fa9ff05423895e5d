import { Alert, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { versionInForce } from '#core/model/consentTexts.ts';
import { formatDay } from '#core/model/dates.ts';
import { CONSENT_WAYS } from '#core/model/reference.ts';
import { isConsentValid, isWithdrawn } from '#core/workflow/consent.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { type Entity, useAttachments, useChildren, useRecords } from '../../store/queries.ts';
import { newId, save } from '../../store/repository.ts';
import { ChoiceField, DayField, SwitchField, TextField } from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { Attachments } from '../attachments/Attachments.tsx';
import { ConsentWording } from './ConsentWording.tsx';

/** Records the data subject's consent, per purpose (UU 27/2022, domain 7). */
export function ConsentStep({
  collection,
  id,
  readOnly,
}: {
  collection: ClientCollection;
  id: string;
  readOnly: boolean;
}) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const consents = useChildren('consents', id);
  const texts = useRecords('consentTexts');
  const [fresh, setFresh] = useState(newId);
  if (!consents || !texts) return null;
  const standing =
    consents.find((consent) => consent.id === fresh) ?? consents.find((c) => !isWithdrawn(c.values, consents));
  // A consent keeps the wording that it was given to.
  const version = standing?.values.textVersion ?? versionInForce(texts, today);
  const withdrawn = consents.filter((consent) => consent.values.withdrawnOn && consent !== standing);

  return (
    <Stack gap="sm">
      {withdrawn.map((consent) => (
        <Alert key={consent.id} color="orange">
          {t('consent.withdrawn', { day: formatDay(consent.values.withdrawnOn ?? '') })}
        </Alert>
      ))}
      <RecordForm
        collection="consents"
        id={standing?.id ?? fresh}
        readOnly={readOnly}
        initial={{
          clientCollection: collection,
          clientId: id,
          textVersion: version,
          givenOn: today,
          takenBy: device.user,
        }}
      >
        <Stack gap="sm">
          <ConsentWording version={version} />
          <TextField field="subjectName" autoFocus />
          <Fieldset legend={t('consent.purposes')}>
            <Stack gap="xs">
              <SwitchField field="purposeMentoring" />
              <SwitchField field="purposeReporting" />
              <SwitchField field="purposeGrant" />
              <SwitchField field="purposePublication" />
            </Stack>
          </Fieldset>
          <div className="columns">
            <ChoiceField
              field="way"
              options={CONSENT_WAYS}
              hint={standing?.values.way === 'paper' ? t('consent.paperHint') : undefined}
            />
            {standing?.values.way === 'oral' && <TextField field="witnessName" />}
            <DayField field="givenOn" />
            <TextField field="place" />
          </div>
        </Stack>
      </RecordForm>
      {standing && <Proof consent={standing} client={{ collection, id }} readOnly={readOnly} />}
      <ConsentState consent={standing} />
      {standing && isConsentValid(standing.values) && !readOnly && (
        <Group>
          <WithdrawButton
            onConfirm={async () => {
              await save('consents', standing.id, { withdrawnOn: today });
              setFresh(newId());
            }}
          />
        </Group>
      )}
    </Stack>
  );
}

/** The signature on the screen, a photo of the paper form, or whatever else shows that it was given. */
function Proof({
  consent,
  client,
  readOnly,
}: {
  consent: Entity<'consents'>;
  client: { collection: ClientCollection; id: string };
  readOnly: boolean;
}) {
  const { t } = useTranslation();
  const { collection, id, values } = consent;
  const attachments = useAttachments(collection, id);
  const unsigned = values.way === 'screen' && attachments?.every((each) => each.values.kind !== 'signature');
  return (
    <Attachments
      owner={{ collection, id, client }}
      readOnly={readOnly}
      hint={unsigned ? t('consent.signHere') : undefined}
    />
  );
}

function ConsentState({ consent }: { consent: Entity<'consents'> | undefined }) {
  const { t } = useTranslation();
  const values = consent?.values ?? {};
  if (isConsentValid(values)) {
    return (
      <Alert color="teal" role="status">
        {t('consent.valid')}
      </Alert>
    );
  }
  const missing = (['purposeMentoring', 'way', 'givenOn'] as const).filter((field) => !values[field]);
  return (
    <Alert color="yellow" role="status">
      {t('consent.notYet', { missing: missing.map((field) => t(`consent.missing.${field}`)).join(', ') })}{' '}
      {t('consent.refused')}
    </Alert>
  );
}

function WithdrawButton({ onConfirm }: { onConfirm: () => Promise<void> }) {
  const { t } = useTranslation();
  const ask = () =>
    modals.openConfirmModal({
      title: t('consent.withdraw'),
      children: <Text size="sm">{t('consent.withdrawConfirm')}</Text>,
      labels: { confirm: t('consent.withdraw'), cancel: t('common.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: () => void onConfirm(),
    });
  return (
    <Button variant="subtle" color="red" onClick={ask}>
      {t('consent.withdraw')}
    </Button>
  );
}
