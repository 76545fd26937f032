import ElectronStore from 'electron-store';
import type { DocumentFiles } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import { createDocumentStoreOver } from './document-store.ts';

/** The documents of a home, in the app. Must not be imported outside Electron: plain Node has no `electron`. */
export function createDocumentStore(home: string): DocumentFiles {
  return createDocumentStoreOver(home, (name, options) => new ElectronStore<{ document?: Json }>({ ...options, name }));
}
