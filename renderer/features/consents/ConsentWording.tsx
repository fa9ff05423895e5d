import { Alert, Blockquote, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { wordingOf } from '#core/model/consentTexts.ts';
import { useRecords } from '../../store/queries.ts';
import { optionLabel } from '../../ui/options.ts';

/** The wording of one version, as it is read out. */
export function ConsentWording({ version }: { version: string }) {
  const { t, i18n } = useTranslation();
  const texts = useRecords('consentTexts');
  if (!texts) return null;
  const found = wordingOf(texts, version);
  if (!found) return <Alert color="yellow">{t('consent.textUnknown', { version })}</Alert>;
  return (
    <>
      <Text size="sm" fw={600}>
        {t('consent.textLabel', { version })}
      </Text>
      <Blockquote p="sm" fz="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {optionLabel({ code: version, ...found }, i18n.language)}
      </Blockquote>
    </>
  );
}
