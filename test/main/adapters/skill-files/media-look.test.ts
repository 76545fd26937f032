import { describe, expect, it } from 'vitest';
import { lookAtMedia } from '../../../../main/adapters/skill-files/media-look.ts';

describe('looking at a file of a skill', () => {
  it('tries each comment before a picture once: a further one does not double the time', async () => {
    for (let comments = 4; comments <= 500; comments += 4) {
      const from = process.cpuUsage().user;
      expect(await lookAtMedia(Buffer.from(`${'<!---->'.repeat(comments)}<html>`))).toEqual({ mimeType: null, active: false });
      expect(process.cpuUsage().user - from, `${comments} comments`).toBeLessThan(400_000);
    }
  });
});
