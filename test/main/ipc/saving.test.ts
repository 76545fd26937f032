import { describe, expect, it } from 'vitest';
import { createSaving } from '../../../main/ipc/saving.ts';

function saving(place: string | null, put: (path: string, text: string) => Promise<void> = () => Promise.resolve()): { written: string[]; it: ReturnType<typeof createSaving> } {
  const written: string[] = [];
  return { written, it: createSaving({ place: () => Promise.resolve(place), isOwn: (path) => path.startsWith('/home/own'), put: (path, text) => { written.push(`${path}=${text}`); return put(path, text); } }) };
}

describe('what a person keeps', () => {
  it('is written where they say, or nowhere', async () => {
    const one = saving('/tmp/receipt.csv');
    expect(await one.it.save('receipt.csv', 'a')).toBe(true);
    expect(await one.it.place('agenda.skill')).toBe('/tmp/receipt.csv');
    expect(one.written).toEqual(['/tmp/receipt.csv=a']);
    const none = saving(null);
    expect([await none.it.save('receipt.csv', 'a'), await none.it.place('x'), none.written]).toEqual([false, null, []]);
  });

  it('is never written into the home', async () => {
    const one = saving('/home/own/documents/trust.json');
    await expect(one.it.save('request.json', 'a')).rejects.toMatchObject({ problem: { code: 'file-unwritable' } });
    await expect(one.it.place('agenda.skill')).rejects.toMatchObject({ problem: { code: 'file-unwritable' } });
    expect(one.written).toEqual([]);
  });

  it('says so where the disk refuses it', async () => {
    const full = saving('/tmp/receipt.csv', () => Promise.reject(new Error('ENOSPC: /tmp/receipt.csv')));
    await expect(full.it.save('receipt.csv', 'a')).rejects.toMatchObject({ problem: { code: 'file-unwritable', facts: {} } });
  });
});
