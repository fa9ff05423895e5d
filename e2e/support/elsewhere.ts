/** Two servers that are not the hub, one of them with a certificate that nobody vouches for. They write down who comes. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Elsewhere {
  url: string;
  secureUrl: string;
  /** The paths that were asked for; those of the second server begin with `secure:`. */
  hits: string[];
  dispose(): void;
}

/** A page that tries to lead elsewhere as soon as it is open. */
const HOSTILE_PAGE = `<!doctype html><title>elsewhere</title>
<iframe src="/framed"></iframe><webview src="/viewed" allowpopups></webview>
<script>
  window.open('/opened');
  document.addEventListener('DOMContentLoaded', () => { location.href = '/moved'; });
</script>`;

export async function openElsewhere(): Promise<Elsewhere> {
  const hits: string[] = [];
  const answer = (prefix: string) => (request: IncomingMessage, response: ServerResponse) => {
    hits.push(prefix + request.url);
    if (request.url === '/redirect') response.writeHead(302, { location: '/landed' }).end();
    else {
      response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
      response.end(request.url === '/hostile' ? HOSTILE_PAGE : '');
    }
  };
  const plain = createServer(answer(''));
  const secure = createSecureServer({ key: KEY, cert: CERTIFICATE }, answer('secure:'));
  const [port, securePort] = await Promise.all([plain, secure].map(listen));
  return {
    url: `http://127.0.0.1:${port}`,
    secureUrl: `https://127.0.0.1:${securePort}`,
    hits,
    dispose() {
      for (const server of [plain, secure]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

/** Made for this test, for 127.0.0.1; it opens nothing. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx7YirCJ72dCNz4ED
1HRwbFFMaojohPw5FahpqKUi5TShRANCAATgXcnFSZWTBdl3P9ULOXr2yL1a2DtI
odkAbmSTiTdrt5akKxSHYY6FnKjbduxCKRF9XSsRNgx++EM0suSW934c
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBkTCCATagAwIBAgIUKAPhsu8DTtTFlSzlbuYFKIpxjR8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNTIzMzQxNVoYDzIxMjYxMTAx
MjMzNDE1WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATgXcnFSZWTBdl3P9ULOXr2yL1a2DtIodkAbmSTiTdrt5akKxSHYY6F
nKjbduxCKRF9XSsRNgx++EM0suSW934co2QwYjAdBgNVHQ4EFgQUNUQH7x7WN5os
QRywcbCYlS3QktIwHwYDVR0jBBgwFoAUNUQH7x7WN5osQRywcbCYlS3QktIwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
IQCN6NUQGA+0X/0i0MtF6pccA3vhN1LOK5Ph4hGuvQqdEAIhAI2S1UQQO+qPKyIA
cSc0EV3h/VL6ROEhGJCv9FvG/iz9
-----END CERTIFICATE-----`;
