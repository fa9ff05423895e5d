import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubjectCollection } from '#core/model/collections.ts';
import { dayIn } from '#core/model/dates.ts';
import { mayReadNik } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type HeldRecord, useHeldOf } from '../../store/held.ts';
import { download } from '../../ui/download.ts';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { copyAsJson, noteCopy } from './copy.ts';
import { HeldRecords } from './HeldRecords.tsx';
import classes from './Sheet.module.css';

/** *Salinan data subjek*: all that is held of a client or a candidate, to print or as a file. Whose copy it is, is written down first. */
export function SubjectCopyPage({ collection, id }: { collection: SubjectCollection; id: string }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const records = useHeldOf(collection, id);
  if (records === undefined) return null;
  const subject = records?.[0];
  if (!records || !subject) return <Text>{t('forms.notFound')}</Text>;
  if (!mayReadNik(device, subject.values)) return <Text>{t('privacy.copy.notAllowed')}</Text>;
  return <Copy collection={collection} id={id} records={records} />;
}

function Copy({ collection, id, records }: { collection: SubjectCollection; id: string; records: HeldRecord[] }) {
  const { t } = useTranslation();
  const { unitName, userName, timeZone } = useThisDevice();
  const { moment } = useFieldTexts();
  const noted = useNoted(collection, id);
  if (noted === null) return null;
  const name = String(records[0]?.values.name ?? t('common.unnamed'));
  const save = () => {
    const maker = { unit: unitName, by: userName, at: new Date(noted).toISOString() };
    const file = new Blob([copyAsJson(records, maker)], { type: 'application/json' });
    // The name of the file says nothing about the person (architecture, rule 9).
    download(`${t('privacy.copy.fileName')}-${dayIn(timeZone, noted)}.json`, file);
  };
  return (
    <>
      <SheetBar back={collection === 'candidates' ? `/grants/${id}` : `/clients/${collection}/${id}`}>
        <Button variant="default" leftSection={<IconDownload size={18} />} onClick={save}>
          {t('privacy.copy.download')}
        </Button>
      </SheetBar>
      <article className={classes.sheet}>
        <h1>{t('privacy.copy.title')}</h1>
        <p>
          {t('privacy.copy.intro', { name, unit: unitName, moment: moment(noted) })}{' '}
          {t('privacy.copy.by', { name: userName })}
        </p>
        <HeldRecords records={records} />
      </article>
    </>
  );
}

/** Notes the copy once per visit. @returns when it was noted, in ms; null until that is on disk */
function useNoted(collection: SubjectCollection, id: string): number | null {
  const [at, setAt] = useState<number | null>(null);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    noteCopy(collection, id)
      .then(() => setAt(Date.now()))
      .catch((error: unknown) => console.error('access', error));
  }, [collection, id]);
  return at;
}
