import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { instrumentsFor } from '#core/instruments/index.ts';
import type { Instrument } from '#core/instruments/scoring.ts';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { ClientFile } from '../../store/queries.ts';
import { inLanguage } from './instrument.ts';
import { startAssessment } from './start.ts';

/** Begins an assessment of a client, or goes on with its draft. With several instruments one is chosen first. */
export function StartAssessment({ file, disabled }: { file: ClientFile; disabled: boolean }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const device = useThisDevice();
  const { collection, id } = file.client;
  const { kind } = file.client.values as Values<'cooperatives'>;
  const instruments = instrumentsFor(collection, kind);
  const draftOf = (instrument: Instrument) =>
    file.assessments.find(({ values }) => values.state === 'draft' && values.instrument === instrument.id);
  const begin = async (instrument: Instrument) => {
    const assessment = draftOf(instrument)?.id ?? (await startAssessment({ collection, id }, instrument, device));
    await navigate({ to: '/assessments/$id', params: { id: assessment } });
  };
  const [only, ...others] = instruments;
  if (!only) return null;
  if (others.length === 0) {
    return (
      <Button variant="light" disabled={disabled} onClick={() => void begin(only)}>
        {t(draftOf(only) ? 'assessment.resume' : 'client.newAssessment')}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button variant="light" disabled={disabled}>
          {t('cooperativeAssessment.start')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {!kind && <Menu.Label>{t('cooperativeAssessment.kindUnknown')}</Menu.Label>}
        {instruments.map((instrument) => {
          const name = inLanguage(instrument.name, i18n.language);
          return (
            <Menu.Item key={instrument.id} onClick={() => void begin(instrument)}>
              {draftOf(instrument) ? t('cooperativeAssessment.resumeOf', { name }) : name}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
