import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Button, Notice } from '../../ui/parts.tsx';
import { serverOf, skillsHooks } from './skills-store.ts';

/** Says where the system of a skill does not run, and where it is started. */
export function NoServer() {
  const t = useT();
  const serverId = skillsHooks.use(serverOf);
  const bundled = skillsHooks.use((state) => state.bundled);
  if (serverId !== null) return null;
  if (!bundled) return <Notice>{t('skill.system.pick')}</Notice>;
  return <Notice tone="caution">{t('skill.no-server')} <div className="actions"><Button onClick={() => go('servers')}>{t('skill.no-server.action')}</Button></div></Notice>;
}
