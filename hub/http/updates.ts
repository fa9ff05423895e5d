/** `GET /v1/updates/PLATFORM`: the start of an update's file, without a token; with `/file`, the file, from any place on. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.ts';
import { updateFile, updateStart } from '../updates.ts';
import { ProblemError } from './problems.ts';

export function serveUpdates(app: FastifyInstance, store: Store): void {
  const fileFor = async (platform: string): Promise<string> => {
    const file = await updateFile(store, platform);
    if (file === null) throw new ProblemError('not_found');
    return file;
  };
  app.get<{ Params: { platform: string } }>('/v1/updates/:platform', async (request, reply) =>
    reply.type('application/octet-stream').send(await updateStart(await fileFor(request.params.platform))),
  );
  app.get<{ Params: { platform: string } }>('/v1/updates/:platform/file', async (request, reply) => {
    const file = await fileFor(request.params.platform);
    const { size } = await stat(file);
    // Laptops ask for the rest alone, never for a piece of it.
    const from = Number(/^bytes=(\d{1,12})-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= size) throw new ProblemError('invalid_request');
    reply
      .type('application/octet-stream')
      .header('accept-ranges', 'bytes')
      .header('content-length', size - from);
    if (from > 0) reply.code(206).header('content-range', `bytes ${from}-${size - 1}/${size}`);
    return reply.send(createReadStream(file, { start: from }));
  });
}
