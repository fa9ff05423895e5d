/** Serves the built app to browsers: the same build that runs in Electron. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import { sendProblem } from './problems.ts';

/** Files whose name never changes while their content does; the rest of `assets/` has a hash in its name. */
const ALWAYS_ASK = /(^|[\\/])(index\.html|sw\.js|manifest\.webmanifest|[^\\/]+\.json)$/;

export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    redirect: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cacheRule(path));
    },
  });

  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/v1')) return;
    reply
      .header('content-security-policy', contentSecurityPolicy())
      .header('x-frame-options', 'DENY')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'camera=(self), microphone=(), geolocation=(self), payment=(), usb=()');
  });

  app.setNotFoundHandler((request, reply) => {
    const navigation =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !/^\/v1(\/|\?|$)/.test(request.url) &&
      (request.headers.accept ?? '').includes('text/html');
    return navigation ? reply.sendFile('index.html') : sendProblem(reply, 'not_found');
  });
}

function cacheRule(path: string): string {
  if (/[\\/]assets[\\/]/.test(path)) return 'public, max-age=31536000, immutable';
  return ALWAYS_ASK.test(path) ? 'no-cache' : 'public, max-age=3600';
}
