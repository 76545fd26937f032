import { readFileSync } from 'node:fs';
import { Validator, type Schema } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { nextLine, startOf } from '../../../../main/core/audit/chain.ts';
import { EVENT_NAMES, type AuditEvent } from '../../../../main/core/audit/event.ts';
import { parseRecord } from '../../../../main/core/audit/record.ts';
import { createOcsfExport } from '../../../../main/core/audit/record-ocsf.ts';
import { canonical } from '../../../../main/core/canonical/canonical.ts';
import { EFFECTS, PLANNER_KINDS, type JsonObject } from '../../../../main/core/words/index.ts';
import { intent, outcome, started } from './events.ts';

const schema = new Validator(JSON.parse(readFileSync('test/data/ocsf/events-1.9.0.schema.json', 'utf8')) as Schema, '2020-12', false);

interface Attested extends JsonObject {
  readonly metadata: { readonly uid: string; readonly profiles: readonly string[] };
  readonly attestation_list: readonly [{ readonly prev_event?: JsonObject; readonly fingerprint: { readonly value: string } }];
}

/** The events of a log that holds just these, in their order. */
function exported(events: readonly unknown[]): Attested[] {
  const ocsf = createOcsfExport(sha256);
  let head = startOf('chain-1');
  return events.map((event) => {
    const next = nextLine(head, event as AuditEvent, '2026-11-28T10:00:00.000Z', sha256);
    head = next.head;
    const line = next.line.trimEnd();
    const record = parseRecord(line);
    if (record === null) throw new Error('no record');
    return ocsf.eventOf(record, line) as Attested;
  });
}

/** What the schema says against an event, and which attributes of a profile stand there without their profile being named. */
function faults(event: Attested): unknown[] {
  const { valid, errors } = schema.validate(event);
  const ofProfile = { attestation_list: 'record_integrity', ai_agent: 'ai_operation', message_context: 'ai_operation', ...(event['class_uid'] === 6002 && { actor: 'host' }) };
  const unnamed = Object.entries(ofProfile).filter(([name, profile]) => name in event && !event.metadata.profiles.includes(profile));
  return [...(valid ? [] : errors), ...unnamed];
}

const call = (change: object): AuditEvent => {
  const event = intent('c');
  return event.type === 'intent' ? { ...event, call: { ...event.call, ...change } } : event;
};
const actor = { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'desktop' };
const server = { id: 's', name: 'Files', identity: 'a'.repeat(64), trust: 'trusted', class: 'local', environment: 'live' };

/** One of each thing that is ever put on record. */
const EVERY_KIND: readonly unknown[] = [
  ...EFFECTS.map((effect) => call({ effect })),
  ...PLANNER_KINDS.map((kind) => call({ plan: 'plan-1', actor: { ...actor, planner: { kind, name: 'who' } } })),
  { ...call({}), type: 'refusal', why: 'denied' },
  outcome('c'), outcome('nobody'), ...['failed', 'refused', 'unknown'].map((end) => ({ ...outcome('c'), outcome: end, error: 'no', ms: 1.5 })),
  ...EVENT_NAMES.flatMap((what) => [null, server].map((of) => ({ type: 'event', what, actor, server: of, detail: {} }))),
  { type: 'key', keyId: 'a'.repeat(64), previous: null, why: 'created' },
  { type: 'checkpoint', size: 1, head: 'a'.repeat(64), keyId: 'b'.repeat(64), signature: 'c'.repeat(128) },
  { type: 'anchor', where: 'file', why: 'absent' },
];

describe('the export as OCSF', () => {
  it('holds against the released schema for everything that is ever put on record', () => {
    for (const event of exported(EVERY_KIND)) expect(faults(event), JSON.stringify(event)).toEqual([]);
  });

  it('holds for records that another version or somebody else wrote', () => {
    const odd = ['__proto__', 'constructor', '', 'x'.repeat(5_000), '\u0000', 17, null, [], {}].flatMap((value) => [
      { type: 'intent', call: value }, { type: 'outcome', callId: value, outcome: value, ms: value }, { type: 'event', what: value, actor: value, server: value },
      { type: 'intent', call: { callId: 'c', effect: value, actor: value, server: value, tool: value, plan: value } }, { type: 'event', what: 'x', server: { name: value, identity: value } },
      { type: 'outcome', callId: 'c', ms: 1e300 }, { type: 'refusal', call: { callId: 'c', actor: { planner: { kind: 'assistant', name: value }, person: value } } },
    ]);
    for (const event of exported(odd)) expect(faults(event), JSON.stringify(event)).toEqual([]);
  });

  it('names the agent where one planned the call, and nobody where a person or a skill did', () => {
    const agents = exported(PLANNER_KINDS.map((kind) => call({ actor: { ...actor, planner: { kind, name: 'Claude' } } }))).map((event) => event['ai_agent'] ?? null);
    const agent = { uid: 'Claude', name: 'Claude', type_id: 0, type: 'Unknown' };
    expect(Object.fromEntries(PLANNER_KINDS.map((kind, at) => [kind, agents[at]]))).toEqual({ person: null, skill: null, assistant: agent, client: agent });
  });

  it('attests each event with a fingerprint that anybody can compute, and chains it to the one before', () => {
    const events = exported([started(), intent('c1'), outcome('c1')]);
    for (const [at, event] of events.entries()) {
      const [{ fingerprint, ...attestation }] = event.attestation_list;
      expect(sha256(canonical({ ...event, attestation_list: [attestation] }))).toBe(fingerprint.value);
      const before = events[at - 1];
      expect(attestation.prev_event ?? null).toEqual(before === undefined ? null : { uid: before.metadata.uid, type_uid: before['type_uid'], fingerprint: before.attestation_list[0].fingerprint });
    }
  });

  it('names an event before that is not part of the export by its id alone', () => {
    const whole = exported([started(), intent('c1')]);
    const second = parseRecord((whole[1]?.['raw_data'] ?? '') as string);
    if (second === null) throw new Error('no record');
    const alone = createOcsfExport(sha256).eventOf(second, '') as Attested;
    expect(alone.attestation_list[0].prev_event).toEqual({ uid: whole[0]?.metadata.uid });
  });
});
