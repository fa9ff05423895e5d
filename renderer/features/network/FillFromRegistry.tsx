import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRowsWithDeleted } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { type Filling, fillingOf, SOURCED_UNITS } from './registry.ts';

/** Inside the form of the unit's profile: adds what is sourced of this unit and not written down yet. */
export function FillFromRegistry() {
  const { t } = useTranslation();
  const { unit, unitRegion } = useThisDevice();
  const { record, inputs, readOnly } = useRecordContext();
  const funds = useRowsWithDeleted('unitFunds', unit);
  const sourced = SOURCED_UNITS.find(({ region }) => region === unitRegion);
  if (readOnly || !sourced || !funds) return null;
  const profile = (record?.values ?? {}) as Values<'unitProfiles'>;
  const filling = fillingOf(sourced, { unit, profile, funds, typing: new Set(inputs.keys()) });
  if (!filling) return null;
  const fill = async () => {
    await write(unit, filling);
    notifications.show({ message: t('settings.national.filled'), color: 'teal', withCloseButton: false });
  };
  return (
    <Button variant="default" onClick={() => void fill()}>
      {t('settings.national.fill')}
    </Button>
  );
}

async function write(unit: string, { profile, funds }: Filling): Promise<void> {
  if (Object.keys(profile).length > 0) await save('unitProfiles', unit, profile);
  for (const { id, values } of funds) await save('unitFunds', id, values);
}
