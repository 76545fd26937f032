import { useEffect, useState, type DragEvent } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { PackInstall } from './pack-install.tsx';
import { packHooks } from './pack-store.ts';
import { SkillDetail } from './skill-detail.tsx';
import { SkillNow } from './skill-now.tsx';
import { SkillSheet } from './skill-sheet.tsx';
import { said } from './skill-words.ts';
import { skillsHooks } from './skills-store.ts';
import '../../ui/form/form.css';
import './skills.css';

/** The page that installs a pack; no skill can have this name. */
const INSTALL = '+';

/** The skills, and the run of one of them: input, check, preview, run, receipt. */
export default function SkillsScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const list = skillsHooks.use((state) => state.list);
  const api = skillsHooks.useApi();
  const skills = valueOf(list)?.skills ?? [];
  const rules = valueOf(list)?.packs;
  const installs = path[0] === INSTALL;
  const skill = skills.find((one) => one.name === path[0]) ?? skills[0];
  const dropping = useDrop(rules !== undefined && rules.lockedBy === null);
  useListKeys('.skills-list', [...skills.map(({ name }) => name), INSTALL], installs ? INSTALL : skill?.name ?? null, (name) => go('skills', name));
  useEffect(() => { void api.getState().refresh(); }, [api]);
  useEffect(() => { if (skill !== undefined && !installs) api.getState().open(skill); }, [api, skill, installs]);
  if (list.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(list.problem, t)}</Notice></main>;
  if (rules !== undefined && skill === undefined && !installs) return <main className="room room-wide"><Empty title={t('skill.none.title')} action={<Button onClick={() => go('skills', INSTALL)}>{t('pack.install')}</Button>}>{t('skill.none.words')}</Empty></main>;
  if (rules === undefined) return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  const planId = path[1] === 'plan' ? path[2] ?? null : null;
  const now = path[1] === 'now' && skill !== undefined && skill.playbook !== null && skill.state === 'ready';
  return (
    <div className="room" {...dropping.handlers}>
      <nav className="list skills-list" aria-label={t('nav.skills')}>
        {skills.map((one) => <SkillLink key={one.name} skill={one} current={!installs && one.name === skill?.name} />)}
        <a className="list-item skills-install" href={formatRoute('skills', INSTALL)} data-key={INSTALL} aria-current={installs ? 'true' : undefined}>{t('pack.install')}</a>
      </nav>
      <main className="detail">
        {installs || skill === undefined ? <PackInstall rules={rules} over={dropping.over} /> : now ? <SkillNow key={skill.name} skill={skill} /> : planId === null ? <SkillDetail key={skill.name} skill={skill} rules={rules} /> : <SkillSheet key={planId} skill={skill} planId={planId} />}
      </main>
    </div>
  );
}

/** A pack dropped anywhere on the room opens the page that installs it. */
function useDrop(allowed: boolean): { readonly over: boolean; readonly handlers: { onDragOver(event: DragEvent): void; onDragLeave(): void; onDrop(event: DragEvent): void } } {
  const api = packHooks.useApi();
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver(event) {
        if (!allowed || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event) {
        setOver(false);
        const file = event.dataTransfer.files.item(0);
        if (!allowed || file === null) return;
        event.preventDefault();
        go('skills', INSTALL);
        void api.getState().drop(file);
      },
    },
  };
}

function SkillLink({ skill, current }: { skill: SkillView; current: boolean }) {
  const t = useT();
  const tone = skill.state === 'ready' ? undefined : 'state-danger';
  return (
    <a className="list-item" href={formatRoute('skills', skill.name)} data-key={skill.name} aria-current={current ? 'true' : undefined}>
      <strong><Hostile text={skill.playbook === null ? skill.name : said(skill.playbook.title, t)} cap={60} /></strong>
      <span className={tone}>{skill.state === 'ready' ? (skill.playbook === null ? t('skill.instructions') : t('skill.effect-at-most', { effect: t(`effect.${skill.playbook.effect}`) })) : t(`skill.state.${skill.state}`)}</span>
    </a>
  );
}
