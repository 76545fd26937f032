import type { FoundPolicy, PolicySourceReader } from './source-reader.ts';

const PLACE = 'HKLM\\SOFTWARE\\Policies\\Countersign\\Policy';

/**
 * The policy in the machine's part of the registry, as `reg query HKLM\SOFTWARE\Policies\Countersign /v Policy` prints it.
 * `query` gives that text, or null where there is no such value. The user's own part (HKCU) is never asked.
 */
export function registryPolicies(query: () => Promise<string | null>): PolicySourceReader {
  return {
    async find() {
      const output = await query();
      return output === null ? [] : [policyIn(output)];
    },
  };
}

function policyIn(output: string): FoundPolicy {
  const head = { place: PLACE, scope: 'managed' } as const;
  const line = output.split(/\r?\n/).map((one) => /^\s+Policy\s+(REG_[A-Z_]+)\s*(.*)$/.exec(one)).find((match) => match !== null);
  // A value that is there and is not a plain text is a policy nobody can read, so nothing is allowed.
  if (line === undefined || line === null || line[1] !== 'REG_SZ') return { ...head, ok: false, code: 'unreadable' };
  const text = line[2] ?? '';
  return { ...head, ok: true, text, bytes: new TextEncoder().encode(text), signature: null };
}
