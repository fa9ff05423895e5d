/** All migrations, in the order of their names. One file each, never changed once released. */
import type { Migration } from 'kysely/migration';
import * as start from './0001-start.ts';
import * as reports from './0002-reports.ts';
import * as historySeen from './0003-history-seen.ts';
import * as renewed from './0004-renewed.ts';
import * as files from './0005-files.ts';
import * as recovery from './0006-recovery.ts';
import * as noUnitChecks from './0007-no-unit-checks.ts';

export const migrations: Record<string, Migration> = {
  '0001-start': start,
  '0002-reports': reports,
  '0003-history-seen': historySeen,
  '0004-renewed': renewed,
  '0005-files': files,
  '0006-recovery': recovery,
  '0007-no-unit-checks': noUnitChecks,
};
