import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Link, openLink } from './link.ts';
import { jsonOf } from './tap.ts';

let hub: Server;
let link: Link;
let received: number[];

beforeEach(async () => {
  received = [];
  hub = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      received.push(Buffer.concat(chunks).length);
      if (request.url === '/chunked') {
        response.write('a'.repeat(5000));
        response.end('b');
      } else response.end('x'.repeat(20_000));
    });
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  link = await openLink(`http://127.0.0.1:${(hub.address() as AddressInfo).port}`, { seed: 1 });
});

afterEach(async () => {
  await link.close();
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));
});

const get = (path: string, init?: RequestInit) => fetch(link.url + path, init).then((answer) => answer.text());

describe('a link', () => {
  it('passes requests and answers on, and writes them down', async () => {
    const body = gzipSync(JSON.stringify({ batch: 'b1', big: 'é'.repeat(3000) }));
    expect(await get('/push', { method: 'POST', body, headers: { 'content-encoding': 'gzip' } })).toHaveLength(20_000);
    expect(await get('/chunked')).toHaveLength(5001);
    expect(await get('/again?x=1')).toHaveLength(20_000);
    expect(received).toEqual([body.length, 0, 0]);
    expect(
      link.exchanges.map(({ method, path, sent, status, answered }) => [method, path, sent, status, answered]),
    ).toEqual([
      ['POST', '/push', true, 200, true],
      ['GET', '/chunked', true, 200, true],
      ['GET', '/again?x=1', true, 200, true],
    ]);
    const [pushed] = link.exchanges;
    expect(pushed && jsonOf(pushed)).toMatchObject({ batch: 'b1' });
    expect(link.exchanges[2]?.answerBytes).toBe(20_000);
    expect(link.bytes.down).toBeGreaterThan(45_000);
  });

  it('does the same over a shaped line', async () => {
    link.use({ down: 5000, up: 5000, rtt: 20, jitter: 10, loss: 0 });
    expect(await Promise.all([get('/a'), get('/b'), get('/chunked')])).toHaveLength(3);
    expect(link.exchanges.every(({ answered }) => answered)).toBe(true);
  });

  it('resets a connection in the middle of a body, once', async () => {
    const body = 'u'.repeat(10_000);
    const first = link.resetAt({ path: '/push', way: 'up', bodyBytes: 3000 });
    await expect(get('/push', { method: 'POST', body })).rejects.toThrow();
    await first;
    expect(received).toEqual([]);
    const second = link.resetAt({ path: '/push', way: 'down', bodyBytes: 3000, skip: 1 });
    await get('/push', { method: 'POST', body });
    await expect(get('/push', { method: 'POST', body })).rejects.toThrow();
    await second;
    expect(received).toEqual([10_000, 10_000]);
    await get('/push', { method: 'POST', body });
    expect(link.exchanges.map(({ sent, answered }) => [sent, answered])).toEqual([
      [false, false],
      [true, true],
      [true, false],
      [true, true],
    ]);
  });

  it('refuses while it is cut, or hangs and goes on', async () => {
    link.cut('reset');
    await expect(get('/a')).rejects.toThrow();
    link.restore();
    expect(await get('/a')).toHaveLength(20_000);
    link.cut('hang');
    const waiting = get('/b');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(received).toHaveLength(1);
    link.restore();
    expect(await waiting).toHaveLength(20_000);
    expect(link.cuts).toBe(2);
  });

  it('answers with a login page, as a captive portal does', async () => {
    for (const kind of ['page', 'redirect'] as const) {
      link.portal(kind);
      const answer = await fetch(`${link.url}/v1/clock`);
      expect(answer.status).toBe(200);
      expect(answer.redirected).toBe(kind === 'redirect');
      expect(await answer.text()).toContain('<form>');
    }
    link.portal(null);
    expect(await get('/a')).toHaveLength(20_000);
    expect(link.exchanges).toHaveLength(1);
  });
});
