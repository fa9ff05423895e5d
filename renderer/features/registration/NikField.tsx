import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { formatDay } from '#core/model/dates.ts';
import { checkNik, maskNik, normaliseDigits, readNik } from '#core/model/identifiers.ts';
import { SEXES } from '#core/model/reference.ts';
import { mayReadNik } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { DigitsField } from '../../ui/fields/fields.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { labelOf } from '../../ui/options.ts';

/** NIK: only its length and its date can be wrong; all else is a warning beside it (domain 2.2). */
export function NikField() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const { record } = useRecordContext();
  const owner = (record?.values ?? {}) as Values<'businesses'>;
  if (owner.ownerNik && !mayReadNik(device, owner)) {
    return (
      <TextInput
        label={t('fields.ownerNik')}
        value={maskNik(owner.ownerNik)}
        description={t('client.nikHidden')}
        readOnly
      />
    );
  }
  return <OpenNikField owner={owner} />;
}

function OpenNikField({ owner }: { owner: Values<'businesses'> }) {
  const { t, i18n } = useTranslation();
  const form = { birthDate: owner.ownerBirthDate, sex: owner.ownerSex };
  const facts = owner.ownerNik ? readNik(owner.ownerNik, Date.now()) : null;
  const explain = (text: string) =>
    t('fields.invalidNik', {
      problems: checkNik(normaliseDigits(text), form)
        .errors.map((code) => t(`nikErrors.${code}` as never))
        .join(' '),
    });
  return (
    <DigitsField
      field="ownerNik"
      explain={explain}
      warn={(text) => checkNik(text, form).warnings}
      hint={
        facts && !owner.ownerBirthDate
          ? `${formatDay(facts.birthDate)}, ${labelOf(SEXES, facts.sex, i18n.language)}`
          : undefined
      }
    />
  );
}
