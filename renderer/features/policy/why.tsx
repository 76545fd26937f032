import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { policyHooks } from './policy-store.ts';
import { isManaged, placeOf } from './policy-words.ts';

/** The rules that led to a verdict, each with its file and place, and whom to call where an administrator set them. */
export function Rules({ sources, contact = true }: { sources: readonly string[]; contact?: boolean }) {
  const t = useT();
  return (
    <div className="rules">
      <p className="soft">{t('policy.rules')}</p>
      <ul>{sources.map((source) => <li key={source}><Rule source={source} /></li>)}</ul>
      {isManaged(sources) ? <p>{contact ? <><Contacts /> </> : null}<a href={formatRoute('policy', 'effective')}>{t('policy.to-policy')}</a></p> : null}
    </div>
  );
}

function Rule({ source }: { source: string }) {
  const t = useT();
  const place = placeOf(source);
  if (place === null) return <>{t(source.startsWith('grant#') ? 'policy.rule-grant' : source.startsWith('by-hand#') ? 'policy.rule-by-hand' : 'policy.rule-built-in')}</>;
  return <><code><Hostile text={place.file} cap={200} joints /></code> <code><Hostile text={place.pointer === '' ? '/' : place.pointer} cap={200} joints /></code></>;
}

/** Whom to call about the policies of this machine. */
export function Contacts() {
  const t = useT();
  const policy = policyHooks.use((state) => valueOf(state.policy));
  const contacts = policy?.contacts ?? [];
  if (contacts.length === 0) return <span>{t('policy.no-contact')}</span>;
  return (
    <span className="contacts">
      {t('policy.contact')}{' '}
      {contacts.map((one, at) => (
        <span key={at}>{at === 0 ? '' : ' · '}<Hostile text={[one.name, one.organisation, one.mail, one.phone, one.url].filter((part) => part !== null).join(', ')} cap={300} /></span>
      ))}
    </span>
  );
}

/** A lock where the thing is: that it is locked, by whom, and whom to call. Nothing where it is free. */
export function LockNote({ from }: { from: readonly string[] }) {
  const t = useT();
  if (from.length === 0) return null;
  return (
    <div className="lock-note" role="note">
      <LockSign /> <strong>{t('policy.locked')}</strong> <Contacts />
      <details><summary>{t('policy.why-locked')}</summary><Rules sources={from} contact={false} /></details>
    </div>
  );
}

/** A padlock, always beside words. */
export function LockSign() {
  return (
    <svg className="lock-sign" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2h.5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zm1.5 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" />
    </svg>
  );
}
