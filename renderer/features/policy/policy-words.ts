import { hasMessage, spokenCode, visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { PolicyKeyView, PolicyView } from '../../../preload/contract/views.ts';

/** The roles that hold where no policy names its own. */
export const DEFAULT_ROLES: readonly NonNullable<PolicyView['me']['chosen']>[] = ['owner', 'editor', 'admin', 'customer-service', 'sales', 'external', 'system-administrator'];

/** A place a rule stands at: the file and where in it, or null for what holds without any policy. */
export function placeOf(source: string): { readonly file: string; readonly pointer: string } | null {
  const at = source.lastIndexOf('#');
  if (at === -1 || source.startsWith('built-in#') || source.startsWith('by-hand#') || source.startsWith('grant#')) return null;
  return { file: source.slice(0, at), pointer: source.slice(at + 1) };
}

/** True where an administrator's rule is among them. */
export function isManaged(sources: readonly string[]): boolean {
  return sources.some((source) => placeOf(source) !== null);
}

/** A key of what holds in words; one the catalogue does not know is shown as it stands in the file. */
export function keyWords(key: string, t: Translate): string {
  const message = `policy-key.${key}`;
  return hasMessage(message) ? t(message) : visible(key, 80);
}

/** A value in words of the person's language. */
export function valueWords({ key }: Pick<PolicyKeyView, 'key'>, value: PolicyKeyView['value'], t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'policy.yes' : 'policy.no');
  if (typeof value === 'number') return value.toLocaleString(t.locale);
  return key.startsWith('trust/') ? spokenCode('trust', value, t) : visible(value, 80);
}

/** Where a lock was set; empty where nothing is locked, or where it is not known yet. */
export function lockedBy(policy: PolicyView | null, lock: string): readonly string[] {
  return policy?.locks.find((one) => one.lock === lock)?.from ?? [];
}

/** A list of names, or the words for none and for all. */
export function namesWords(names: readonly string[] | null, t: Translate): string {
  if (names === null) return t('policy.all');
  return names.length === 0 ? t('policy.none') : names.map((name) => visible(name, 60)).join(', ');
}
