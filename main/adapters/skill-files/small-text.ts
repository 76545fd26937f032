import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** See `SkillFiles.readText`. Never throws. */
export async function readSmallText(path: string, most: number): Promise<string | null> {
  // Not blocking: a pipe that nobody writes to holds up nothing.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (handle === null) return null;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return null;
    // Four bytes are the most that one character takes.
    const bytes = new Uint8Array(Math.min(stat.size, (most + 1) * 4));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    // A letter that the cut goes through is behind what is given.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytesRead), { stream: bytesRead < stat.size }).slice(0, most + 1);
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
