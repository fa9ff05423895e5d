import { useEffect, useRef } from 'react';
import { shell } from '../../app/shell.ts';
import { fromParcel } from '../../sync/room/parcels.ts';

/**
 * Hands over the bundles that somebody opened with the app, by a double click say: now, and as they come.
 *
 * @param busy those that come meanwhile are handed over afterwards
 */
export function useOpenedFiles(busy: boolean, read: (files: File[]) => void): void {
  const current = useRef({ read, looking: false });
  current.current.read = read;
  useEffect(() => {
    if (busy) return;
    const look = async (): Promise<void> => {
      if (current.current.looking) return;
      current.current.looking = true;
      const files = await takeOpened().finally(() => {
        current.current.looking = false;
      });
      if (files.length > 0) current.current.read(files);
    };
    void look();
    return shell()?.onCommand((command) => {
      if (command === 'bundles') void look();
    });
  }, [busy]);
}

async function takeOpened(): Promise<File[]> {
  const bridge = shell();
  const files: File[] = [];
  while (bridge) {
    const opened = await bridge.ask('parcel:opened', undefined);
    if (!opened) break;
    const { name, parcel } = opened;
    // An empty file is refused with a word why, as one that cannot be read should be.
    files.push(new File(parcel ? [await fromParcel(parcel)] : [], name));
    if (parcel) await bridge.ask('parcel:drop', parcel);
  }
  return files;
}
