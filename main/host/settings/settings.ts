import { z } from 'zod';
import type { Actor } from '../../core/audit/event.ts';
import { DamagedDocument, type AuditLog, type DocumentStore } from '../../core/ports.ts';

const settingsSchema = z.object({
  language: z.enum(['system', 'en', 'de']).catch('system'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Days that content of calls is kept; null: as long as the records. */
  contentDays: z.int().min(1).max(36_500).nullable().catch(null),
});

const DEFAULTS = { language: 'system', theme: 'system', contentDays: null } as const;

/** What a person set for how Countersign looks and speaks. None of it changes what is allowed. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** Reads and changes the settings of a home. */
export interface SettingsRoom {
  /** Never throws: what is missing, damaged or unknown takes its default. */
  read(): Settings;
  /** Records the change and keeps it. Rejects, changing nothing, when it cannot be recorded or kept. */
  change(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

/** What the room works with; `onDamaged` is told of a document that could not be read. */
export interface SettingsParts {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly actor: Actor;
  readonly onDamaged?: (damage: DamagedDocument) => void;
}

/** The settings of a home, in the document `settings`. */
export function createSettingsRoom(parts: SettingsParts): SettingsRoom {
  const read = (): Settings => {
    try {
      return settingsSchema.catch(DEFAULTS).parse(parts.documents.read('settings'));
    } catch (error) {
      if (error instanceof DamagedDocument) parts.onDamaged?.(error);
      return DEFAULTS;
    }
  };
  return {
    read,
    async change(changes) {
      const before = read();
      const after: Settings = { language: changes.language ?? before.language, theme: changes.theme ?? before.theme, contentDays: changes.contentDays === undefined ? before.contentDays : changes.contentDays };
      await parts.audit.append({ type: 'event', what: 'settings-changed', actor: parts.actor, server: null, detail: { ...after } });
      parts.documents.write('settings', { ...after });
      return after;
    },
  };
}
