export * from './call.ts';
export * from './effect.ts';
export * from './files.ts';
export * from './finding.ts';
export * from './json.ts';
export * from './reason.ts';
export * from './trust-level.ts';
export * from './definition.ts';
export * from './change.ts';
export * from './damage.ts';
export * from './grant.ts';

export type { DryRun } from './dry-run.ts';
export type { ReadBack } from './read-back.ts';
