/** The only place that listens to the renderer or talks to it: sender and payload are checked here, for every channel. */
import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import {
  type AnswerOf,
  type EventChannel,
  type EventOf,
  events,
  type RequestChannel,
  type RequestOf,
  requests,
} from '../contract.ts';
import { isOwnMainFrame } from './origin.ts';

export function handle<C extends RequestChannel>(
  channel: C,
  answer: (request: RequestOf<C>, event: IpcMainInvokeEvent) => AnswerOf<C> | Promise<AnswerOf<C>>,
): void {
  ipcMain.handle(channel, async (event, payload: unknown) => {
    if (!isOwnMainFrame(event.senderFrame)) throw new Error(`${channel}: refused, foreign sender`);
    const request = requests[channel].request.safeParse(payload);
    // The payload may hold personal data: its content stays out of the message.
    if (!request.success) throw new Error(`${channel}: refused, wrong request`);
    return requests[channel].answer.parse(await answer(request.data as RequestOf<C>, event));
  });
}

export function tell<C extends EventChannel>(window: BrowserWindow, channel: C, payload: EventOf<C>): void {
  window.webContents.send(channel, events[channel].parse(payload));
}
