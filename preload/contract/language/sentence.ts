import type { PlannedCallView } from '../views.ts';
import { hasMessage, type Translate } from './translator.ts';
import { visible } from './visible.ts';

/** The facts of the one sentence: verb, kind of object, counts, project. The same as a card carries. */
export type SentenceWords = PlannedCallView['preview']['sentence'];

/** Longer project names are shortened in the sentence; the bar has the whole name. */
const PROJECT_CAP = 60;

/** Counts objects in words; an unknown kind is called an object. `noun-of` is the form after "of". */
export function countedNoun(noun: string | null, objects: number, t: Translate, form: 'noun' | 'noun-of' = 'noun'): string {
  const key = `${form}.${noun ?? 'object'}`;
  return t(hasMessage(key) ? key : `${form}.object`, { count: objects });
}

/**
 * The one sentence over a change, made only of facts that are known: what is not counted is said to be unknown,
 * never left out. Same words in the window and in the terminal. Never throws.
 */
export function sentence(facts: SentenceWords, t: Translate): string {
  const project = facts.project === null ? '' : visible(facts.project, PROJECT_CAP);
  const place = project === '' ? '' : ` ${t('sentence.place', { project })}`;
  const { verb, objects, fields } = facts;
  if (verb === 'calls' || verb === 'says') return t(`sentence.${verb}`);
  if (objects === null) return t(`sentence.${verb}-uncounted`, { place });
  if (verb === 'changes' && fields !== null) {
    const what = countedNoun(facts.noun, objects, t, 'noun-of');
    return t('sentence.changes-fields', { fields, what, place });
  }
  return t(`sentence.${verb}`, { what: countedNoun(facts.noun, objects, t), place });
}
