import { Modal } from '../ui/modal.tsx';
import { controlKey } from './shortcuts.ts';
import { useT } from './language-context.tsx';

const APPROVE = 'approve';
const SHEET = [
  ['1 – 8', 'keys.rooms'], ['g a · g t · g s · g k · g v · g y · g p · g e', 'keys.rooms-letters'], ['?', 'keys.sheet'],
  ['J · K', 'keys.list'], ['N · P', 'keys.next'], ['Esc', 'keys.deny'], ['Esc', 'keys.back'], [APPROVE, 'keys.approve'], ['E', 'keys.edit'],
  ['J', 'keys.json'], ['?', 'keys.why'], ['S', 'keys.side'], ['/', 'keys.search'], ['H', 'keys.history'],
] as const;

/** Every shortcut with its words. */
export default function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Modal title={t('nav.shortcuts')} close={t('common.close')} onClose={onClose}>
      <dl className="keys">
        {SHEET.map(([keys, words]) => <div key={words}><dt><kbd>{keys === APPROVE ? `${controlKey(t)} + ⏎` : keys}</kbd></dt><dd>{t(words)}</dd></div>)}
      </dl>
    </Modal>
  );
}
