import { useMemo } from 'react';
import { visible } from '../../../preload/contract/language/index.ts';
import type { PackInspectedView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ChangeList } from '../../ui/diff/change-view.tsx';
import { textChange } from '../../ui/diff/text-change.ts';
import { Hostile, QuotedBox } from '../../ui/hostile-text.tsx';
import { Button, Fact, Notice } from '../../ui/parts.tsx';
import { useScrollerOf } from '../../ui/scroller.ts';
import { said } from './skill-words.ts';
import { SkillAbout } from './skill-about.tsx';
import { TextProblems } from './skill-system.tsx';

type Pack = Extract<PackInspectedView, { kind: 'pack' }>;

/** A pack before anybody said yes to it: what it asks for, what is new in it, or why it is not taken. */
export function PackReview({ inspected, onTake, onLeave, takeWords }: { inspected: PackInspectedView; onTake: () => void; onLeave: (() => void) | null; takeWords: string }) {
  const t = useT();
  if (inspected.kind === 'refused') return <Refused inspected={inspected} />;
  const { skill, change } = inspected;
  return (
    <section className="pack-review" aria-label={t('pack.asks')}>
      <h2><Hostile text={skill.playbook === null ? skill.name : said(skill.playbook.title, t)} cap={100} /></h2>
      <p className="hint">{t(change === null ? 'pack.is-new' : 'pack.is-changed')}</p>
      {change === null ? null : <Change change={change} />}
      <dl className="facts">
        <Fact label={t('pack.name')}><code>{skill.name}</code></Fact>
        <Fact label={t('pack.signature')}>{t(`pack.signature.${inspected.signature}`)}</Fact>
        <Fact label={t('pack.license')}>{skill.license === null ? t('pack.license.none') : <Hostile text={skill.license} cap={200} />}</Fact>
      </dl>
      <SkillAbout skill={skill} />
      {skill.playbook === null ? <Notice>{t('skill.instructions')}</Notice> : null}
      <Files pack={inspected} />
      {inspected.instructions.trim() === '' ? null : <details><summary>{t('pack.instructions')}</summary><QuotedBox text={inspected.instructions} label={t('pack.instructions')} /></details>}
      <p className="hint">{t('pack.grants-nothing')}</p>
      <div className="actions">
        <Button look="main" onClick={onTake}>{takeWords}</Button>
        {onLeave === null ? null : <Button onClick={onLeave}>{t('pack.leave')}</Button>}
      </div>
    </section>
  );
}

function Change({ change }: { change: NonNullable<Pack['change']> }) {
  const t = useT();
  const { scroller, within } = useScrollerOf('.detail');
  const changes = useMemo(() => change.texts.map(({ path, before, after }) => textChange(before, after, path)), [change.texts]);
  const lists = [['pack.added', change.added], ['pack.removed', change.removed], ['pack.changed', change.changed]] as const;
  const shown = new Set(change.texts.map(({ path }) => path));
  const bare = [...change.added, ...change.removed, ...change.changed].filter((path) => !shown.has(path));
  return (
    <div ref={within} className="pack-change">
      {change.asksMore.length === 0 ? null : <Notice tone="caution" role="alert">{t('pack.asks-more', { tools: change.asksMore.map((tool) => visible(tool, 60)).join(', ') })}</Notice>}
      <dl className="facts">{lists.map(([label, paths]) => (paths.length === 0 ? null : <Fact key={label} label={t(label)}><ul className="pack-paths">{paths.slice(0, 100).map((path) => <li key={path}><code><Hostile text={path} cap={120} joints /></code></li>)}</ul></Fact>))}</dl>
      {bare.length === 0 ? null : <p className="hint">{t('pack.no-text', { count: bare.length })}</p>}
      {changes.length === 0 ? null : <ChangeList changes={changes} sideBySide={false} scroller={scroller} />}
    </div>
  );
}

function Files({ pack }: { pack: Pack }) {
  const t = useT();
  const bytes = new Intl.NumberFormat(t.locale);
  return (
    <details>
      <summary>{t('pack.files', { count: pack.fileCount })}</summary>
      <ul className="pack-paths">{pack.files.map(({ path, size }) => <li key={path}><code><Hostile text={path} cap={120} joints /></code> <span className="soft">{t('pack.bytes', { size: bytes.format(size) })}</span></li>)}</ul>
      {pack.fileCount > pack.files.length ? <p className="hint">{t('pack.more-files', { count: pack.fileCount - pack.files.length })}</p> : null}
    </details>
  );
}

function Refused({ inspected }: { inspected: Extract<PackInspectedView, { kind: 'refused' }> }) {
  const t = useT();
  return (
    <Notice tone="danger" role="alert">
      {t('pack.refused')}
      <ul className="skill-problems">
        {inspected.pack.map(({ code, path }, at) => <li key={`p${at}`}>{t(`pack-problem.${code}` as 'pack-problem.empty', { path: visible(path, 120) })}</li>)}
      </ul>
      <TextProblems problems={inspected.skill} />
    </Notice>
  );
}
