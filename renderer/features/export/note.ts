/** The note that data were taken out, written before the file is handed out (domain 7). It names no person. */
import { newId, save } from '../../store/repository.ts';
import type { ExportQuestion, MadeExport } from './make.ts';

export async function noteExport({ layout, format }: ExportQuestion, { counts, hasNik }: MadeExport): Promise<void> {
  await save('accesses', newId(), {
    what: 'export',
    contents: counts.map(({ collection }) => collection).join(' '),
    recordsCount: counts.reduce((sum, { count }) => sum + count, 0),
    layout,
    format,
    fullNik: hasNik,
  });
}
