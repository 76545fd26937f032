import { z } from 'zod';
import { DAMAGE_KINDS } from '../../../main/core/words/index.ts';

/** What the app is and where it stands. */
export const statusView = z.strictObject({
  version: z.string(),
  /** `official`, or `test` with a loud banner when a test runtime carries the app. */
  runtime: z.enum(['official', 'test']),
  electron: z.string(),
  home: z.string(),
  keychain: z.enum(['keychain', 'session', 'checking']),
  log: z.enum(['writable', 'unwritable', 'broken']),
  /** A default role, or the name a managed policy gave it. */
  role: z.string(),
  person: z.string(),
  /** Documents that were not taken for what they say, and where a copy lies. */
  damaged: z.array(z.strictObject({ document: z.string(), keptAt: z.string(), why: z.enum(DAMAGE_KINDS) })),
  /** How far the documents that give permission could be judged. */
  seals: z.enum(['sealed', 'unsealed', 'unverified']),
});
export type StatusView = z.infer<typeof statusView>;

export const settingsView = z.strictObject({
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Days that content of calls is kept; null: as long as the records. */
  contentDays: z.int().min(1).max(36_500).nullable(),
});
export type SettingsView = z.infer<typeof settingsView>;
