/** The bridge between the renderer and the shell. Only types of the contract come in here: zod stays in main. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type {
  AnswerOf,
  EventChannel,
  EventOf,
  RequestChannel,
  RequestOf,
  ShellBridge,
  ShellCommand,
} from '../contract.ts';

const ask = <C extends RequestChannel>(channel: C, request: RequestOf<C>): Promise<AnswerOf<C>> =>
  ipcRenderer.invoke(channel, request);

function listen<C extends EventChannel>(channel: C, listener: (event: EventOf<C>) => void): void {
  ipcRenderer.on(channel, (_event: IpcRendererEvent, payload: EventOf<C>) => listener(payload));
}

/** @returns a function that stops listening */
function hear<C extends EventChannel>(channel: C, listener: (event: EventOf<C>) => void): () => void {
  const forward = (_event: IpcRendererEvent, payload: EventOf<C>) => listener(payload);
  ipcRenderer.on(channel, forward);
  return () => void ipcRenderer.off(channel, forward);
}

const onCommand = new Set<(command: ShellCommand) => void>();
const onFlush = new Set<() => Promise<number>>();

listen('shell:command', ({ command }) => {
  for (const listener of onCommand) listener(command);
});

listen('shell:flush', async ({ flush }) => {
  const outcomes = await Promise.allSettled([...onFlush].map((listener) => listener()));
  const unsaved = outcomes.reduce((sum, each) => sum + (each.status === 'fulfilled' ? each.value : 0), 0);
  await ask('shell:flushed', { flush, unsaved });
});

const bridge: ShellBridge = {
  info: () => ask('app:info', undefined),
  onCommand: (listener) => {
    onCommand.add(listener);
    void ask('shell:listening', true);
    return () => {
      onCommand.delete(listener);
      void ask('shell:listening', onCommand.size > 0);
    };
  },
  onFlush: (listener) => {
    onFlush.add(listener);
    return () => onFlush.delete(listener);
  },
  onLock: (listener) => hear('shell:lock', listener),
  onStoreReset: (listener) => hear('shell:store-reset', listener),
  relaunch: () => ask('shell:relaunch', undefined),
  setLanguage: (language) => ask('shell:set-language', language),
  openExternal: (url) => ask('shell:open-external', url),
  ask: (channel, request) => {
    if (!/^(parcel|folder|post|guest|lock|vault|update|provision|backup|disk):/.test(channel))
      throw new Error('no such channel');
    return ask(channel, request);
  },
  onPostAsked: (listener) => hear('post:asked', listener),
  onGuestMoved: (listener) => hear('guest:moved', listener),
  onUpdateMoved: (listener) => hear('update:moved', listener),
};

contextBridge.exposeInMainWorld('pendamping', bridge);
