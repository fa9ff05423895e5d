/** Nothing leaves the app's own page: no navigation, no second window, no webview, no permission that is not listed. */
import { app, session } from 'electron';
import { isOwnUrl } from './origin.ts';
import { isAllowed } from './permissions.ts';

export function installGuards(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOwnUrl(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnUrl(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  app.on('login', (event, _contents, _details, _authInfo, callback) => {
    event.preventDefault();
    callback();
  });
}

export function installPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const { mediaTypes = [] } = details as { mediaTypes?: string[] };
    callback(isAllowed(permission, details.requestingUrl, mediaTypes));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) =>
    isAllowed(permission, requestingOrigin, mediaType ? [mediaType] : []),
  );
  defaultSession.setDevicePermissionHandler(() => false);
}
