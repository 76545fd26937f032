import { useState } from 'react';
import { visible } from '../../../preload/contract/language/index.ts';
import type { SkillMappingView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Field, Notice } from '../../ui/parts.tsx';
import { otherSystem, serverOf, skillsHooks } from './skills-store.ts';

/** Which system a skill is used with; another one than its own by a mapping file, shown in names. */
export function SkillSystem() {
  const t = useT();
  const api = skillsHooks.useApi();
  const systems = skillsHooks.use((state) => state.systems);
  const serverId = skillsHooks.use(serverOf);
  const bundled = skillsHooks.use((state) => state.bundled);
  const other = skillsHooks.use(otherSystem);
  const [open, setOpen] = useState(!bundled);
  const alone = systems.every(({ own }) => own);
  return (
    <details className="skill-system" open={open || other !== null} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('skill.system')}</summary>
      <p className="hint">{t('skill.system.words')}</p>
      {bundled && alone ? <p>{t('skill.system.none')}</p> : (
        <Field id="skill-system" label={t('skill.system.which')}>
          <select id="skill-system" value={serverId ?? ''} onChange={(event) => api.getState().useWith(bundled && systems.some((one) => one.own && one.serverId === event.target.value) ? null : event.target.value)}>
            {serverId === null ? <option value="">{t('skill.pick')}</option> : null}
            {systems.map(({ serverId: id, name, own }) => <option key={id} value={id}>{own && bundled ? t('skill.system.own', { name: visible(name, 60) }) : visible(name, 60)}</option>)}
          </select>
        </Field>
      )}
      {other === null ? null : (
        <>
          {other.mapping !== null || other.own ? null : <Notice tone="caution">{t('skill.mapping.needed')}</Notice>}
          <div className="actions">
            <Button onClick={() => void api.getState().chooseMapping()}>{t('skill.mapping.choose')}</Button>
            {other.mapping === null ? null : <Button look="quiet" onClick={() => void api.getState().forgetMapping()}>{t('skill.mapping.forget')}</Button>}
            <span role="status">{other.mapping === null ? '' : <Hostile text={other.mapping.file} cap={80} />}</span>
          </div>
          {other.mapping === null ? null : other.mapping.problems.length > 0 ? <Wrong problems={other.mapping.problems} /> : <Names mapping={other.mapping} />}
        </>
      )}
    </details>
  );
}

/** What is called what there: nobody reads a mapping file to know it. */
function Names({ mapping }: { mapping: SkillMappingView }) {
  const t = useT();
  const rows = [...mapping.tools.map((one) => ({ ...one, use: 'calls' as const })), ...mapping.reads.map((one) => ({ ...one, use: 'reads' as const }))];
  return (
    <>
      <table className="skill-columns">
        <thead><tr><th scope="col">{t('skill.mapping.here')}</th><th scope="col">{t('skill.mapping.there')}</th><th scope="col">{t('skill.mapping.does')}</th></tr></thead>
        <tbody>{rows.map(({ here, there, use }) => <tr key={`${use} ${here}`}><th scope="row"><code><Hostile text={here} cap={60} joints /></code></th><td><code><Hostile text={there} cap={60} joints /></code></td><td className="soft">{t(`skill.mapping.${use}`)}</td></tr>)}</tbody>
      </table>
      <p className="hint">{t('skill.mapping.made', { name: visible(mapping.made, 80) })}</p>
    </>
  );
}

function Wrong({ problems }: { problems: SkillMappingView['problems'] }) {
  const t = useT();
  return <Notice tone="danger" role="alert">{t('skill.mapping.wrong')} <TextProblems problems={problems} /></Notice>;
}

/** What is wrong in a text, each with its file and line. */
export function TextProblems({ problems }: { problems: SkillMappingView['problems'] }) {
  const t = useT();
  if (problems.length === 0) return null;
  return (
    <ul className="skill-problems">
      {problems.slice(0, 50).map(({ code, file, line, name }, at) => <li key={at}><b>{t('pack.place', { file: visible(file, 60), line })}: </b>{t(`skill-problem.${code}` as 'skill-problem.not-yaml', { name: visible(name, 120) })}</li>)}
    </ul>
  );
}
