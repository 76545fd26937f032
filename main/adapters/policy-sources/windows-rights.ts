import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';

/** Who may own and write a policy on Windows: the system, the administrators, and what installs Windows itself. */
const TRUSTED: ReadonlySet<string> = new Set([
  'SY', 'S-1-5-18', 'BA', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** Rights that only look, by their two letters in a security descriptor (MS-DTYP 2.5.1.1), and their bits. */
const LOOKS: ReadonlySet<string> = new Set(['GR', 'GX', 'RC', 'FR', 'FX', 'KR', 'CC', 'SW', 'LO', 'RP']);
/** Write data, append, write attributes (both kinds), delete a child; delete, change rights, take ownership; all, generic write. */
const CHANGES = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000;

/**
 * What is wrong with who owns a file or folder and who may write to it, by its security descriptor in text form (SDDL, as
 * `(Get-Acl …).Sddl` prints it), or null. What is not understood counts as a right to write; entries that deny are passed over.
 */
export function rightsProblem(sddl: string): PolicyProblemCode | null {
  const match = /^O:(.+?)G:.+?D:([A-Z_]*)((?:\([^()]*(?:\([^()]*\)[^()]*)*\))*)(?:S:.*)?$/.exec(sddl.trim());
  const [, owner, flags, entries] = match ?? [];
  // SECURITY: no list at all lets everybody do everything.
  if (owner === undefined || flags === undefined || entries === undefined || flags.includes('NO_ACCESS_CONTROL')) return 'unreadable';
  if (!TRUSTED.has(owner)) return 'wrong-owner';
  const writable = [...entries.matchAll(/\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)].some(([, entry = '']) => letsOthersWrite(entry));
  return writable ? 'writable-by-others' : null;
}

function letsOthersWrite(entry: string): boolean {
  const [type = '', flags = '', rights = '', , , who = ''] = entry.split(';');
  if (type === 'D' || type === 'OD' || type === 'XD') return false;
  // Inherit only: it says nothing of this one, and what is below is looked at itself.
  if (pairs(flags).includes('IO')) return false;
  return !TRUSTED.has(who) && mayChange(rights);
}

function mayChange(rights: string): boolean {
  if (/^0x[0-9a-f]+$/i.test(rights)) return (Number(rights) & CHANGES) !== 0;
  if (/^\d+$/.test(rights)) return true; // octal or decimal: nobody prints rights so
  return rights.length % 2 !== 0 || pairs(rights).some((two) => !LOOKS.has(two));
}

function pairs(letters: string): readonly string[] {
  return letters.match(/../g) ?? [];
}
