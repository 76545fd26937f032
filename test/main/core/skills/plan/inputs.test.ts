import { describe, expect, test } from 'vitest';
import { readExpression } from '../../../../../main/core/skills/expression.ts';
import { askedInputs, checkInputs } from '../../../../../main/core/skills/plan/inputs.ts';
import { playbookFrom, SAMPLE_PLAYBOOK } from '../sample-playbook.ts';

const WITH_CONDITIONS = SAMPLE_PLAYBOOK.replace('inputs:\n', `inputs:
  kind: { type: choice, label: { en: Kind, de: Art }, default: short, options: [{ value: short, label: { en: Short, de: Kurz } }, { value: long, label: { en: Long, de: Lang } }] }
  note: { type: text, label: { en: Note, de: Notiz }, max: 100, when: 'input.kind == "long"' }
  place: { type: text, label: { en: Place, de: Ort }, max: 100, required: false, when: 'input.kind == "long" && input.note == "abroad"' }
`);

describe('inputs with a condition', () => {
  const playbook = playbookFrom(WITH_CONDITIONS);
  const among = (given: Record<string, string>): readonly string[] => askedInputs(playbook, given).filter((name) => ['kind', 'note', 'place'].includes(name));

  test('are asked for where it holds, with defaults, and what rests on them is asked for after them', () => {
    expect(among({})).toEqual(['kind']);
    expect(among({ kind: 'long', note: 'x' })).toEqual(['kind', 'note']);
    expect(among({ kind: 'long', note: 'abroad' })).toEqual(['kind', 'note', 'place']);
    // What was given to an input that is not asked for any more counts for nothing, here as when the run is checked.
    expect(among({ kind: 'short', note: 'abroad' })).toEqual(['kind']);
    expect(checkInputs(playbook, { kind: 'short', note: 'abroad' }).inputs).toMatchObject({ note: null, place: null });
  });

  test('do not hide what comes after them from the rest of the playbook', () => {
    const { inputs } = checkInputs(playbook, { kind: 'long', note: 'abroad', place: 'Graz' });
    expect(readExpression('input.kind + input.note + input.place + input.project').evaluate({ input: inputs })).toBe('longabroadGrazdemo');
  });

  test('are the only ones ever left out of the form', () => {
    expect(askedInputs(playbook, {})).toEqual(Object.keys(playbook.inputs).filter((name) => name !== 'note' && name !== 'place'));
  });
});
