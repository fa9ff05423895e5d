/** Figures for an operator's monitoring, in Prometheus' text format. Ids of units only: no names, no people, no devices. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PushAnswer } from '#core/wire/protocol.ts';
import { freeBytes } from '../store/files.ts';
import type { Store } from '../store/store.ts';

export interface Metrics {
  contentType: string;
  read: () => Promise<string>;
  countRequest: (route: string, method: string, status: number, seconds: number) => void;
  countPush: (answer: PushAnswer) => void;
}

export function makeMetrics(store: Store): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'pendamping_http_requests_total',
    help: 'Answered requests',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'pendamping_http_request_duration_seconds',
    help: 'From the first byte of a request to the end of its answer',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const accepted = new Counter({
    name: 'pendamping_registers_accepted_total',
    help: 'Registers taken from pushes',
    registers,
  });
  const refused = new Counter({
    name: 'pendamping_registers_refused_total',
    help: 'Registers refused, by reason',
    labelNames: ['code'],
    registers,
  });
  new Gauge({
    name: 'pendamping_unit_sequence',
    help: 'Changes accepted in a unit since it was made',
    labelNames: ['unit'],
    registers,
    async collect() {
      const units = await store.db.selectFrom('units').select(['id', 'sequence']).execute();
      this.reset();
      for (const { id, sequence } of units) this.set({ unit: id }, sequence);
    },
  });
  new Gauge({
    name: 'pendamping_devices',
    help: 'Enrolled laptops',
    labelNames: ['unit', 'state'],
    registers,
    async collect() {
      const rows = await store.db
        .selectFrom('devices')
        .select((eb) => ['unit', eb.fn.countAll<number>().as('all'), eb.fn.count<number>('revoked_at').as('revoked')])
        .groupBy('unit')
        .execute();
      this.reset();
      for (const { unit, all, revoked } of rows) {
        this.set({ unit, state: 'active' }, all - revoked);
        this.set({ unit, state: 'revoked' }, revoked);
      }
    },
  });
  const perUnit = (name: string, help: string, column: 'files' | 'bytes') =>
    new Gauge({
      name,
      help,
      labelNames: ['unit'],
      registers,
      async collect() {
        const arrived = store.db
          .selectFrom('files')
          .select(['unit', 'hash', 'bytes'])
          .where('sequence', 'is not', null)
          .where('erased', '=', 0)
          .distinct();
        const rows = await store.db
          .selectFrom(arrived.as('arrived'))
          .select((eb) => ['unit', eb.fn.countAll<number>().as('files'), eb.fn.sum<number>('bytes').as('bytes')])
          .groupBy('unit')
          .execute();
        this.reset();
        for (const row of rows) this.set({ unit: row.unit }, Number(row[column]));
      },
    });
  perUnit('pendamping_files', 'Files of attachments that came', 'files');
  perUnit('pendamping_file_bytes', 'Bytes of the files of attachments that came, as they are kept', 'bytes');
  new Gauge({
    name: 'pendamping_files_free_bytes',
    help: 'What the disk of the attachments has free',
    registers,
    async collect() {
      this.reset();
      if (store.files) this.set(await freeBytes(store.files));
    },
  });

  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    countRequest(route, method, status, seconds) {
      requests.inc({ route, method, status });
      durations.observe({ route }, seconds);
    },
    countPush(answer) {
      accepted.inc(answer.accepted);
      for (const { code } of answer.refused) refused.inc({ code });
    },
  };
}

/**
 * From this machine itself, or with the token. What a proxy forwards comes from this machine as well, so a request that
 * says it was forwarded needs the token.
 */
export function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  const { authorization } = request.headers;
  if (token && authorization !== undefined) return isSame(authorization, `Bearer ${token}`);
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) => name in request.headers);
  return !isForwarded && /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
