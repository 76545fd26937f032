import { writeSync } from 'node:fs';
import { openSkillHome } from '../main/host/skills/skill-home.ts';

// A process of its own that imports an agenda until it is done or killed. Where an earlier one did not end, it plans the
// rest. It says when its run is in the journal, and at the end what became of each row.
const [folder = '', parts = '', file = '', how = ''] = process.argv.slice(2);
const say = (line: object): void => { writeSync(1, `${JSON.stringify(line)}\n`); };

async function main(): Promise<void> {
  const home = await openSkillHome(folder, parts);
  say({ open: true });
  const receipt = how === 'resume' ? await home.resume() : null;
  say({ receipt: receipt ?? await home.run({ skill: 'import-agenda', inputs: { project: 'trade-fair' }, paths: { file } }), resumed: receipt !== null });
  await home.close();
}

main().catch((error: unknown) => {
  say({ error: String(error) });
  process.exitCode = 1;
});
