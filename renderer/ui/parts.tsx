import { useEffect, useState, type ButtonHTMLAttributes, type ReactNode } from 'react';

type ButtonLook = 'plain' | 'main' | 'danger' | 'quiet';

/** A button with words. `look` says how loud it is; `keys` are shown beside the words. */
export function Button({ look = 'plain', keys, children, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; keys?: string }) {
  return (
    <button type="button" {...rest} className={`button button-${look}`}>
      <span>{children}</span>
      {keys === undefined ? null : <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  );
}

/** A line or block that says something about the screen: quiet, caution or danger. */
export function Notice({ tone = 'quiet', children, role }: { tone?: 'quiet' | 'caution' | 'danger' | 'good'; children: ReactNode; role?: 'alert' | 'status' }) {
  return <div className={`notice notice-${tone}`} role={role}>{children}</div>;
}

/** What a screen says when it has nothing: a heading, one sentence, one button. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h1>{title}</h1>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Grey lines in the shape of what will come, shown only when waiting takes longer than 300 ms. */
export function Skeleton({ label, lines = 6 }: { label: string; lines?: number }) {
  const late = useLate(300);
  if (!late) return null;
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, at) => <span key={at} />)}
    </div>
  );
}

/** False at first, true once the component has been there for `ms`. */
export function useLate(ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return late;
}

/** One labelled value in a list of facts. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A labelled input with its hint and its error in place; `id` ties them together. */
export function Field({ id, label, required, hint, error, children }: { id: string; label: ReactNode; required?: string; hint?: ReactNode; error?: string | null; children: ReactNode }) {
  return (
    <div className="field" data-invalid={error ? true : undefined}>
      <label htmlFor={id}>
        {label}
        {required === undefined ? null : <span className="required"> {required}</span>}
      </label>
      {hint === undefined ? null : <div className="hint" id={`${id}-hint`}>{hint}</div>}
      {children}
      {error ? <p className="field-error" id={`${id}-error`} role="alert">{error}</p> : null}
    </div>
  );
}

/** A line that says what is going on, shown only when it takes longer than half a second. */
export function Late({ words }: { words: string }) {
  return <span className="hint" role="status">{useLate(500) ? words : ''}</span>;
}
