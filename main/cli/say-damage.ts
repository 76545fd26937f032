import { visible } from '../../preload/contract/language/index.ts';
import type { Damage } from '../host/host.ts';
import type { Terminal } from './terminal.ts';

/** Says aloud which documents were not taken, and why. */
export function sayDamage(damaged: readonly Damage[], { t, say }: Terminal): void {
  for (const { document, keptAt, why } of damaged) {
    say(t(why === 'unreadable' ? 'banner.damaged' : `banner.seal.${why}`, { document: visible(document, 60), keptAt: visible(keptAt, 300) }));
  }
}
