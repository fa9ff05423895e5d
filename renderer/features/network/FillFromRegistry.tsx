import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { flushPending } from '../../store/pending.ts';
import { readInputsOf, readRecord, readRowsWithDeleted, useRowsWithDeleted } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { fillingOf, SOURCED_UNITS, type SourcedUnit } from './registry.ts';

/** Inside the form of the unit's profile: adds what is sourced of this unit and not written down yet. */
export function FillFromRegistry() {
  const { t } = useTranslation();
  const { unit, unitRegion } = useThisDevice();
  const { record, inputs, readOnly } = useRecordContext();
  const funds = useRowsWithDeleted('unitFunds', unit);
  const sourced = SOURCED_UNITS.find(({ region }) => region === unitRegion);
  if (readOnly || !sourced || !funds) return null;
  const profile = (record?.values ?? {}) as Values<'unitProfiles'>;
  if (!fillingOf(sourced, { unit, profile, funds, typing: new Set(inputs.keys()) })) return null;
  const fill = async () => {
    await fillProfile(unit, sourced);
    notifications.show({ message: t('settings.national.filled'), color: 'teal', withCloseButton: false });
  };
  return (
    <Button variant="default" onClick={() => void fill()}>
      {t('settings.national.fill')}
    </Button>
  );
}

/** Fills what is empty on disk, after what was just typed is there. */
async function fillProfile(unit: string, sourced: SourcedUnit): Promise<void> {
  await flushPending();
  const profile = (await readRecord('unitProfiles', unit))?.values ?? {};
  const typing = new Set((await readInputsOf('unitProfiles', unit)).keys());
  const funds = await readRowsWithDeleted('unitFunds', unit);
  const filling = fillingOf(sourced, { unit, profile, funds, typing });
  if (!filling) return;
  if (Object.keys(filling.profile).length > 0) await save('unitProfiles', unit, filling.profile);
  for (const { id, values } of filling.funds) await save('unitFunds', id, values);
}
