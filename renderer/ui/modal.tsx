import { useEffect, useId, useRef, type ReactNode } from 'react';

/** A native modal dialog: the browser traps the focus and gives it back. Esc and the button close it. */
export function Modal({ title, close, onClose, children }: { title: string; close: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className="modal" aria-labelledby={heading} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <header>
        <h1 id={heading}>{title}</h1>
        <button type="button" className="button button-plain" onClick={onClose}>{close}</button>
      </header>
      <div className="modal-body" tabIndex={0} role="region" aria-labelledby={heading}>{children}</div>
    </dialog>
  );
}
