import { isJsonObject, type Json } from '../words/index.ts';
import type { AnchoredHead } from './anchors.ts';

/** The structured data of RFC 5424 in which a place of the log travels. The number is the one for examples: we have none of our own. */
export const WITNESS_DATA = 'countersign@32473';

/** Where a chain stands, as a witness is told it. */
export function witnessData({ chain, seq, hash }: Pick<AnchoredHead, 'chain' | 'seq' | 'hash'>): string {
  return `[${WITNESS_DATA} chain="${chain}" seq="${seq}" hash="${hash}"]`;
}

const SPOKEN = /\[countersign@32473 chain="([a-z0-9-]{1,64})" seq="([1-9]\d{0,15})" hash="([0-9a-f]{64})"\]/g;

/**
 * Every place of a log that a line of a witness tells: a line of syslog, the JSON of an OTLP export as a collector writes
 * it, or an anchor or record of the log itself. A line that tells nothing has none; never throws.
 */
export function placesIn(line: string, file: string): readonly AnchoredHead[] {
  const spoken = [...line.matchAll(SPOKEN)].map(([, chain = '', seq = '', hash = '']) => ({ chain, seq: Number(seq), hash, file }));
  if (spoken.length > 0 || !line.trimStart().startsWith('{')) return spoken;
  try {
    return inJson(JSON.parse(line), file);
  } catch {
    return [];
  }
}

/** All objects at any depth that name a place, by their own members or by attributes of OpenTelemetry. */
function inJson(value: Json, file: string): AnchoredHead[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => inJson(item, file));
  if (!isJsonObject(value)) return [];
  const own = placeOf(value['chain'], value['seq'], value['hash'], file);
  if (own !== null) return [own];
  const attributes = value['attributes'];
  const told = Array.isArray(attributes) ? inAttributes(attributes, file) : null;
  return told !== null ? [told] : Object.values(value).flatMap((inner) => inJson(inner, file));
}

function inAttributes(attributes: readonly Json[], file: string): AnchoredHead | null {
  const valueOf = (name: string): Json | undefined => {
    const found = attributes.find((one) => isJsonObject(one) && one['key'] === name);
    const value = found !== undefined && isJsonObject(found) ? found['value'] : undefined;
    return value !== undefined && isJsonObject(value) ? value['stringValue'] ?? value['intValue'] : undefined;
  };
  return placeOf(valueOf('countersign.chain'), Number(valueOf('countersign.seq')), valueOf('countersign.hash'), file);
}

function placeOf(chain: Json | undefined, seq: Json | undefined, hash: Json | undefined, file: string): AnchoredHead | null {
  if (typeof chain !== 'string' || typeof seq !== 'number' || typeof hash !== 'string') return null;
  const good = /^[a-z0-9-]{1,64}$/.test(chain) && Number.isSafeInteger(seq) && seq > 0 && /^[0-9a-f]{64}$/.test(hash);
  return good ? { chain, seq, hash, file } : null;
}
