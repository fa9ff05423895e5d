/**
 * The content security policy of the app: `electron/main/protocol.ts` and the hub's web server send the same one.
 * No inline scripts, no inline <style> (docs/decisions/0003), no frames, no plugins, nothing from elsewhere. React and
 * Mantine set style attributes through the DOM, which the policy does not touch. Only `connect-src` is open: users type
 * the address of their hub themselves, and in a village it may be plain http on the local network.
 */
export function contentSecurityPolicy(): string {
  return Object.entries(DIRECTIVES)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self' http: https:",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;
