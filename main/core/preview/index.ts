export { compareAfter } from './afterwards.ts';
export { stateFromAnswer } from './answer.ts';
export { argumentsPreview } from './arguments.ts';
export { countObjects } from './count.ts';
export { planReads, planReadsAfter } from './reads.ts';
export { renderPreview, type PreviewFacts } from './render.ts';
