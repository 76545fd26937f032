import Conf from 'conf';
import type { DocumentFiles } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import { createDocumentStoreOver } from './document-store.ts';

/** The documents of a home, without Electron: the same files as in the app, by the same library underneath. */
export function createDocumentStore(home: string): DocumentFiles {
  return createDocumentStoreOver(home, (name, options) => new Conf<{ document?: Json }>({ ...options, configName: name }));
}
