import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { formatDay } from '#core/model/dates.ts';
import { maskNik, readNik } from '#core/model/identifiers.ts';
import { SEXES } from '#core/model/reference.ts';
import { mayReadNik } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { NikInput } from '../../ui/fields/NikInput.tsx';
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
  const { i18n } = useTranslation();
  const person = { birthDate: owner.ownerBirthDate, sex: owner.ownerSex };
  const facts = owner.ownerNik ? readNik(owner.ownerNik, Date.now()) : null;
  return (
    <NikInput
      field="ownerNik"
      person={person}
      hint={
        facts && !owner.ownerBirthDate
          ? `${formatDay(facts.birthDate)}, ${labelOf(SEXES, facts.sex, i18n.language)}`
          : undefined
      }
    />
  );
}
