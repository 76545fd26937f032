import type { Sha256 } from '../../core/canonical/canonical.ts';
import { FLAT_SETTINGS, policyOfSettings } from '../../core/policy/document/flat-settings.ts';
import type { Json } from '../../core/words/index.ts';
import { readPropertyList } from './property-list.ts';
import type { FoundPolicy, PolicySourceReader } from './source-reader.ts';

const WHOLE = 'Policy';
/** What a profile carries beside the settings, about itself. */
const ABOUT_ITSELF = /^Payload[A-Z]/;

/**
 * The policies a configuration profile put on this Mac: the whole one under `Policy` in the managed preferences, and one made of
 * the single settings beside it. `read` gives the preferences at `place` as an XML property list
 * (`plutil -convert xml1 -o - FILE`), or null where there are none.
 */
export function managedPreferences(place: string, read: () => Promise<string | null>, sha256: Sha256): PolicySourceReader {
  return {
    async find() {
      const text = await read();
      if (text === null) return [];
      const list = readPropertyList(text);
      // Preferences that cannot be read may hold any policy: nothing is allowed.
      return list === null ? [{ place, scope: 'managed', ok: false, code: 'unreadable' }] : policiesIn(place, list, sha256);
    },
  };
}

function policiesIn(place: string, list: ReadonlyMap<string, Json>, sha256: Sha256): FoundPolicy[] {
  const whole = list.get(WHOLE);
  const single = new Map([...list].filter(([name]) => name !== WHOLE && !ABOUT_ITSELF.test(name)).map(([name, value]) => [name, settingOf(name, value)]));
  return [
    ...(whole === undefined ? [] : [typeof whole === 'string' ? asFound(place, whole) : { place, scope: 'managed', ok: false, code: 'unreadable' } as const]),
    ...(single.size === 0 ? [] : [asFound(`${place} (settings)`, policyOfSettings('managed-settings', single, sha256))]),
  ];
}

/** Property lists have the types of the settings, but for switches, which tools also write as 0 and 1. */
function settingOf(name: string, value: Json): Json {
  if (FLAT_SETTINGS.get(name)?.kind !== 'switch') return value;
  return value === 1 ? true : value === 0 ? false : value;
}

function asFound(place: string, text: string): FoundPolicy {
  return { place, scope: 'managed', ok: true, text, bytes: new TextEncoder().encode(text), signature: null };
}
