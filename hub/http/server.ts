/** The routes of `/v1` (docs/sync.md, "HTTP"). Here requests become typed calls; what they do is in sync/ and identity/. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { fieldSchema, isCollection } from '#core/model/collections.ts';
import { revokedText } from '#core/wire/certificate.ts';
import { COLUMNS_TYPE } from '#core/wire/columns.ts';
import {
  ATTACHMENTS_PATH,
  type BundleAnswer,
  type DemoLogins,
  type DevicesAnswer,
  type EnrolAnswer,
  enrolRequestSchema,
  type Health,
  type HistoryAnswer,
  MAX_BODY_BYTES,
  MAX_PULL_RECORDS,
  type NationalAnswer,
  PULL_BYTES,
  type PushAnswer,
  REPORT_HEADER,
  type RecoveryAnswer,
  recoverySchema,
  renewRequestSchema,
  SCHEMA_VERSION,
} from '#core/wire/protocol.ts';
import {
  mayRecord,
  mayRevokeDevices,
  maySeeDevices,
  maySeeNational,
  type Role,
  smallestGroupFor,
} from '#core/workflow/policy.ts';
import pkg from '../../package.json' with { type: 'json' };
import { audit } from '../identity/audit.ts';
import { enrol, renew } from '../identity/enrol.ts';
import { type Limiter, makeLimiter } from '../identity/limiter.ts';
import { keepRecovery, listDevices, PeopleError, readRecovery } from '../identity/people.ts';
import {
  checkRound,
  type DeviceHealth,
  HEALTH_COLUMNS,
  keepReport,
  type Report,
  readReport,
} from '../identity/report.ts';
import { hashToken, hubKey } from '../identity/secrets.ts';
import { epochOf } from '../store/epoch.ts';
import { isBusy, type Store } from '../store/store.ts';
import { giveBundle, spooled, takeBundle } from '../sync/bundles.ts';
import { checkBatch } from '../sync/frame.ts';
import { history } from '../sync/history.ts';
import { NationalFigures } from '../sync/national.ts';
import { pull } from '../sync/pull.ts';
import { type Actor, isId, push } from '../sync/push.ts';
import { serveAttachments, UPLOAD_ANSWER_HEADERS, UPLOAD_REQUEST_HEADERS } from './attachments.ts';
import { compressAnswer, readJson } from './body.ts';
import { makeMetrics, mayReadMetrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import { ProblemError, sendProblem } from './problems.ts';
import { makeTurns } from './turns.ts';
import { serveUpdates } from './updates.ts';
import { serveWeb } from './web.ts';

export const VERSION: string = pkg.version;
/** Longer than a season in the field without a signal; shorter than a thief is patient. [own proposal] */
export const UNLOCK_DAYS = 120;
const MAX_ENROL_BYTES = 16 * 1024;
/** Of which there may be figures: the years that records may name (core/model/values.ts). */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

export interface ServerOptions {
  log: FastifyBaseLogger;
  /** Folder with the built app. */
  web?: string | undefined;
  demo?: DemoLogins | undefined;
  limits?: RequestLimits | undefined;
  /** Lets other machines read the metrics. */
  metricsToken?: string | undefined;
  /** National figures of fewer people are hidden; see `smallestGroupFor`. */
  smallestGroup?: number | undefined;
  /** See `pullAnswerSchema`. */
  unlockDays?: number | undefined;
  /** Proxies that may say whose request they forward. */
  trustProxy?: string[] | undefined;
}

/** Requests under `/v1` in one minute. */
export interface RequestLimits {
  /** Of one laptop. It sends a few hundred in a first sync on a bad link, and a handful otherwise. */
  perDevice: number;
  /** Of one address without a valid token; a whole office may share it. */
  perAddress: number;
}
const DEFAULT_LIMITS: RequestLimits = { perDevice: 1200, perAddress: 300 };
const MINUTE_MS = 60_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route asks for a device token; `request.actor` and `request.report` are set. */
    needsToken?: boolean;
    /** A laptop that was restored may ask it. */
    takesAnyRound?: boolean;
    /** A laptop that knows the hub from before it was restored may not ask it. */
    needsEpoch?: boolean;
    /** The route keeps the report itself, in its own transaction. */
    keepsReport?: boolean;
    maxBytes?: number;
    /** The body is a file, and comes as a stream. */
    takesFile?: boolean;
  }
  interface FastifyRequest {
    actor: Actor | null;
    report: Report | null;
  }
  interface FastifyInstance {
    /** All routes, for tests that must not leave one out. */
    routeList: { method: string; url: string }[];
  }
}

export async function buildServer(store: Store, options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    // A proxy on this machine (TLS), or one that was named, may say whose request it forwards; nobody else may.
    trustProxy: options.trustProxy ?? 'loopback',
    // Requests that are under way when the hub stops are finished, not refused.
    return503OnClosing: false,
    // A batch on a bad link may be slow; a connection that never finishes its request may not stay.
    requestTimeout: 120_000,
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, 'not_found');
    },
  });

  app.decorate('routeList', []);
  app.addHook('onRoute', ({ method, url }) => {
    app.routeList.push(...[method].flat().map((one) => ({ method: one, url })));
  });
  app.decorateRequest('actor', null);
  app.decorateRequest('report', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const { takesFile, maxBytes } = request.routeOptions.config;
    return takesFile ? payload : readJson(request.headers, payload, maxBytes ?? MAX_ENROL_BYTES);
  });
  // A token is no cookie: any page may ask, and gets nothing without one.
  await app.register(
    cors,
    () => (request: FastifyRequest, answer: (error: null, options: FastifyCorsOptions) => void) => {
      // A laptop on a thin link asks often, mostly for nothing.
      const isUpload = request.url.startsWith(ATTACHMENTS_PATH);
      answer(null, {
        origin: '*',
        methods: ['GET', 'HEAD', 'POST', 'PATCH'],
        allowedHeaders: ['Authorization', 'Content-Type', 'Content-Encoding', ...UPLOAD_REQUEST_HEADERS, REPORT_HEADER],
        ...(isUpload ? { exposedHeaders: UPLOAD_ANSWER_HEADERS } : {}),
        maxAge: 86_400,
      });
    },
  );

  const limits = options.limits ?? DEFAULT_LIMITS;
  await app.register(rateLimit, { global: false });
  const limitDevice = app.createRateLimit({
    max: limits.perDevice,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => (request.actor as Actor).device,
  });
  const limitAddress = app.createRateLimit({ max: limits.perAddress, timeWindow: MINUTE_MS });
  /** A laptop has its own account. Whoever has no valid token shares that of the address. */
  const throttle = async (request: FastifyRequest): Promise<void> => {
    const result = await (request.actor ? limitDevice : limitAddress)(request);
    if (!result.isAllowed && result.isExceeded) throw new ProblemError('too_many_requests', result.ttlInSeconds);
  };

  const limiter = makeLimiter();
  const metrics = makeMetrics(store);
  const national = new NationalFigures(store);
  const turns = makeTurns(store);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/v1')) return;
    let caller: Caller | undefined;
    try {
      if (request.routeOptions.config.needsToken) caller = await callerOf(store, limiter, request);
      request.actor = caller?.actor ?? null;
    } finally {
      await throttle(request);
    }
    if (caller) await meet(store, request, caller);
  });
  // A connection that is kept open after its last answer would keep the hub from stopping.
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (isClosing) reply.header('connection', 'close');
    // HTTP/1.1 keeps it open without a word.
    else reply.raw.removeHeader('connection');
    reply.header('x-content-type-options', 'nosniff');
    const answer = await compressAnswer(request, reply, payload);
    // Who may not keep an answer need not hear what it depends on.
    if (request.url.startsWith('/v1')) reply.header('cache-control', 'no-store').removeHeader('vary');
    else reply.header('referrer-policy', 'no-referrer');
    return answer;
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route, not the URL; the device, not its address: logs hold no personal data.
    request.log.info({
      route: `${request.method} ${request.routeOptions.url ?? '*'}`,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.actor ? { device: request.actor.device } : {}),
    });
    const route = request.routeOptions.url ?? '*';
    metrics.countRequest(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  });

  app.setErrorHandler(
    (error: { statusCode?: number; code?: string; name?: string; stack?: string }, request, reply) => {
      if (error instanceof ProblemError) return sendProblem(reply, error.code, error.retryAfterSeconds, error.proof);
      if (isBusy(error)) return sendProblem(reply, 'busy', 5);
      if (error.statusCode === 413) return sendProblem(reply, 'body_too_large');
      if (error.statusCode === 415) return sendProblem(reply, 'unsupported_type');
      if (error.statusCode && error.statusCode < 500) return sendProblem(reply, 'invalid_request');
      request.log.error({ name: error.name, code: error.code, stack: error.stack }, 'request failed');
      return sendProblem(reply, 'internal');
    },
  );

  app.get('/health', async (): Promise<Health> => {
    await store.db.selectFrom('units').select('id').limit(1).execute();
    return { service: 'pendamping-hub', version: VERSION, schema: SCHEMA_VERSION, demo: options.demo !== undefined };
  });
  app.get('/v1/clock', async () => ({ now: new Date().toISOString() }));
  app.get('/v1/openapi.json', async () => openApi(VERSION));
  if (options.demo) app.get('/v1/demo', async () => options.demo);

  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, options.metricsToken)) throw new ProblemError('forbidden');
    return reply.type(metrics.contentType).send(await metrics.read());
  });

  app.post('/v1/enrol', async (request): Promise<EnrolAnswer> => {
    const body = enrolRequestSchema.safeParse(request.body);
    if (!body.success) throw new ProblemError('invalid_request');
    return enrol(store, limiter, body.data, request.ip);
  });

  app.post(
    '/v1/devices/renew',
    { config: { needsToken: true, takesAnyRound: true } },
    async (request): Promise<EnrolAnswer> => {
      const body = renewRequestSchema.safeParse(request.body);
      if (!body.success) throw new ProblemError('invalid_request');
      return renew(store, limiter, request.actor as Actor, body.data.publicKey);
    },
  );

  app.get('/v1/devices', { config: { needsToken: true } }, async (request): Promise<DevicesAnswer> => {
    const { role, unit } = request.actor as Actor;
    if (!maySeeDevices(role)) throw new ProblemError('forbidden');
    const devices = await listDevices(store.db, unit);
    return { devices: devices.map(({ unit: _, ...device }) => device) };
  });

  app.post('/v1/devices/recovery', { config: { needsToken: true } }, async (request): Promise<RecoveryAnswer> => {
    const body = recoverySchema.safeParse(request.body);
    if (!body.success) throw new ProblemError('invalid_request');
    await keepRecovery(store.db, (request.actor as Actor).device, body.data.code);
    return body.data;
  });

  app.get<{ Params: { id: string } }>(
    '/v1/devices/:id/recovery',
    { config: { needsToken: true } },
    async (request): Promise<RecoveryAnswer> => {
      const actor = request.actor as Actor;
      if (!mayRevokeDevices(actor.role)) throw new ProblemError('forbidden');
      if (!isId(request.params.id)) throw new ProblemError('not_found');
      const code = await readRecovery(store.db, request.params.id, actor).catch((error: unknown) => {
        throw error instanceof PeopleError ? new ProblemError('not_found') : error;
      });
      return { code };
    },
  );

  app.get<{ Querystring: Record<string, unknown> }>(
    '/v1/national',
    { config: { needsToken: true } },
    async (request): Promise<NationalAnswer> => {
      const { role, unit, user, device } = request.actor as Actor;
      if (!maySeeNational(role)) throw new ProblemError('forbidden');
      const year = wholeNumber(request.query.year, new Date().getUTCFullYear(), FIRST_YEAR, LAST_YEAR);
      await audit(store.db, { event: 'national_read', unit, user_id: user, device });
      return national.ofYear(year, smallestGroupFor(role, options.smallestGroup), unit);
    },
  );

  app.post(
    '/v1/sync/push',
    { config: { needsToken: true, needsEpoch: true, keepsReport: true, maxBytes: MAX_BODY_BYTES } },
    async (request): Promise<PushAnswer> => {
      const actor = request.actor as Actor;
      const answer = await turns.bring(() =>
        push(store, actor, checkBatch(request.body, actor.device), request.report as Report),
      );
      metrics.countPush(answer);
      return answer;
    },
  );

  app.get<{ Querystring: Record<string, unknown> }>(
    '/v1/sync/pull',
    { config: { needsToken: true, needsEpoch: true } },
    async (request, reply) => {
      const sequenceNumber = (text: unknown) => wholeNumber(text, 0, 0, Number.MAX_SAFE_INTEGER);
      const { after, since, to } = request.query;
      const of = { since: sequenceNumber(since), to: sequenceNumber(to) };
      const wanted = {
        after: sequenceNumber(after),
        ...(since === undefined || to === undefined ? {} : { of }),
        limit: wholeNumber(request.query.limit, MAX_PULL_RECORDS, 1, MAX_PULL_RECORDS),
        bytes: wholeNumber(request.query.bytes, PULL_BYTES.max, PULL_BYTES.min, PULL_BYTES.max),
      };
      const beside = {
        unlockDays: options.unlockDays ?? UNLOCK_DAYS,
        // Who named another one would have heard of it by now.
        ...(request.report?.epoch !== undefined ? { epoch: undefined } : {}),
      };
      const form = request.headers.accept?.includes(COLUMNS_TYPE) ? 'columns' : 'records';
      const { text } = await turns.fetch(async () => {
        // Whoever gave up meanwhile asks again.
        if (reply.raw.destroyed) throw new ProblemError('busy');
        return pull(store.db, request.actor as Actor, wanted, beside, form);
      });
      return reply.type(form === 'columns' ? COLUMNS_TYPE : 'application/json; charset=utf-8').send(text);
    },
  );

  app.post(
    '/v1/sync/bundle',
    { config: { needsToken: true, needsEpoch: true, takesFile: true } },
    async (request): Promise<BundleAnswer> => {
      if (!(request.body instanceof Readable)) throw new ProblemError('invalid_request');
      const { unit } = request.actor as Actor;
      const bundles = await spooled(request.body, (source) => takeBundle(store, source));
      // Whoever carries a bundle of another unit hears that it arrived, and nothing of what is in it.
      return { bundles: bundles.map((one) => (one.unit === unit ? one : { ...one, unit: null, refused: [] })) };
    },
  );

  app.get<{ Querystring: Record<string, unknown> }>(
    '/v1/sync/bundle',
    { config: { needsToken: true, needsEpoch: true } },
    async (request, reply) => {
      const { role, unit } = request.actor as Actor;
      // It holds what people who record may read, for all laptops of the unit.
      if (!mayRecord(role)) throw new ProblemError('forbidden');
      const after = wholeNumber(request.query.after, 0, 0, Number.MAX_SAFE_INTEGER);
      const filesAfter = wholeNumber(request.query.files, after, 0, Number.MAX_SAFE_INTEGER);
      const { bundle } = await giveBundle(store, unit, after, VERSION, filesAfter);
      return reply.type('application/octet-stream').send(Readable.fromWeb(bundle as never));
    },
  );

  app.get<{ Params: { collection: string; id: string }; Querystring: Record<string, unknown> }>(
    '/v1/history/:collection/:id',
    { config: { needsToken: true } },
    async (request): Promise<HistoryAnswer> => {
      const { collection, id } = request.params;
      const { field } = request.query;
      if (!isCollection(collection) || !isId(id)) throw new ProblemError('not_found');
      if (field !== undefined && !(typeof field === 'string' && fieldSchema(collection, field))) {
        throw new ProblemError('invalid_query');
      }
      return history(store.db, request.actor as Actor, { collection, id, field: field as string | undefined });
    },
  );

  await serveAttachments(app, store);
  serveUpdates(app, store);

  if (options.web) await serveWeb(app, options.web);
  else app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not_found'));
  return app;
}

/** A device of an active user, and what the hub knows of it. */
interface Caller {
  actor: Actor;
  health: DeviceHealth;
}

/** Keeps what the laptop tells of itself, when it and this hub still know each other as they were. */
async function meet(store: Store, request: FastifyRequest, { actor, health }: Caller): Promise<void> {
  const { config } = request.routeOptions;
  const report = readReport(request.headers, new Date());
  request.report = report;
  if (config.takesAnyRound) return;
  checkRound(health.round, report.rounds);
  if (config.needsEpoch && report.epoch !== undefined && report.epoch !== (await epochOf(store.db))) {
    throw new ProblemError('hub_restored');
  }
  if (!config.keepsReport) await keepReport(store, actor.device, health, report);
}

async function callerOf(store: Store, limiter: Limiter, request: FastifyRequest): Promise<Caller> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (!token) throw new ProblemError('unauthorised');
  const row = await store.db
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.user_id')
    .select(HEALTH_COLUMNS.map((column) => `devices.${column}` as const))
    .select([
      'devices.id as device',
      'devices.unit',
      'devices.revoked_at',
      'users.id as user',
      'users.role',
      'users.active',
    ])
    .where('devices.token_hash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row) throw new ProblemError('unauthorised');
  const { device, user, role, unit, revoked_at, active, ...health } = row;
  if (revoked_at !== null || !active) {
    const code = revoked_at !== null ? 'device_revoked' : 'user_inactive';
    // Such a laptop asks again and again: one line in a while says it all.
    if (limiter.take({ [`${code} ${device}`]: 1 }) === 0) {
      await audit(store.db, { event: `${code}_refused`, unit, user_id: user, device });
    }
    throw new ProblemError(code, undefined, revoked_at === null ? undefined : await proofOfRevocation(store, device));
  }
  return { actor: { device, user, role: role as Role, unit }, health };
}

const proofOfRevocation = (store: Store, device: string): Promise<string> =>
  store.db.transaction().execute(async (trx) => (await hubKey(trx)).sign(revokedText(device)));

function wholeNumber(text: unknown, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback;
  const number = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max)) throw new ProblemError('invalid_query');
  return number;
}
