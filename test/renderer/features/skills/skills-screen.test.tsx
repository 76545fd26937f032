import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { PreparedView, SkillView } from '../../../../preload/contract/views.ts';
import { BridgeProvider } from '../../../../renderer/app/bridge-context.tsx';
import { LanguageContext } from '../../../../renderer/app/language-context.tsx';
import { SkillCheck } from '../../../../renderer/features/skills/skill-check.tsx';
import { emptyDraft } from '../../../../renderer/features/skills/skill-draft.ts';
import SkillsScreen from '../../../../renderer/features/skills/skills-screen.tsx';
import { SkillForm } from '../../../../renderer/features/skills/skill-form.tsx';
import { createSkillsStore, skillsHooks } from '../../../../renderer/features/skills/skills-store.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { settled } from '../../settled.ts';
import { sampleWorld } from '../../sample-world.ts';

const { bridge } = createFakeBridge(sampleWorld());
const paint = (what: ReactElement): string => renderToStaticMarkup(<BridgeProvider bridge={bridge}><LanguageContext value={createTranslator('de')}>{what}</LanguageContext></BridgeProvider>);

const words = (de: string): { en: string; de: string } => ({ en: 'x', de });
const SKILL: SkillView = {
  name: 'import-agenda', from: 'shipped', state: 'ready', description: '', license: null, problems: 0,
  playbook: {
    title: words('Agenda einlesen'), task: words('x'), never: words('x'), effect: 'write', tools: [], limits: { rows: 1, calls: 1 }, bundle: 'demo-cms', noun: words('x'), one: words('x'), done: null,
    inputs: [{ type: 'table', name: 'file', label: words('Agendadatei'), hint: null, required: true, formats: ['csv'], columns: [] }],
  },
};
const refused = (name: string): PreparedView => ({
  kind: 'refused', counts: {}, files: [], questions: [], rows: [], hidden: 0,
  refused: { code: 'file-refused', name, because: null, found: null, limit: null, inputs: [], columns: [], problems: [], mapping: [] },
} as unknown as PreparedView);

describe('the room of skills', () => {
  it('says what to do where there are none, and does not wait for ever', () => {
    let api: ReturnType<typeof skillsHooks.useApi> | null = null;
    const Probe = () => { api = skillsHooks.useApi(); return null; };
    paint(<Probe />);
    // As a window is drawn that has read the list: without one React draws what a store began with.
    const read = api as ReturnType<typeof skillsHooks.useApi> | null;
    if (read === null) throw new Error('no store');
    read.getInitialState = () => ({ ...read.getState(), list: { state: 'ready', value: { skills: [], runs: [], packs: { lockedBy: null, requireSignature: false } } } });
    expect(paint(<SkillsScreen path={[]} />)).toContain('Keine Skills');
    expect(paint(<SkillsScreen path={['+']} />)).toContain('Skill installieren');
  });
});

describe('a file that is not taken', () => {
  it('is named as the form names it, not as the playbook does', () => {
    const html = paint(<SkillCheck skill={SKILL} draft={emptyDraft(SKILL)} view={refused('file')} />);
    expect(html).toContain('Agendadatei');
    expect(html).not.toContain('<code>');
    expect(paint(<SkillCheck skill={SKILL} draft={emptyDraft(SKILL)} view={refused('publish_news')} />)).toMatch(/<code>.*publish/);
  });
});

describe('an input that is not asked for', () => {
  it('is not in the form, and is there as soon as another answer asks for it', async () => {
    const asking = { ...bridge, skills: { ...bridge.skills, asked: async ({ inputs }: { inputs: Record<string, unknown> }) => ({ ok: true as const, value: inputs['kind'] === 'long' ? ['file'] : [] }) } };
    const store = createSkillsStore(asking);
    const form = (): string => {
      const { draft } = store.getState();
      return draft === null ? '' : paint(<SkillForm skill={SKILL} draft={draft} refused={null} />);
    };
    store.getState().open(SKILL);
    await settled();
    expect(form()).not.toContain('Agendadatei');
    store.getState().set('kind', 'long');
    await settled();
    expect(form()).toContain('Agendadatei');
    store.getState().restart();
    await settled();
    expect(store.getState().draft?.asked ?? []).toEqual([]);
  });
});
