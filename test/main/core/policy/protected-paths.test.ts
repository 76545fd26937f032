import { describe, expect, it } from 'vitest';
import { hostsIn } from '../../../../main/core/policy/hosts.ts';
import { pathCandidates, touches } from '../../../../main/core/policy/protected-paths.ts';

describe('paths in arguments', () => {
  it('are found by their look and by the name of their field', () => {
    const found = pathCandidates({ path: 'notes.txt', title: 'Hello you', list: ['/etc/x'], url: 'file:///a' });
    expect(found.map((candidate) => candidate.text)).toEqual(['notes.txt', '/etc/x', 'file:///a']);
  });

  it('are looked for in a command line, and in each line of a field that names places', () => {
    const found = pathCandidates({ command: 'cat ~/.ssh/id_rsa', paths: 'a.txt\n/home/u/.ssh/id_rsa' });
    expect(found.map((candidate) => candidate.text)).toEqual(['cat ~/.ssh/id_rsa', 'a.txt\n/home/u/.ssh/id_rsa']);
  });

  it('are not seen in running text', () => {
    expect(pathCandidates({ body: 'Read the file at /etc/passwd\nand go' })).toEqual([]);
  });
});

describe('a protected folder', () => {
  it('is touched from inside by every effect, from above by all but a read', () => {
    expect(touches('/home/a/.config/cs/pins.json', '/home/a/.config/cs', 'read')).toBe(true);
    expect(touches('/home/a', '/home/a/.config/cs', 'read')).toBe(false);
    expect(touches('/home/a', '/home/a/.config/cs', 'write')).toBe(true);
    expect(touches('/home/a', '/home/a/.config/cs', 'write', true)).toBe(false);
    expect(touches('/', '/home/a/.config/cs', 'delete')).toBe(true);
    expect(touches('/home/a/.config/csx', '/home/a/.config/cs', 'write')).toBe(false);
  });

  it('is compared without case and with either slash', () => {
    expect(touches('\\\\?\\C:\\Users\\A\\CS\\x', 'c:/users/a/cs', 'read')).toBe(true);
    expect(touches('C:\\Users\\A\\CS\\x', 'c:/users/a/cs', 'read')).toBe(true);
  });
});

describe('hosts in arguments', () => {
  it('are found anywhere, files excepted', () => {
    expect(hostsIn({ a: 'see https://evil.example:8443/x', b: ['file:///etc'], c: 1 })).toEqual(['evil.example:8443']);
  });

  it.each([
    ['https:evil.example/x', 'evil.example'], ['https:\\\\evil.example/x', 'evil.example'], ['ht\ntps://evil.example', 'evil.example'], ['//evil.example/x', 'evil.example'],
    ['\\\\evil\\share', 'evil'], ['file://evil/share', 'evil'], ['169.254.169.254', '169.254.169.254'], ['10.0.0.1:8080/a', '10.0.0.1:8080/a'],
    ['[::1]', '[::1]'], ['::ffff:10.0.0.1', '::ffff:10.0.0.1'], ['localhost:3000', 'localhost:3000'],
  ])('are found in %j', (text, host) => {
    expect(hostsIn({ q: text })).toEqual([host]);
  });

  it('are found where a field names one, and in names of fields', () => {
    expect(hostsIn({ host: 'evil.example', baseUrl: 'evil.example/?q=1', endpoint: '2852039166' })).toEqual(['evil.example', 'evil.example/?q=1', '2852039166']);
    expect(hostsIn({ 'https://evil.example': 1 })).toEqual(['evil.example']);
  });

  it('are not seen in ordinary words, paths and versions', () => {
    expect(hostsIn({ q: 'notes.txt', path: '/a/b.txt', version: '1.2.3', time: '12:30:15', title: 'Note: see e.g. chapter 1.2', uri: 'file:///a/b.txt', url: './a.txt' })).toEqual([]);
  });
});
