import { describe, expect, it } from 'vitest';
import { hostsIn } from '../../../../main/core/policy/hosts.ts';
import { outgrows } from '../../../data/growth.ts';

describe('addresses in arguments', () => {
  it.each([
    ['https://evil.example/x', 'evil.example'], ['see x-https://evil.example', 'evil.example'], ['-https://evil.example', 'evil.example'],
    ['+++ftp://evil.example', 'evil.example'], ['1https://evil.example', 'evil.example'], ['x-https:evil.example', 'evil.example'],
    [`${'a'.repeat(5_000)}://evil.example`, 'evil.example'], [`${'a-'.repeat(5_000)}https:evil.example`, 'evil.example'],
  ])('are found however their scheme begins', (text, host) => {
    expect(hostsIn({ body: text })).toContain(host);
  });

  it.each<[string, (length: number) => string]>([
    ['schemes in a row', (length) => 'https-'.repeat(length / 6)], ['letters', (length) => 'a'.repeat(length)], ['points', (length) => 'a.'.repeat(length / 2)],
    ['slashes', (length) => `https:${'/'.repeat(length)}`], ['colons', (length) => 'a:'.repeat(length / 2)], ['addresses', (length) => 'a://b '.repeat(length / 6)],
  ])('are sought in a time that grows with the text: %s', (_, shape) => {
    expect(outgrows((body) => hostsIn({ body }), shape)).toBeNull();
  });
});
