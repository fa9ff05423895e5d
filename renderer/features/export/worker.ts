/// <reference lib="webworker" />
/** Makes one file beside the page, and is ended with it. */
import i18next from 'i18next';
import { en } from '../../i18n/en.ts';
import { applyFormTexts } from '../../i18n/formTexts.ts';
import { id } from '../../i18n/id.ts';
import { readForExport } from '../../store/exports.ts';
import { serve } from '../../store/open.ts';
import { type ExportQuestion, languageOf, type MadeExport, makeExport, neededFor } from './make.ts';

export type ExportAnswer =
  | { progress: { done: number; total: number } }
  /** All is read; the file is written. */
  | { writing: true }
  | { made: MadeExport }
  | { error: string };

void serve((question: ExportQuestion) => {
  make(question).then(
    (made) => answer({ made }),
    (error: unknown) => answer({ error: String(error) }),
  );
});

const answer = (message: ExportAnswer): void => self.postMessage(message);

async function make(question: ExportQuestion): Promise<MadeExport> {
  await i18next.init({
    resources: { id: { translation: id }, en: { translation: en } },
    lng: languageOf(question),
    fallbackLng: 'id',
    interpolation: { escapeValue: false },
  });
  const sources = await readForExport(neededFor(question), (done, total) => answer({ progress: { done, total } }));
  applyFormTexts(sources.formTexts);
  answer({ writing: true });
  return makeExport(question, sources, i18next.t, Date.now());
}
