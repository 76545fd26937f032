import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Button, Notice } from '../../ui/parts.tsx';
import { skillsHooks } from './skills-store.ts';

/** Says where the system of a skill does not run, and where it is started. */
export function NoServer() {
  const t = useT();
  const serverId = skillsHooks.use((state) => state.serverId);
  if (serverId !== null) return null;
  return <Notice tone="caution">{t('skill.no-server')} <div className="actions"><Button onClick={() => go('servers')}>{t('skill.no-server.action')}</Button></div></Notice>;
}
