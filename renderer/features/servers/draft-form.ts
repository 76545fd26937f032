import type { ServerDraft } from '../../../preload/contract/schemas.ts';

/** A server as it is being typed. Both kinds are kept, so that switching loses nothing. */
export interface DraftForm {
  readonly kind: 'local' | 'remote';
  readonly name: string;
  readonly command: string;
  /** One argument a line; an empty line in between is an empty argument. */
  readonly args: string;
  readonly cwd: string;
  readonly url: string;
  readonly values: readonly GivenLine[];
  readonly class: ServerDraft['class'];
  readonly environment: ServerDraft['environment'];
}

/** A variable or header. Secret ones go to the keychain. */
export interface GivenLine {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
}

export const EMPTY_FORM: DraftForm = {
  kind: 'local', name: '', command: '', args: '', cwd: '', url: '', values: [], class: 'local', environment: 'live',
};

/** The names of fields still missing; empty when the draft can be added. */
export function missingIn(form: DraftForm): ('name' | 'command' | 'url')[] {
  const missing: ('name' | 'command' | 'url')[] = [];
  if (form.name.trim() === '') missing.push('name');
  if (form.kind === 'local' && form.command.trim() === '') missing.push('command');
  if (form.kind === 'remote' && form.url.trim() === '') missing.push('url');
  return missing;
}

/** The draft to send. Arguments are taken as typed, one a line, never split at spaces. */
export function draftFrom(form: DraftForm): ServerDraft {
  const values = form.values.filter((line) => line.name.trim() !== '').map((line) => ({ ...line, name: line.name.trim() }));
  const common = { name: form.name.trim(), class: form.class, environment: form.environment };
  if (form.kind === 'remote') return { ...common, kind: 'remote', url: form.url.trim(), headers: values };
  return {
    ...common, kind: 'local', command: form.command.trim(), args: argumentsOf(form.args), env: values,
    cwd: form.cwd.trim() === '' ? null : form.cwd.trim(),
  };
}

/** A parsed draft back in the form, to be checked and mended before it is added. */
export function formFrom(draft: ServerDraft): DraftForm {
  const common = { ...EMPTY_FORM, name: draft.name, class: draft.class, environment: draft.environment };
  if (draft.kind === 'remote') return { ...common, kind: 'remote', url: draft.url, values: draft.headers };
  return { ...common, kind: 'local', command: draft.command, args: draft.args.join('\n'), cwd: draft.cwd ?? '', values: draft.env };
}

/** One argument a line; line breaks at the very end make no argument. */
export function argumentsOf(text: string): string[] {
  const trimmed = text.replace(/(?<![\r\n])[\r\n]+$/, '');
  return trimmed === '' ? [] : trimmed.split(/\r?\n/);
}
