import type { Sha256 } from '../../core/canonical/canonical.ts';
import { FLAT_SETTINGS, policyOfSettings } from '../../core/policy/document/flat-settings.ts';
import type { Json } from '../../core/words/index.ts';
import type { FoundPolicy, PolicySourceReader } from './source-reader.ts';

/** The key below which Windows keeps what an administrator set for this machine. */
export const PARENT_KEY = 'HKLM\\SOFTWARE\\Policies';
export const POLICY_KEY = `${PARENT_KEY}\\Countersign`;
const POLICY_VALUE = 'Policy';

/** Asks for a key as `reg query KEY` prints it; null where it is not there or cannot be read. */
export type QueryRegistry = (key: string) => Promise<string | null>;

/**
 * The policies in the machine's part of the registry: the whole one in the value `Policy`, and one made of the single settings
 * beside it. The user's own part (HKCU) is never asked.
 */
export function registryPolicies(query: QueryRegistry, sha256: Sha256): PolicySourceReader {
  return {
    async find() {
      const output = await query(POLICY_KEY);
      if (output !== null) return policiesIn(output, sha256);
      // SECURITY: asked of the key above, for a key that is there and cannot be read holds a policy nobody knows.
      return (await isAbsent(query)) ? [] : [{ place: POLICY_KEY, scope: 'managed', ok: false, code: 'unreadable' }];
    },
  };
}

async function isAbsent(query: QueryRegistry): Promise<boolean> {
  const above = await query(PARENT_KEY);
  return above !== null && /^HKEY_LOCAL_MACHINE\\/m.test(above) && !above.split(/\r?\n/).some((line) => /\\Policies\\Countersign\s*$/i.test(line));
}

interface RegistryValue {
  readonly type: string;
  readonly data: string;
}

function policiesIn(output: string, sha256: Sha256): FoundPolicy[] {
  const values = valuesIn(output);
  if (values === null) return [{ place: POLICY_KEY, scope: 'managed', ok: false, code: 'unreadable' }];
  const whole = values.get(POLICY_VALUE);
  const single = new Map([...values].filter(([name]) => name !== POLICY_VALUE).map(([name, value]) => [name, settingOf(name, value)]));
  return [
    ...(whole === undefined ? [] : [wholePolicy(whole)]),
    ...(single.size === 0 ? [] : [asFound(POLICY_KEY, policyOfSettings('registry-settings', single, sha256))]),
  ];
}

/** The values of a key by name. Null where a line is none of what `reg query` prints: it may be the rest of a text that was cut. */
function valuesIn(output: string): ReadonlyMap<string, RegistryValue> | null {
  const values = new Map<string, RegistryValue>();
  if (!/^HKEY_LOCAL_MACHINE\\/m.test(output)) return null;
  for (const line of output.split(/\r?\n/)) {
    // Names of the key itself and of keys below it stand at the beginning of a line.
    if (line.trim() === '' || /^HKEY_LOCAL_MACHINE\\/.test(line)) continue;
    const match = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line);
    const [, name, type, data = ''] = match ?? [];
    if (name === undefined || type === undefined || values.has(name)) return null;
    // The default value of a key is nobody's setting, and Windows sometimes makes one by itself.
    if (!/^\(.*\)$/.test(name)) values.set(name, { type, data });
  }
  return values;
}

function wholePolicy({ type, data }: RegistryValue): FoundPolicy {
  const place = `${POLICY_KEY}\\${POLICY_VALUE}`;
  // A value that is there and is not a plain text is a policy nobody can read, so nothing is allowed.
  return type === 'REG_SZ' ? asFound(place, data) : { place, scope: 'managed', ok: false, code: 'unreadable' };
}

function asFound(place: string, text: string): FoundPolicy {
  return { place, scope: 'managed', ok: true, text, bytes: new TextEncoder().encode(text), signature: null };
}

/** A setting's value; null, which no setting takes, where its type is not the one of the setting. */
function settingOf(name: string, { type, data }: RegistryValue): Json {
  switch (FLAT_SETTINGS.get(name)?.kind) {
    case 'number': return numberOf(type, data);
    case 'switch': return switchOf(numberOf(type, data));
    case 'words': return type === 'REG_MULTI_SZ' ? data.split('\\0').filter((word) => word !== '') : null;
    case 'text': case 'word': return type === 'REG_SZ' ? data : null;
    case undefined: return data;
  }
}

function numberOf(type: string, data: string): number | null {
  return type === 'REG_DWORD' && /^0x[0-9a-f]{1,8}$/i.test(data) ? Number(data) : null;
}

function switchOf(value: number | null): boolean | null {
  return value === 0 || value === 1 ? value === 1 : null;
}

