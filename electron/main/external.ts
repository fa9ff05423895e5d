import { shell } from 'electron';
import { requests } from '../contract.ts';

/** The only way a link leaves the app. Parses again, so that no caller in main can pass anything but the web and mail. */
export async function openExternal(url: string): Promise<void> {
  // As the parser reads it, not as it was written: no line breaks or blanks reach another program.
  await shell.openExternal(new URL(requests['shell:open-external'].request.parse(url)).href);
}
