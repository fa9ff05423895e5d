/**
 * Nothing leaves the app's own page: no navigation, no second window, no webview, no permission that is not listed, no download
 * but what the page itself made. Certificates that Chromium does not trust stay refused: nothing here listens for them.
 */
import { app, session } from 'electron';
import { isOwnBlob, isOwnUrl } from './origin.ts';
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
  // Left alone, Chromium would show the first certificate of the user's store to any server that asks for one.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
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
  // Exports and reports are made in the page; a file from elsewhere is nothing that it should offer to the user.
  defaultSession.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
}
