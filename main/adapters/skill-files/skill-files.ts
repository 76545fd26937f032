import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { FILE_LIMITS, fileProblem } from '../../core/skills/files.ts';
import type { SkillFiles, SkillWork } from '../../core/skills/ports.ts';
import { readMedia } from './media.ts';
import { readSmallText } from './small-text.ts';

/** Opens the files of a run; what is in them is read in a thread. */
export function createSkillFiles(work: SkillWork): SkillFiles {
  return {
    async readTable(path, options) {
      const stat = await lstat(path).catch(() => null);
      if (stat === null) return { ok: false, problems: [fileProblem('no-file')] };
      if (!stat.isFile()) return { ok: false, problems: [fileProblem(stat.isSymbolicLink() ? 'link' : 'not-a-file')] };
      if (stat.size > FILE_LIMITS.bytes) return { ok: false, problems: [fileProblem('too-large', null, null, String(stat.size))] };
      const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
      if (handle === null) return { ok: false, problems: [fileProblem('no-file')] };
      try {
        const bytes = await handle.readFile();
        return await work.readTable(new Uint8Array(bytes), basename(path), options);
      } finally {
        await handle.close();
      }
    },
    readMedia: (path, limits) => readMedia(work, path, limits),
    readText: readSmallText,
  };
}
