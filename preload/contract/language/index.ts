export { CATALOGUES, chooseLocale, LOCALES, type Locale, type MessageKey } from './catalogue.ts';
export { aroundWords, placeWords, provenanceWords } from './provenance.ts';
export { countedNoun, sentence, type SentenceWords } from './sentence.ts';
export { spokenCode, spokenProblem } from './spoken.ts';
export { createTranslator, hasMessage, type MessageValues, type Translate } from './translator.ts';
export { verifiedWords, type VerifiedFacts } from './verified.ts';
export { hidesCharacters, visible, visiblePieces, type VisiblePiece } from './visible.ts';
