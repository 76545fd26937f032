import { z } from 'zod';
import { canonical } from '../canonical/canonical.ts';
import type { AuditEvent, AuditRecord } from './event.ts';

/** After so many records without one a checkpoint is due: the next record is one, or says that signing ended. */
export const CHECKPOINT_EVERY = 100;

/** Why the key of a log is now another one. Everything but the first `created` is a break that a verification lists. */
export const KEY_CHANGES = [
  'created',     // this log had no key
  'vanished',    // the keychain no longer had the key before this one: another one signs from here on
  'returned',    // the key before signs again
  'unavailable', // the keychain does not answer: nothing is signed from here on
] as const;
export type KeyChange = (typeof KEY_CHANGES)[number];

/** How a log stands with its signatures: whose key signs (null: none), the last key it knew, records since it signed. */
export interface Signing {
  readonly keyId: string | null;
  readonly last: string | null;
  readonly since: number;
}

/** A log that was never signed. */
export const UNSIGNED: Signing = { keyId: null, last: null, since: 0 };

/** Whether an Ed25519 signature (128 hex digits) over UTF-8 text is that of a public key (64 hex digits). Never throws. */
export type SignatureCheck = (publicKey: string, text: string, signature: string) => boolean;

/** Signs with the private key that belongs to `keyId`, its public key in hex. */
export interface Signer {
  readonly keyId: string;
  sign(text: string): string;
}

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const signed = z.strictObject({ type: z.literal('checkpoint'), size: z.number(), head: hex(64), keyId: hex(64), signature: hex(128) });
const keyed = z.strictObject({ type: z.literal('key'), keyId: hex(64).nullable(), previous: hex(64).nullable(), why: z.enum(KEY_CHANGES) });

/** Why a record breaks the rules of signing. */
export type SigningFault = 'bad-checkpoint' | 'bad-signature' | 'bad-key' | 'checkpoint-missing';

/** The text that a checkpoint signs: where its chain stands. */
export function checkpointText(chain: string, size: number, head: string, keyId: string): string {
  return canonical({ chain, head, keyId, size, what: 'countersign-checkpoint', v: 1 });
}

/** Whether the next record must be a checkpoint. */
export function checkpointIsDue(signing: Signing): boolean {
  return signing.keyId !== null && signing.since >= CHECKPOINT_EVERY;
}

/** True for a record that changes whose key signs, other than the first key of a log. */
export function isKeyBreak(record: AuditRecord): boolean {
  const key = keyed.safeParse(record.event);
  return key.success && !(key.data.why === 'created' && key.data.previous === null);
}

/**
 * How a log stands after a record whose place in the chain is known to be right, or what is wrong with the record.
 * A key is believed only once its checkpoint, which must be the very next record, bears its signature.
 */
export function signingAfter(signing: Signing, record: AuditRecord, check: SignatureCheck): Signing | SigningFault {
  const type = typeOf(record);
  if (type === 'key') return keyAfter(signing, record);
  if (type === 'checkpoint') return checkpointAfter(signing, record, check);
  // SECURITY: without this a log whose checkpoints were taken out would pass as one that was hardly signed.
  return checkpointIsDue(signing) ? 'checkpoint-missing' : signingAfterOther(signing);
}

/** How a log stands after an event that was made here by the rules of signing; nothing is checked. */
export function signingAfterOwn(signing: Signing, event: AuditEvent): Signing {
  if (event.type === 'checkpoint') return { ...signing, since: 0 };
  if (event.type === 'key') return { keyId: event.keyId, last: event.keyId ?? signing.last, since: CHECKPOINT_EVERY };
  return signingAfterOther(signing);
}

/** How a log stands after a record that is neither a key nor a checkpoint, where none was due. */
function signingAfterOther(signing: Signing): Signing {
  return signing.keyId === null ? signing : { keyId: signing.keyId, last: signing.last, since: signing.since + 1 };
}

function keyAfter(signing: Signing, record: AuditRecord): Signing | SigningFault {
  const key = keyed.safeParse(record.event);
  if (!key.success || key.data.previous !== signing.last || (key.data.keyId === null) !== (key.data.why === 'unavailable')) return 'bad-key';
  return { keyId: key.data.keyId, last: key.data.keyId ?? signing.last, since: CHECKPOINT_EVERY };
}

function checkpointAfter(signing: Signing, record: AuditRecord, check: SignatureCheck): Signing | SigningFault {
  const point = signed.safeParse(record.event);
  if (!point.success) return 'bad-checkpoint';
  const { size, head, keyId, signature } = point.data;
  if (keyId !== signing.keyId || size !== record.seq - 1 || head !== record.prev) return 'bad-checkpoint';
  // SECURITY: the chain is part of what is signed, so that a checkpoint of another log or chain never fits.
  return check(keyId, checkpointText(record.chain, size, head, keyId), signature) ? { ...signing, since: 0 } : 'bad-signature';
}

/** The record that makes a key the one in force, for a log that stands so. */
export function keyEvent(signing: Signing, keyId: string | null): Extract<AuditEvent, { type: 'key' }> {
  const why = keyId === null ? 'unavailable' : signing.last === null ? 'created' : signing.last === keyId ? 'returned' : 'vanished';
  return { type: 'key', keyId, previous: signing.last, why };
}

/** The type of an event, of whatever version. */
export function typeOf(record: AuditRecord): string {
  const event = record.event;
  return typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string' ? event.type : '';
}
