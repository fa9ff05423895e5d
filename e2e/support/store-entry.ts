/** What tests of the store run inside a real browser: the app's own modules, without its screens. */
import * as register from '#core/register/register.ts';
import * as conflicts from '../../renderer/store/conflicts.ts';
import * as database from '../../renderer/store/database.ts';
import * as device from '../../renderer/store/device.ts';
import * as erasure from '../../renderer/store/erasure.ts';
import * as outbox from '../../renderer/store/outbox.ts';
import * as repository from '../../renderer/store/repository.ts';
import * as rows from '../../renderer/store/rows.ts';
import * as unsent from '../../renderer/store/unsent.ts';
import { syncOnce } from '../../renderer/sync/engine.ts';
import { HubError } from '../../renderer/sync/errors.ts';

export const store = {
  ...register,
  ...conflicts,
  ...database,
  ...device,
  ...erasure,
  ...outbox,
  ...repository,
  ...rows,
  ...unsent,
  syncOnce,
  HubError,
};
export type Store = typeof store;

(globalThis as unknown as { store: Store }).store = store;
