import type { Command } from '../command.ts';
import { auditExport, auditVerify } from './audit.ts';
import { pinsCompare, pinsDigest } from './pins.ts';

/** Every command by its words. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'pins digest': pinsDigest,
  'pins compare': pinsCompare,
  'audit verify': auditVerify,
  'audit export': auditExport,
};
