import { Button, Code, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shell } from '../../app/shell.ts';
import type { StoreFindings } from '../../store/checkup.ts';
import { db } from '../../store/database.ts';
import { diagnose } from '../../store/diagnostics.ts';
import { freeBytes } from '../../store/space.ts';
import { countUnsaved } from '../../store/unsaved.ts';
import { download } from '../../ui/download.ts';
import { Section } from '../../ui/Section.tsx';
import { listBackups } from '../backups/take.ts';

/** What support needs to know, without anything of a person: its user reads it before it is saved. */
export function DiagnosticsCard({ findings }: { findings?: StoreFindings | undefined }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState<string>();
  const make = async () => setText(JSON.stringify(await diagnoseHere(i18n.language, findings), null, 2));
  const save = () => {
    const name = `pendamping-keterangan-${new Date().toISOString().slice(0, 10)}.json`;
    download(name, new Blob([text ?? ''], { type: 'application/json' }));
  };
  return (
    <Section title={t('checkup.report.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('checkup.report.intro')}</Text>
        {text && (
          <ScrollArea.Autosize
            mah={320}
            w="100%"
            viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('checkup.report.content') }}
          >
            <Code block>{text}</Code>
          </ScrollArea.Autosize>
        )}
        <Group gap="xs">
          <Button variant="default" onClick={() => void make()}>
            {t('checkup.report.make')}
          </Button>
          {text && <Button onClick={save}>{t('checkup.report.save')}</Button>}
        </Group>
      </Stack>
    </Section>
  );
}

async function diagnoseHere(language: string, findings?: StoreFindings) {
  const { usage } = (await navigator.storage?.estimate?.()) ?? {};
  const backups = await listBackups(db.name);
  return diagnose(
    db,
    {
      app: APP_VERSION,
      platform: (await shell()?.info())?.platform ?? 'browser',
      language,
      made: new Date().toISOString(),
      free: (await freeBytes()) ?? null,
      used: usage ?? null,
      persisted: (await navigator.storage?.persisted?.()) ?? null,
      backups: backups.map(({ created, size, version, app }) => ({ created, size, version, app })),
      unsaved: countUnsaved(),
    },
    findings,
  );
}
