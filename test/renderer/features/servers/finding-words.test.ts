import { expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import { severityWords } from '../../../../renderer/features/servers/finding-words.ts';

it.each([
  ['en', { high: 1, warn: 0, info: 0 }, '1 grave'],
  ['en', { high: 0, warn: 2, info: 1 }, '2 warnings, 1 note'],
  ['de', { high: 1, warn: 1, info: 3 }, '1 schwerwiegend, 1 Warnung, 3 Hinweise'],
] as const)('in %s %j are named as far as there are any, gravest first', (locale, counts, words) => {
  expect(severityWords(counts, createTranslator(locale))).toBe(words);
});
