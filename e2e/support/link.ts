/**
 * A link between laptops and a hub, of any quality: a TCP proxy on this machine that shapes each direction (`line.ts`), cuts,
 * answers as a captive portal does, and writes down what was said (`tap.ts`).
 */

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { seeded } from '#core/testing/random.ts';
import { Line, type LinkProfile, type Outage, outagesOf, SEGMENT_BYTES } from './line.ts';
import { type Exchange, Tap } from './tap.ts';

/** What a sender may have waiting for the line before it is held back, as socket buffers do. */
const BUFFER_BYTES = 128 * 1024;
/** TCP, and TLS 1.3 in front of a real hub. */
const HANDSHAKE_ROUND_TRIPS = 2;

type Way = 'up' | 'down';

/** Lets everything through as it comes. */
const CLEAR: LinkProfile = { down: Number.POSITIVE_INFINITY, up: Number.POSITIVE_INFINITY, rtt: 0, jitter: 0, loss: 0 };

export interface Link {
  url: string;
  /** Every request that passed, in the order in which they began. */
  exchanges: Exchange[];
  /** Bytes that arrived at the other end, without what IP and TCP add. */
  bytes: Record<Way, number>;
  /** Cuts so far. */
  cuts: number;
  isUp: () => boolean;
  /** From now on the link is like this, with the profile's cuts and portal; without a profile it is as good as none. */
  use(profile?: LinkProfile): void;
  cut(how: Outage['how']): void;
  restore(): void;
  /** A login page answers every request, or a redirect to one; null ends that. */
  portal(answer: 'page' | 'redirect' | null): void;
  /** Resets the connection there, once. Resolves when it has happened. */
  resetAt(where: Trap): Promise<void>;
  close(): Promise<void>;
}

/** A place in an exchange: once so many bytes of the request's body (`up`) or of the answer's (`down`) were through. */
export interface Trap {
  path: string;
  way: Way;
  bodyBytes: number;
  /** So many exchanges with this path go through before. */
  skip?: number;
}

export interface LinkOptions {
  seed: number;
  /** Makes the gaps of a profile shorter (0 to 1), so that a measurement of hours takes minutes. */
  gapScale?: number;
  log?: (text: string) => void;
}

interface Connection {
  client: Socket;
  hub: Socket;
  tap: Tap;
}

type Delivery = () => void;

/** @param target the hub's address, `http://host:port` */
export async function openLink(target: string, options: LinkOptions): Promise<Link> {
  const { hostname, port } = new URL(target);
  const random = seeded(options.seed);
  const log = options.log ?? (() => undefined);
  const connections = new Set<Connection>();
  const portalSockets = new Set<Socket>();
  const traps: (Trap & { passed: Set<Exchange>; done: () => void })[] = [];
  let lines = linesOf(CLEAR);
  let refusing = false;
  let portal: 'page' | 'redirect' | null = null;
  let wake: ReturnType<typeof setTimeout> | undefined;
  const plan = new Set<ReturnType<typeof setTimeout>>();
  let up = true;

  const link: Link = {
    url: '',
    exchanges: [],
    bytes: { up: 0, down: 0 },
    cuts: 0,
    isUp: () => up,
    use(profile = CLEAR) {
      for (const timer of plan) clearTimeout(timer);
      plan.clear();
      dropAll();
      link.restore();
      lines = linesOf(profile);
      if (profile.portal) {
        link.portal(random() < 0.5 ? 'page' : 'redirect');
        later(profile.portal, () => link.portal(null));
      }
      const outages = outagesOf(profile, random, options.gapScale);
      const nextOutage = () => {
        const { value: outage } = outages.next();
        if (!outage) return;
        later(outage.up, () => {
          link.cut(outage.how);
          later(outage.gap, () => {
            link.restore();
            nextOutage();
          });
        });
      };
      nextOutage();
    },
    cut(how) {
      log(`cut (${how})`);
      up = false;
      link.cuts += 1;
      refusing = how === 'reset';
      if (how === 'reset') dropAll();
      eachLine((line) => line.setUp(false, performance.now()));
    },
    restore() {
      if (up) return;
      log('restored');
      up = true;
      refusing = false;
      eachLine((line) => line.setUp(true, performance.now()));
      pump();
    },
    portal(answer) {
      log(`portal: ${answer ?? 'gone'}`);
      portal = answer;
      dropAll();
    },
    resetAt: (where) => new Promise((done) => traps.push({ ...where, passed: new Set(), done })),
    async close() {
      for (const timer of plan) clearTimeout(timer);
      clearTimeout(wake);
      dropAll();
      await new Promise((done) => server.close(done));
    },
  };

  const server: Server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    client.on('error', () => client.destroy());
    if (refusing) client.resetAndDestroy();
    else if (portal) answerAsPortal(client, portal);
    else join(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  link.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return link;

  function join(client: Socket): void {
    const hub = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: true });
    const connection: Connection = { client, hub, tap: new Tap(link.exchanges) };
    connections.add(connection);
    const now = performance.now();
    lines.up.open(connection, now, HANDSHAKE_ROUND_TRIPS);
    lines.down.open(connection, now, 0);
    forward(connection, 'up');
    forward(connection, 'down');
  }

  /** What one side writes arrives at the other, when the line has carried it there. */
  function forward(connection: Connection, way: Way): void {
    const [from, to] = way === 'up' ? [connection.client, connection.hub] : [connection.hub, connection.client];
    from.on('data', (bytes: Buffer) => {
      for (let i = 0; i < bytes.length; i += SEGMENT_BYTES) {
        const segment = bytes.subarray(i, i + SEGMENT_BYTES);
        carry(connection, way, segment.length, () => deliver(connection, way, to, segment));
      }
      pump();
      if (connections.has(connection) && lines[way].waiting(connection) > BUFFER_BYTES) from.pause();
    });
    from.on('end', () => {
      carry(connection, way, 1, () => to.end());
      pump();
    });
    from.on('error', () => drop(connection));
    from.on('close', (failed) => {
      if (failed || to.destroyed) drop(connection);
    });
  }

  function carry(connection: Connection, way: Way, bytes: number, delivery: Delivery): void {
    if (!connections.has(connection)) return;
    lines[way].send(connection, bytes, delivery, performance.now());
  }

  function deliver(connection: Connection, way: Way, to: Socket, segment: Buffer): void {
    if (!connections.has(connection)) return;
    link.bytes[way] += segment.length;
    connection.tap[way](segment);
    if (isTrapped(connection, way)) {
      drop(connection);
      return;
    }
    to.write(segment);
    const from = way === 'up' ? connection.client : connection.hub;
    if (from.isPaused() && lines[way].waiting(connection) < BUFFER_BYTES / 2) from.resume();
  }

  /** Is it this segment that a test wants to be the one that never arrives? */
  function isTrapped(connection: Connection, way: Way): boolean {
    const exchange = connection.tap.latest;
    const trap = traps.find((some) => some.way === way && some.path === exchange?.path.split('?')[0]);
    if (!trap || !exchange) return false;
    trap.passed.add(exchange);
    const body = way === 'up' ? exchange.requestBytes : exchange.answerBytes;
    if (body < trap.bodyBytes || trap.passed.size <= (trap.skip ?? 0)) return false;
    log(`reset in ${exchange.path} (${way}, ${body} bytes)`);
    // Its last segment may be the one that is lost.
    if (way === 'up') exchange.sent = false;
    else exchange.answered = false;
    traps.splice(traps.indexOf(trap), 1);
    trap.done();
    return true;
  }

  function drop(connection: Connection): void {
    if (!connections.delete(connection)) return;
    eachLine((line) => line.close(connection));
    connection.client.resetAndDestroy();
    connection.hub.resetAndDestroy();
  }

  function dropAll(): void {
    for (const connection of connections) drop(connection);
    for (const socket of portalSockets) socket.destroy();
  }

  /** Lets the lines deliver what is due, and comes back when more is. */
  function pump(): void {
    clearTimeout(wake);
    const now = performance.now();
    for (const line of [lines.up, lines.down]) for (const { payload } of line.advance(now)) payload();
    const next = Math.min(lines.up.nextAt(), lines.down.nextAt());
    if (Number.isFinite(next)) wake = setTimeout(pump, Math.max(1, next - performance.now()));
  }

  function answerAsPortal(client: Socket, kind: 'page' | 'redirect'): void {
    portalSockets.add(client);
    client.on('close', () => portalSockets.delete(client));
    client.once('data', (bytes) => {
      const isLogin = bytes.toString('latin1').startsWith('GET /portal-login ');
      client.end(kind === 'page' || isLogin ? LOGIN_PAGE : LOGIN_REDIRECT);
    });
  }

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      plan.delete(timer);
      work();
    }, ms);
    plan.add(timer);
  }

  function eachLine(work: (line: Line<Delivery>) => void): void {
    for (const line of Object.values(lines)) work(line);
  }

  function linesOf(profile: LinkProfile): Record<Way, Line<Delivery>> {
    return { up: new Line(profile.up, profile, random), down: new Line(profile.down, profile, random) };
  }
}

const html = '<!doctype html><title>Login</title><h1>Selamat datang di Wi-Fi Desa</h1><form><input name="kode"></form>';
const LOGIN_PAGE = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${html.length}\r\nConnection: close\r\n\r\n${html}`;
const LOGIN_REDIRECT =
  'HTTP/1.1 302 Found\r\nLocation: /portal-login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
