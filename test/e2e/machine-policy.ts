import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { signBytes, type SigningKey } from '../../main/adapters/policy-sources/minisign.ts';
import { sealed } from '../../main/core/policy/document/seal.ts';
import type { JsonObject } from '../../main/core/words/index.ts';

/** The folder where the test runtime looks for what an administrator set. */
export class MachinePolicy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'policies-')));
  readonly env = { COUNTERSIGN_TEST_POLICIES: this.folder };
  #version = 0;
  readonly #signer: SigningKey | null;

  /** With a key each policy asks for its signature, and has it. */
  constructor(signer: SigningKey | null = null) {
    this.#signer = signer;
  }

  /** Puts a policy in the place of the one before, as IT would: written beside and moved. */
  put(more: JsonObject): void {
    this.#version += 1;
    const document: JsonObject = {
      schema: 1, scope: 'managed', id: 'town', version: this.#version, issuedAt: '2026-01-01T00:00:00Z', organisation: 'Town of Example',
      ...(this.#signer === null ? {} : { signatures: { required: true, keys: [this.#signer.publicText] } }),
      contact: { name: 'IT service desk', mail: 'it@example.org', phone: '+49 30 000000' }, ...more,
    };
    this.write(`${JSON.stringify(sealed(document, sha256), null, 2)}\n`);
  }

  write(text: string): void {
    if (this.#signer !== null) this.#place('policy.json.minisig', signBytes(Buffer.from(text), this.#signer, 'policy'));
    this.#place('policy.json', text);
  }

  /** What policies this machine must have. */
  floor(floor: JsonObject): void {
    mkdirSync(join(this.folder, 'floor'), { recursive: true, mode: 0o755 });
    this.#place(join('floor', 'floor.json'), JSON.stringify(floor));
  }

  #place(name: string, text: string): void {
    const beside = join(this.folder, `${name}.new`);
    writeFileSync(beside, text, { mode: 0o644 });
    renameSync(beside, join(this.folder, name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Roles of a small organisation; whoever runs the test is an editor. */
export const ROLES: JsonObject = {
  editor: { effects: ['read', 'write', 'publish'], users: [userInfo().username] },
  admin: { effects: ['read', 'write', 'send', 'publish', 'delete', 'configure', 'permission'], groups: ['countersign-admins'] },
};
