/**
 * Finding the post in the room: the guest calls into the network by UDP broadcast, the host whose tag it is answers with its
 * port. Where the network keeps its members apart, the user types the address instead.
 */
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { isPrivateAddress, POST_PORT } from '#core/wire/post.ts';

const CALL = 'pendamping-post?';
const ANSWER = 'pendamping-post!';
/** Broadcasts get lost. */
const CALLS = 4;
const BETWEEN_MS = 500;

/** This laptop's IPv4 addresses in private networks, without its own loopback. */
export const roomAddresses = (): string[] =>
  interfaces()
    .filter(({ internal }) => !internal)
    .map(({ address }) => address);

const interfaces = () =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, address }) => family === 'IPv4' && isPrivateAddress(address));

/**
 * Answers those who call for this post. Without the UDP port (another app has it) guests type the address.
 *
 * @param port of the post
 */
export function answerCalls(tag: string, port: number, listenOn = POST_PORT): Socket {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('error', () => stopAnswering(socket));
  socket.on('message', (message, { address, port: from }) => {
    if (message.length > 64 || !isPrivateAddress(address)) return;
    // No longer than the call: nobody is flooded by way of us.
    if (message.toString('latin1') === CALL + tag) socket.send(`${ANSWER}${port}`, from, address, () => undefined);
  });
  socket.bind(listenOn);
  return socket;
}

/** A socket that failed is closed already, and would throw when it is closed again. */
export function stopAnswering(socket: Socket): void {
  try {
    socket.close();
  } catch {}
}

/** @returns `host:port`, or null when nobody answered within two seconds */
export function findPost(tag: string, signal: AbortSignal, callOn = POST_PORT): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = createSocket('udp4');
  let left = CALLS;
  const timer = setInterval(() => call(), BETWEEN_MS);
  const call = (): void => {
    left -= 1;
    if (left < 0) done(null);
    else for (const address of targets()) socket.send(CALL + tag, callOn, address, () => undefined);
  };
  const done = (found: string | null): void => {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    socket.removeAllListeners();
    socket.on('error', () => undefined);
    socket.close();
    resolve(found);
  };
  const stop = () => done(null);
  signal.addEventListener('abort', stop, { once: true });
  socket.on('error', () => done(null));
  socket.on('message', (message, { address }) => {
    const [, port] = new RegExp(`^${ANSWER}(\\d{1,5})$`).exec(message.toString('latin1')) ?? [];
    if (port && Number(port) > 0 && Number(port) <= 65_535 && isPrivateAddress(address)) {
      done(`${address}:${Number(port)}`);
    }
  });
  socket.bind(0, () => {
    socket.setBroadcast(true);
    call();
  });
  return promise;
}

/** Everybody in each network that this laptop is in, and this laptop itself. */
const targets = (): string[] => [
  '255.255.255.255',
  '127.0.0.1',
  ...interfaces()
    .filter(({ internal }) => !internal)
    .map(({ address, netmask }) => broadcastOf(address, netmask)),
];

/** The address of everybody in a network. */
export const broadcastOf = (address: string, netmask: string): string => {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, i) => Number(part) | (~(mask[i] ?? 255) & 255))
    .join('.');
};
