import { fetched } from '../fetched.tsx';
import { VirtualRows } from '../rows.tsx';

/** Paints the changes of a card. */
export const ChangeList = fetched(async () => (await import('./change-view.tsx')).ChangeList);

/** Fetches what paints changes, so that the first card need not wait for it. */
export function fetchPainters(): void {
  ChangeList.fetch();
  VirtualRows.fetch();
}
