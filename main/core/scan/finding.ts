import { SEVERITIES, type Severity } from '../words/index.ts';

export { CERTAIN_RULES, GUESSED_RULES, SCAN_RULES, SEVERITIES, type Finding, type ScanRule, type Severity } from '../words/index.ts';

/** The graver of two severities. */
export function graverSeverity(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}
