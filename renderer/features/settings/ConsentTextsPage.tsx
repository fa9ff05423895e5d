import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_TEXT, publishedTexts, versionInForce } from '#core/model/consentTexts.ts';
import { formatDay } from '#core/model/dates.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { type Entity, useRecords } from '../../store/queries.ts';
import { DayField, LongTextField } from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { focusField } from '../../ui/forms/Obstacles.tsx';
import { RemoveButton } from '../../ui/forms/RemoveButton.tsx';
import { Section } from '../../ui/Section.tsx';
import { ConsentWording } from '../consents/ConsentWording.tsx';
import { type PublishObstacle, publish, startText } from './consentTexts.ts';
import { SettingsHead, useMayChangeSettings } from './SettingsHead.tsx';

/** The wordings of the consent: drafts, what holds now, what will and what did hold. */
export function ConsentTextsPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const writing = useMayChangeSettings();
  const texts = useRecords('consentTexts');
  if (!texts) return null;
  const inForce = versionInForce(texts, today);
  const versions = publishedTexts(texts).map(({ version, validFrom }) => ({ version, validFrom }));
  const drafts = texts.filter(({ values }) => !values.lockedAt);
  return (
    <Stack gap="sm">
      <SettingsHead part="consent" />
      <Text size="sm">{t('settings.consent.intro')}</Text>
      {writing && drafts.map((draft) => <Draft key={draft.id} draft={draft} />)}
      {writing && drafts.length === 0 && (
        <Group>
          <Button leftSection={<IconPlus size={16} />} onClick={() => void startText(device)}>
            {t('settings.consent.add')}
          </Button>
        </Group>
      )}
      {[...versions, { version: FIRST_TEXT.version, validFrom: null }].map(({ version, validFrom }) => (
        <Section key={version} title={t('settings.consent.version', { version })}>
          <Group gap="xs" mb="xs">
            {version === inForce && <Badge>{t('settings.consent.inForce')}</Badge>}
            <Text size="sm" c="dimmed">
              {validFrom
                ? t('settings.consent.validFrom', { day: formatDay(validFrom) })
                : t('settings.consent.builtIn')}
            </Text>
          </Group>
          <ConsentWording version={version} />
        </Section>
      ))}
    </Stack>
  );
}

function Draft({ draft }: { draft: Entity<'consentTexts'> }) {
  const { t } = useTranslation();
  const today = useToday();
  const [obstacle, setObstacle] = useState<PublishObstacle | null>(null);
  const ask = () =>
    modals.openConfirmModal({
      title: t('settings.consent.publish'),
      children: <Text size="sm">{t('settings.consent.publishConfirm')}</Text>,
      labels: { confirm: t('settings.consent.publish'), cancel: t('common.cancel') },
      onConfirm: async () => {
        const found = await publish(draft.id, today);
        setObstacle(found);
        if (found) focusField(draft.id, found === 'text' ? 'textId' : 'validFrom');
        else notifications.show({ message: t('settings.consent.published'), color: 'teal', withCloseButton: false });
      },
    });
  return (
    <Section title={t('settings.consent.draft')}>
      <RecordForm collection="consentTexts" id={draft.id}>
        <Stack gap="sm">
          <Group align="flex-start">
            <DayField field="validFrom" required />
          </Group>
          <div className="columns">
            <LongTextField field="textId" rows={6} required maxLength={4000} />
            <LongTextField field="textEn" rows={6} maxLength={4000} hint={t('settings.consent.englishHint')} />
          </div>
          {obstacle && (
            <Text size="sm" c="red.8" role="alert">
              {t(`settings.consent.obstacles.${obstacle}`)}
            </Text>
          )}
          <Group>
            <Button onClick={ask}>{t('settings.consent.publish')}</Button>
            <RemoveButton collection="consentTexts" id={draft.id} back="/settings/consent" />
          </Group>
        </Stack>
      </RecordForm>
    </Section>
  );
}
