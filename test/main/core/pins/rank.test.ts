import { describe, expect, it } from 'vitest';
import { rankChanges } from '../../../../main/core/pins/rank.ts';
import { CHANGE_KINDS, type ChangeKind, type JsonObject } from '../../../../main/core/words/index.ts';
import { judges } from '../../../../main/host/review/judges.ts';

const base: JsonObject = {
  name: 'update_page', title: 'Update a page', description: 'Changes a page of the site.',
  inputSchema: {
    $schema: 'http://json-schema.org/draft-07/schema#', type: 'object',
    properties: {
      id: { type: 'string', description: 'Which page.', maxLength: 40 },
      mode: { type: 'string', enum: ['draft', 'review'], default: 'draft' },
      required: { type: 'boolean' },
    },
    required: ['id', 'mode'], additionalProperties: false,
  },
  outputSchema: { type: 'object' }, annotations: { readOnlyHint: false, destructiveHint: true }, icons: [{ src: 'data:image/png;base64,AAAA' }],
};
type Mutable = { [key: string]: Mutable } & Mutable[];

/** What changes when the definition is edited in place. */
function after(edit: (definition: Mutable) => void): [ChangeKind, string][] {
  const now = structuredClone(base) as unknown as Mutable;
  edit(now);
  return rankChanges(base, now as unknown as JsonObject, judges).map(({ kind, pointer }) => [kind, pointer]);
}
const put = (where: object, key: string | number, value: unknown): void => { (where as Record<string | number, unknown>)[key] = value; };
const input = (d: Mutable): Mutable => d['inputSchema'] as Mutable;
const parameters = (d: Mutable): Mutable => input(d)['properties'] as Mutable;
const ID = '/inputSchema/properties/id';

describe('a change of a definition', () => {
  it.each<[string, (definition: Mutable) => void, [ChangeKind, string][]]>([
    ['a hint that turns around', (d) => put(d['annotations']!, 'destructiveHint', false), [['hint-flipped', '/annotations/destructiveHint']]],
    ['a hint that no longer admits harm', (d) => { delete (d['annotations'] as { destructiveHint?: unknown }).destructiveHint; }, [['hint-flipped', '/annotations/destructiveHint']]],
    ['a hint that newly admits harm', (d) => put(d['annotations']!, 'openWorldHint', true), [['hint-stricter', '/annotations/openWorldHint']]],
    ['a hint that is no hint', (d) => put(d['annotations']!, 'readOnlyHint', { yes: 1 }), [['hint-flipped', '/annotations/readOnlyHint']]],
    ['all annotations gone', (d) => { delete (d as { annotations?: unknown }).annotations; },
      [['hint-flipped', '/annotations/destructiveHint'], ['hint-flipped', '/annotations/readOnlyHint']]],
    ['a new required field', (d) => { put(input(d), 'required', ['id', 'mode', 'key']); put(parameters(d), 'key', { type: 'string' }); },
      [['required-added', '/inputSchema/required'], ['parameter-added', '/inputSchema/properties/key']]],
    ['a field no longer required', (d) => put(input(d), 'required', ['mode']), [['required-removed', '/inputSchema/required']]],
    ['the order of what is required', (d) => put(input(d), 'required', ['mode', 'id']), [['order-changed', '/inputSchema/required']]],
    ['a parameter whose name is a keyword', (d) => put(parameters(d)['required']!, 'type', 'string'), [
      ['parameter-widened', '/inputSchema/properties/required/type'], ['parameter-narrowed', '/inputSchema/properties/required/type']]],
    ['a parameter gone', (d) => { delete (parameters(d) as { id?: unknown }).id; }, [['parameter-removed', ID]]],
    ['a parameter that takes more', (d) => put(parameters(d)['id']!, 'maxLength', 4000), [['parameter-widened', `${ID}/maxLength`]]],
    ['a bound gone', (d) => { delete (parameters(d)['id'] as { maxLength?: unknown }).maxLength; }, [['parameter-widened', `${ID}/maxLength`]]],
    ['a new bound', (d) => put(parameters(d)['id']!, 'minLength', 4), [['parameter-narrowed', `${ID}/minLength`]]],
    ['another type besides', (d) => put(parameters(d)['id']!, 'type', ['string', 'object']), [['parameter-widened', `${ID}/type`]]],
    ['anything besides', (d) => put(input(d), 'additionalProperties', true), [['parameter-widened', '/inputSchema/additionalProperties']]],
    ['a longer choice', (d) => put(parameters(d)['mode']!, 'enum', ['draft', 'review', 'live']), [['enum-widened', '/inputSchema/properties/mode/enum']]],
    ['a shorter choice', (d) => put(parameters(d)['mode']!, 'enum', ['draft']), [['enum-narrowed', '/inputSchema/properties/mode/enum']]],
    ['another default', (d) => put(parameters(d)['mode']!, 'default', 'review'), [['default-changed', '/inputSchema/properties/mode/default']]],
    ['a reference that leads away', (d) => put(parameters(d)['id']!, '$ref', 'other.json#/x'), [['reference-changed', `${ID}/$ref`]]],
    ['other words', (d) => put(d, 'description', 'Changes any page of the site.'), [['description-changed', '/description']]],
    ['other words with an address', (d) => put(d, 'description', 'Changes a page, see https://evil.example/x.'), [['link-added', '/description'], ['description-changed', '/description']]],
    ['an address in a new place', (d) => put(d, '_meta', { help: 'https://evil.example' }), [['link-added', '/_meta/help'], ['meta-changed', '/_meta']]],
    ['a hidden character', (d) => put(d, 'description', 'Changes a\u200b page of the site.'), [['hidden-characters', '/description']]],
    ['a hidden word besides other words', (d) => put(d, 'description', 'Changes any page of the site.\u{e0061}'), [['hidden-characters', '/description'], ['description-changed', '/description']]],
    ['a letter that looks the same', (d) => put(d, 'title', 'Update \uff41 page'), [['look-alike', '/title']]],
    ['a Cyrillic letter', (d) => put(d, 'description', 'Changes a раge of the site.'), [['look-alike', '/description']]],
    ['a name that looks the same', (d) => put(parameters(d), 'i\uff44', { type: 'string' }), [['look-alike', '/inputSchema/properties/i\uff44'], ['parameter-added', '/inputSchema/properties/i\uff44']]],
    ['spacing in the words of a parameter', (d) => put(parameters(d)['id']!, 'description', 'Which  page.'), [['text-spacing', `${ID}/description`]]],
    ['spacing in a default, which is another value', (d) => put(parameters(d)['mode']!, 'default', 'draft '), [['default-changed', '/inputSchema/properties/mode/default']]],
    ['spacing in a member of a default', (d) => put(parameters(d)['mode']!, 'default', { description: 'a  b' }), [['default-changed', '/inputSchema/properties/mode/default']]],
    ['spacing in a choice', (d) => put(parameters(d)['mode']!['enum']!, 0, ' draft'), [['enum-widened', '/inputSchema/properties/mode/enum'], ['enum-narrowed', '/inputSchema/properties/mode/enum']]],
    ['spacing alone', (d) => put(d, 'description', 'Changes a page\n  of the site. '), [['text-spacing', '/description']]],
    ['the dialect alone', (d) => put(input(d), '$schema', 'https://json-schema.org/draft/2020-12/schema'), [['schema-dialect', '/inputSchema/$schema']]],
    ['a dialect of somebody\'s own', (d) => put(input(d), '$schema', 'https://evil.example/schema'), [['link-added', '/inputSchema/$schema'], ['schema-dialect', '/inputSchema/$schema']]],
    ['an icon', (d) => put((d['icons'] as Mutable)[0]!, 'sizes', '48x48'), [['icons-changed', '/icons/0/sizes']]],
    ['an icon from elsewhere', (d) => put((d['icons'] as Mutable)[0]!, 'src', 'https://evil.example/i.png'), [['link-added', '/icons/0/src'], ['icons-changed', '/icons/0/src']]],
    ['an icon that carries another picture in itself', (d) => put((d['icons'] as Mutable)[0]!, 'src', 'data:image/png;base64,BBBB'), [['icons-changed', '/icons/0/src']]],
    ['a page that carries itself', (d) => put(d, '_meta', { help: 'data:text/html,<script>' }), [['link-added', '/_meta/help'], ['meta-changed', '/_meta']]],
    ['an output schema', (d) => put(d['outputSchema']!, 'type', 'array'), [['output-schema', '/outputSchema/type']]],
    ['an execution hint', (d) => put(d, 'execution', { taskSupport: 'required' }), [['execution-changed', '/execution']]],
    ['a field nobody knows', (d) => put(d, 'x-vendor', 1), [['other-changed', '/x-vendor']]],
    ['something that says nothing', (d) => put(d, '_meta', {}), [['nothing-visible', '/_meta']]],
  ])('%s', (_name, edit, expected) => {
    expect(after(edit)).toEqual(expected);
  });

  it('lists an effect that fell above everything else', () => {
    const was: JsonObject = { name: 'page', annotations: { readOnlyHint: false } };
    const now: JsonObject = { name: 'page', annotations: { readOnlyHint: true }, description: 'new' };
    expect(rankChanges(was, now, judges).map(({ kind, rank }) => [kind, rank])).toEqual([
      ['effect-fell', 'danger'], ['hint-flipped', 'danger'], ['description-changed', 'notable'],
    ]);
    expect(rankChanges(now, was, judges)[1]?.kind).toBe('effect-rose');
  });

  it('names what nobody can see, and ranks it above looks', () => {
    const composed = rankChanges({ name: 'a', description: 'caf\u00e9' }, { name: 'a', description: 'cafe\u0301' }, judges);
    expect(composed).toEqual([{ kind: 'nothing-visible', rank: 'invisible', pointer: '/description' }]);
    expect(rankChanges({ name: 'a' }, { name: 'a' }, judges)).toEqual([{ kind: 'nothing-visible', rank: 'invisible', pointer: '' }]);
    expect(rankChanges({ name: 'a', description: 'x\u200by' }, { name: 'a', description: 'xy' }, judges)[0]?.kind).toBe('nothing-visible');
  });

  it('reads the arguments of a prompt', () => {
    const was: JsonObject = { name: 'p', arguments: [{ name: 'a', required: false }] };
    const kinds = (now: JsonObject): string[] => rankChanges(was, now, judges).map(({ kind }) => kind);
    expect(kinds({ name: 'p', arguments: [{ name: 'a', required: true }] })).toEqual(['required-added']);
    expect(kinds({ name: 'p', arguments: [{ name: 'a', required: false }, { name: 'b', required: true }] })).toEqual(['required-added', 'parameter-added']);
    expect(kinds({ name: 'p' })).toEqual(['parameter-removed']);
  });

  it('never gives looks as the rank of what a model reads', () => {
    const cosmetic = Object.entries(CHANGE_KINDS).filter(([, rank]) => rank === 'cosmetic').map(([kind]) => kind);
    expect(cosmetic).toEqual(['schema-dialect', 'icons-changed', 'order-changed', 'text-spacing']);
  });
});

describe('a space', () => {
  /** Rank of every change between two definitions that differ in one space. */
  const ranks = (old: JsonObject, now: JsonObject): readonly string[] => rankChanges(old, now, judges).map(({ rank }) => rank);
  const tool = (id: JsonObject, meta = 'a b'): JsonObject => ({ name: 't', inputSchema: { type: 'object', properties: { id } }, _meta: { run: meta } });

  it.each<[string, JsonObject, JsonObject]>([
    ['a pattern', tool({ pattern: '^a b$' }), tool({ pattern: '^a  b$' })],
    ['a constant', tool({ const: 'rm -rf /tmp/x' }), tool({ const: 'rm -rf / tmp/x' })],
    ['an example', tool({ examples: ['a b'] }), tool({ examples: ['a  b'] })],
    ['a member of a default', tool({ default: { description: 'a b' } }), tool({ default: { description: 'a  b' } })],
    ['a value of _meta', tool({}), tool({}, 'a  b')],
  ])('in %s is no matter of looks', (_, old, now) => {
    expect(ranks(old, now)).not.toContain('cosmetic');
    expect(ranks(old, now).length).toBeGreaterThan(0);
  });
});
