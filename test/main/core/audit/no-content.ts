import type { ContentBook } from '../../../../main/core/audit/content.ts';

/** Where nothing is kept apart from the log. */
export const NO_CONTENT: ContentBook = {
  keep: () => Promise.resolve(null),
  open: () => Promise.resolve({ state: 'unreadable' }),
  marks: () => Promise.resolve(null),
  erase: (places) => (places.length === 0 ? Promise.resolve(0) : Promise.reject(new Error('no content'))),
  eraseBefore: () => Promise.resolve(0),
};
