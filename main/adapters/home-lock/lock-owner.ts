import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** Who holds a lock. What a number of a process means depends on where it was given. */
export const ownerSchema = z.object({
  pid: z.number().int().positive(),
  started: z.string(),
  /** The computer's name, the run of its kernel, and the namespace that numbers processes; '' where there is none. All are absent in locks of earlier versions. */
  host: z.string().optional(),
  boot: z.string().optional(),
  space: z.string().optional(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** This process, as it stands in a lock. */
export function thisProcess(): Owner {
  return { pid: process.pid, started: startOf(process.pid), ...here() };
}

function here(): { readonly host: string; readonly boot: string; readonly space: string } {
  return { host: hostname(), boot: textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()), space: textOf(() => readlinkSync('/proc/self/ns/pid')) };
}

/** Whether two are one process. The name of a computer may change while it runs. */
export function isSameOwner(one: Owner, other: Owner): boolean {
  return one.pid === other.pid && one.started === other.started && one.boot === other.boot && one.space === other.space;
}

/**
 * Whether the process of a lock lives. `elsewhere`: on another computer, or in a container whose processes cannot be seen from here. SECURITY: that is never taken
 * for gone, however free its number is here: two writers break the log.
 */
export function standingOf(owner: Owner): 'alive' | 'gone' | 'elsewhere' {
  const { host, boot, space } = here();
  const known = (owner.boot ?? '') !== '' && boot !== '';
  // The kernel is the same for all containers of a computer, whatever each is called.
  if (known && owner.boot === boot) return (owner.space ?? '') === space ? seenHere(owner) : 'elsewhere';
  if (owner.host !== undefined && owner.host !== host) return 'elsewhere';
  // The computer was started anew since: none of its processes lives.
  return known ? 'gone' : seenHere(owner);
}

function seenHere(owner: Owner): 'alive' | 'gone' {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return 'gone';
  }
  // The number of a dead process may have been given to another one.
  const now = startOf(owner.pid);
  return owner.started === '' || now === '' || now === owner.started ? 'alive' : 'gone';
}

/** When a process started, in the kernel's own count; '' where that cannot be read. */
function startOf(pid: number): string {
  return textOf(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  });
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
