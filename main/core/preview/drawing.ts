import type { JsonObject } from '../words/index.ts';
import type { Card, CardChange } from './card.ts';
import type { Pages } from './paged.ts';
import type { Change } from './preview.ts';

/** What of a card may be large: it is drawn off the main thread. */
export interface Drawing {
  readonly changes: readonly Change[];
  readonly meanwhile: readonly Change[];
  readonly args: JsonObject;
}

/** The same as it stands on the card, and the pages that do not. */
export interface Drawn {
  readonly changes: readonly CardChange[];
  readonly meanwhile: readonly CardChange[];
  readonly args: Card['args'];
  readonly argsText?: NonNullable<Card['argsText']>;
  readonly pages: Pages;
}
