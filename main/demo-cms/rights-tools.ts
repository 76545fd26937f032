import type { FieldSchema } from './kinds.ts';
import { holderOf, type Desk } from './records.ts';
import { ACCOUNTS, DEEDS, demand, KINDRED, rightsOf, rightsShown, type Account, type Right } from './rights.ts';
import { fieldsOf, listOf, Refusal, type Fields, type Value } from './rows.ts';
import { objectSchema, OVERWRITES, READS, type DemoTool } from './tool.ts';

const ACCOUNT: FieldSchema = { type: 'string', title: 'Account', enum: [...ACCOUNTS] };
const names = (title: string, values: readonly string[]): FieldSchema =>
  ({ type: 'array', title, items: { type: 'string', enum: [...values] }, minItems: 1, maxItems: 20, uniqueItems: true });
const RIGHTS: FieldSchema = {
  type: 'array', title: 'Rights', maxItems: 20,
  items: {
    type: 'object', additionalProperties: false, required: ['deeds', 'kinds', 'projects'],
    properties: {
      deeds: names('Deeds', DEEDS),
      kinds: names('Kinds', KINDRED),
      projects: { type: ['array', 'null'], title: 'Projects', description: 'Ids of projects; null: all of them.', items: { type: 'string' }, maxItems: 100 },
    },
  },
};
const ACCOUNT_RIGHTS = objectSchema({ account: ACCOUNT, rights: RIGHTS }, ['account', 'rights']);

function whoami(desk: Desk): Fields {
  return { account: desk.account, system: 'Demo CMS', rights: rightsShown(holderOf(desk).rights) };
}

function getRights(desk: Desk, args: Fields): Fields {
  demand(holderOf(desk), { deed: 'grant', kind: 'account', project: '*' });
  const account = accountOf(args);
  return { account, rights: rightsShown(rightsOf(account, desk.store.read().rights)) };
}

function setRights(desk: Desk, args: Fields): Fields {
  demand(holderOf(desk), { deed: 'grant', kind: 'account', project: '*' });
  const account = accountOf(args);
  // Whoever took their own right to grant could not give it back.
  if (account === desk.account) throw new Refusal('Not allowed: nobody changes the rights of the account in use.');
  const data = desk.store.read();
  const given = listOf(args['rights']).map(rightFrom);
  desk.store.write({ ...data, rights: { ...data.rights, [account]: given } });
  return { account, rights: rightsShown(given) };
}

function accountOf(args: Fields): Account {
  const account = ACCOUNTS.find((candidate) => candidate === args['account']);
  if (account === undefined) throw new Refusal(`Not found: account ${String(args['account'])}`);
  return account;
}

function rightFrom(value: Value): Right {
  const right = fieldsOf(value);
  const strings = (name: string): string[] => listOf(right[name]).map(String);
  return { deeds: strings('deeds'), kinds: strings('kinds'), projects: right['projects'] === null ? null : strings('projects') };
}

/** Who one is, and who may do what. */
export const RIGHTS_TOOLS: readonly DemoTool[] = [
  {
    name: 'whoami', title: 'Who am I', description: 'Names the account in use and what it may do.',
    input: objectSchema({}, []), annotations: READS, run: whoami,
    output: objectSchema({ account: { type: 'string', title: 'Account' }, system: { type: 'string', title: 'System' }, rights: RIGHTS }, ['account', 'system', 'rights']),
  },
  {
    name: 'get_rights', title: 'Read rights', description: 'Tells what an account may do.',
    input: objectSchema({ account: ACCOUNT }, ['account']), output: ACCOUNT_RIGHTS, annotations: READS, run: getRights,
  },
  {
    name: 'set_rights', title: 'Set rights', description: 'Replaces everything an account may do; it holds at once.',
    input: ACCOUNT_RIGHTS, output: ACCOUNT_RIGHTS, annotations: OVERWRITES, run: setRights,
  },
];
