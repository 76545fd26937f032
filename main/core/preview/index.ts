export { compareAfter } from './afterwards.ts';
export { answerText, answerValue, refusedBySystem, stateFromAnswer } from './answer.ts';
export { argumentsPreview } from './arguments.ts';
export { countObjects } from './count.ts';
export { asLeft, inverseOf, type Inverse, type KeptSet, type KeptUndo, type LeftAs } from './inverse.ts';
export { movedSince, NAMED_FILE } from './moved.ts';
export { planReads, planReadsAfter } from './reads.ts';
export { renderPreview, type PreviewFacts } from './render.ts';
