import { describe, expect, it } from 'vitest';
import { chooseLocale, createTranslator, sentence, spokenCode, spokenProblem, visible, visiblePieces } from '../../../../preload/contract/language/index.ts';

const en = createTranslator('en');
const de = createTranslator('de');
const none = { noun: null, objects: null, fields: null, project: null };

describe('sentence', () => {
  it('counts fields, objects and names the project', () => {
    const facts = { verb: 'changes', noun: 'news', objects: 1, fields: 2, project: 'Spring Summit' } as const;
    expect(sentence(facts, en)).toBe('Changes 2 fields of 1 news item in project Spring Summit.');
    expect(sentence(facts, de)).toBe('Ändert 2 Felder von 1 Nachricht im Projekt Spring Summit.');
  });
  it('says that it cannot see when only the arguments are known', () => {
    expect(sentence({ verb: 'calls', ...none }, en)).toBe('Countersign cannot see what this will change; these are the arguments.');
  });
  it('says unknown instead of leaving an uncounted number out', () => {
    expect(sentence({ verb: 'deletes', ...none }, en)).toBe('Deletes an unknown number of objects.');
    expect(sentence({ verb: 'creates', ...none, project: 'A' }, de)).toBe('Legt eine unbekannte Anzahl von Objekten im Projekt A an.');
  });
  it('uses the plural and the dative where German wants them', () => {
    expect(sentence({ verb: 'changes', noun: 'agenda-item', objects: 3, fields: 4, project: null }, de)).toBe('Ändert 4 Felder von 3 Agendapunkten.');
    expect(sentence({ verb: 'creates', noun: 'agenda-item', objects: 43, fields: null, project: null }, de)).toBe('Legt 43 Agendapunkte an.');
  });
  it('calls an unknown kind an object and never speaks with the voice of hidden characters', () => {
    expect(sentence({ verb: 'moves', noun: 'constructor', objects: 2, fields: null, project: 'a\n\u202eb' }, en))
      .toBe('Moves 2 objects in project a⟨U+000A⟩⟨U+202E⟩b.');
  });
});

describe('spoken codes and problems', () => {
  it('puts a code nobody knows in quotes', () => {
    expect(spokenCode('failure', 'odd\u200b', en)).toBe('“odd⟨U+200B⟩”');
    expect(spokenCode('reason', 'tool-changed', en)).toMatch(/changed since it was reviewed/);
  });
  it('names line and column where they are known and leaves them out where not', () => {
    expect(spokenProblem({ code: 'json-invalid', facts: { line: 3, column: 7 } }, en)).toContain('(line 3, column 7)');
    expect(spokenProblem({ code: 'json-invalid', facts: {} }, en)).toBe('This is not valid JSON. Correct it there and try again.');
  });
});

describe('visible', () => {
  it('loses no character and marks each one that cannot be seen', () => {
    expect(visible('a\u200bb\u{e0041}c\u00a0')).toBe('a⟨U+200B⟩b⟨U+E0041⟩c⟨U+00A0⟩');
    expect(visiblePieces('x\ny', '\n')).toEqual([{ text: 'x\ny', hidden: false }]);
  });
  it('cuts at whole characters', () => {
    expect(visible('😀😀😀', 2)).toBe('😀😀…');
  });
});

describe('chooseLocale', () => {
  it('takes the setting first, then the system, then English', () => {
    expect(chooseLocale('en', ['de-DE'])).toBe('en');
    expect(chooseLocale('system', ['fr-FR', 'de-AT'])).toBe('de');
    expect(chooseLocale('system', ['fr'])).toBe('en');
  });
});
