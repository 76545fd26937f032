import type { Effect } from '../words/index.ts';

export { wordsOf } from '../words/name-words.ts';

/**
 * What the words of a tool's name suggest. A guess: it raises freely, it is offered in the review, and it never
 * lowers an effect by itself. Order of the table is no order of strength; the gravest word of a name counts.
 */
const WORDS: Readonly<Record<Effect, readonly string[]>> = {
  read: [
    'get', 'list', 'read', 'search', 'find', 'fetch', 'describe', 'show', 'count', 'lookup', 'view', 'check', 'browse',
    'query', 'inspect', 'status', 'log', 'diff', 'tree', 'info', 'echo', 'whoami', 'preview', 'validate', 'explain',
  ],
  write: [
    'create', 'update', 'add', 'set', 'write', 'edit', 'insert', 'patch', 'put', 'move', 'rename', 'copy', 'save', 'upload',
    'append', 'modify', 'change', 'replace', 'commit', 'assign', 'apply', 'import', 'restore', 'close', 'open', 'merge',
  ],
  send: ['send', 'email', 'mail', 'notify', 'share', 'message', 'tweet', 'sms', 'forward', 'reply', 'push', 'webhook', 'comment'],
  publish: ['publish', 'unpublish', 'release', 'deploy', 'schedule', 'golive'],
  delete: [
    'delete', 'remove', 'destroy', 'drop', 'purge', 'trash', 'wipe', 'truncate', 'erase', 'clear', 'reset', 'archive', 'clean', 'prune',
    'execute', 'exec', 'run', 'shell', 'sql', 'eval', 'evaluate', 'command', 'script', 'terminal', 'kill', 'unlink',
  ],
  configure: ['configure', 'config', 'setting', 'settings', 'install', 'uninstall', 'enable', 'disable', 'toggle', 'menu', 'env'],
  permission: [
    'permission', 'permissions', 'grant', 'revoke', 'acl', 'role', 'roles', 'invite', 'member', 'members', 'password',
    'token', 'apikey', 'access',
  ],
};
const BY_WORD = new Map(Object.entries(WORDS).flatMap(([effect, words]) => words.map((word) => [word, effect as Effect])));

/** Verbs that make a name a question, whatever nouns follow: `list_permissions` only reads. */
const READ_FIRST = new Set(['get', 'list', 'read', 'search', 'find', 'fetch', 'describe', 'show', 'count', 'lookup', 'view']);

/** The effect a single word suggests, or null for a word that suggests none. */
export function effectOfWord(word: string): Effect | null {
  return BY_WORD.get(word) ?? null;
}

/** True where the name begins with a verb that only asks. */
export function beginsWithReadVerb(words: readonly string[]): boolean {
  return READ_FIRST.has(words[0] ?? '');
}
