import { protocol } from 'electron';
import { SCHEME } from './origin.ts';
import { answer } from './served-files.ts';

/** Makes `app:` a standard, secure scheme. Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window out of `root`. Once, after the app is ready. */
export function serveRenderer(root: string): void {
  protocol.handle(SCHEME, (request) => answer(request.url, request.method, root));
}
