import type { AuditEntryView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { entryTitle } from './activity-words.ts';

/** What an entry is about: a tool by the name its server gave it, or an event in our words. */
export function EntryName({ entry }: { entry: AuditEntryView }) {
  const t = useT();
  return entry.type === 'call' && entry.tool !== null ? <Hostile text={entry.tool} cap={80} joints /> : <>{entryTitle(entry, t)}</>;
}
