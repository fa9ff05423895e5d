/// <reference lib="webworker" />
/** The app's engine of sync in a worker of its own, one round whenever it is asked. */
import { newName } from '../../core/wire/protocol.ts';
import { db, type SyncStatus } from '../../renderer/store/database.ts';
import { newDeviceKeys } from '../../renderer/store/device.ts';
import { serve } from '../../renderer/store/open.ts';
import { syncOnce } from '../../renderer/sync/engine.ts';
import { connectHub } from '../../renderer/sync/hub.ts';
import { type Durability, forceDurability } from '../peers/contestant.ts';

export interface RoundDone {
  status: SyncStatus;
  ms: number;
}

let forced = false;

// It is there.
self.postMessage(null);

void serve<Durability>(async (durability) => {
  if (!forced) forceDurability(durability);
  forced = true;
  const started = performance.now();
  const status = await syncOnce({
    database: db,
    app: APP_VERSION,
    connect: connectHub,
    newKeys: newDeviceKeys,
    newName,
    elapsed: () => performance.now(),
  });
  self.postMessage({ status, ms: performance.now() - started } satisfies RoundDone);
});
