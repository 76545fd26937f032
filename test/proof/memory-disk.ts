import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SegmentDisk } from '../../main/adapters/audit-file/segment-disk.ts';
import { below, type Random } from '../verifier/sample-logs.ts';

interface File {
  /** On the platters. */
  durable: Buffer;
  /** In the system's cache: read by everybody, lost or torn when the power goes. */
  cached: Buffer;
}

/** What of the cache the power cut leaves: a prefix, as appends are ordered, or any of its sectors, as disks may write them. */
export type CutModel = 'prefix' | 'sectors';
const SECTOR = 512;

/** A disk in memory that can fail at one operation or lose its power. Operations are counted from 1: open, write, flush, cut. */
export class MemoryDisk implements SegmentDisk {
  readonly files = new Map<string, File>();
  operations = 0;
  /** Called before each operation; throws to make it fail. A failed write leaves the first half of its text. */
  before: (operation: number, kind: 'open' | 'write' | 'flush' | 'cut') => void = () => undefined;

  #step(kind: 'open' | 'write' | 'flush' | 'cut'): void {
    this.operations += 1;
    this.before(this.operations, kind);
  }

  async openSegment(path: string, isNew: boolean) {
    this.#step('open');
    const name = basename(path);
    if (isNew && this.files.has(name)) throw new Error('exists');
    const file = this.files.get(name) ?? { durable: Buffer.alloc(0), cached: Buffer.alloc(0) };
    this.files.set(name, file);
    return {
      append: async (bytes: Uint8Array) => {
        try {
          this.#step('write');
        } catch (error) {
          file.cached = Buffer.concat([file.cached, bytes.subarray(0, bytes.length / 2)]);
          throw error;
        }
        file.cached = Buffer.concat([file.cached, bytes]);
        this.#step('flush');
        file.durable = file.cached;
      },
      isThere: async () => true, close: async () => undefined,
    };
  }

  async cut(path: string, bytes: number): Promise<void> {
    this.#step('cut');
    const file = this.files.get(basename(path));
    if (file === undefined) return;
    file.cached = file.cached.subarray(0, bytes);
    file.durable = file.cached;
  }

  /** Writes what a reader sees now into a home. */
  async keep(home: string): Promise<void> {
    await this.#put(home, (file) => file.cached);
  }

  /** Writes what a power cut leaves into a home. */
  async keepAfterCut(home: string, model: CutModel, random: Random): Promise<void> {
    await this.#put(home, ({ durable, cached }) => {
      const lost = cached.subarray(durable.length);
      if (!cached.subarray(0, durable.length).equals(durable)) return durable;
      const kept = Buffer.from(lost.subarray(0, below(random, lost.length + 1)));
      for (let at = 0; model === 'sectors' && at < kept.length; at += SECTOR) {
        if (random() < 0.5) kept.fill(0, at, Math.min(kept.length, at + SECTOR));
      }
      return Buffer.concat([durable, kept]);
    });
  }

  async #put(home: string, bytesOf: (file: File) => Buffer): Promise<void> {
    await mkdir(join(home, 'audit'), { recursive: true });
    await mkdir(join(home, 'anchors'), { recursive: true });
    for (const [name, file] of this.files) await writeFile(join(home, 'audit', name), bytesOf(file));
  }
}
