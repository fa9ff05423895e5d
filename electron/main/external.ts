import { shell } from 'electron';
import { requests } from '../contract.ts';

/** The only way a link leaves the app. Parses again, so that no caller in main can pass anything but the web and mail. */
export async function openExternal(url: string): Promise<void> {
  await shell.openExternal(requests['shell:open-external'].request.parse(url));
}
