/** Errors as RFC 9457 problem documents. Nothing of the request, and never a stack, goes into them. */
import type { FastifyReply } from 'fastify';
import type { Problem } from '#core/wire/protocol.ts';
import { PROBLEMS, type ProblemCode } from '../messages.ts';

export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly retryAfterSeconds: number | undefined;
  /** See `problemSchema`. */
  readonly proof: string | undefined;

  constructor(code: ProblemCode, retryAfterSeconds?: number, proof?: string) {
    super(code);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.proof = proof;
  }
}

export function problem(code: ProblemCode): Problem {
  const [status, title, detail] = PROBLEMS[code];
  return { type: `urn:pendamping:problem:${code}`, title, status, code, detail };
}

export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  retryAfterSeconds?: number,
  proof?: string,
): FastifyReply {
  const body: Problem = { ...problem(code), ...(proof ? { proof } : {}) };
  if (body.status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}
