import { describe, expect, it } from 'vitest';
import { inferReadBack } from '../../../../../main/core/recipes/infer/infer.ts';
import type { JsonObject } from '../../../../../main/core/words/index.ts';

const tool = (name: string, id: string, more: JsonObject = {}, rest: JsonObject = {}): JsonObject =>
  ({ name, inputSchema: { type: 'object', properties: { [id]: { type: 'string' }, ...more }, required: [id] }, ...rest });
const pairs = (...tools: JsonObject[]): string[] => inferReadBack(tools).map((offer) => `${offer.tool} <- ${offer.read}`);

describe('a read-back is found in names of other styles', () => {
  it.each<[string, string, string, string]>([
    ['camel case', 'updateNews', 'getNews', 'newsId'], ['kebab case', 'update-news-item', 'get-news-item', 'id'],
    ['a namespace with dots', 'cms.news.update', 'cms.news.get', 'id'], ['a path', 'news/update', 'news/show', 'id'],
    ['the verb last', 'ticket_close', 'ticket_describe', 'ticket_id'], ['a rarer verb', 'terminate_instance', 'describe_instance', 'instance_id'],
    ['lookup', 'void_invoice', 'lookup_invoice', 'invoice_id'], ['German, the verb last', 'termin_ändern', 'termin_anzeigen', 'termin_id'],
    ['German without umlauts', 'meldung_loeschen', 'meldung_lesen', 'meldung_id'], ['German orders', 'lösche_seite', 'hole_seite', 'seiten_id'],
  ])('%s', (_style, change, read, id) => {
    expect(pairs(tool(change, id, { titel: { type: 'string' } }), tool(read, id))).toEqual([`${change} <- ${read}`]);
  });

  it('where nearly all names of a small server speak of one kind of object', () => {
    expect(pairs(tool('updateNews', 'newsId'), tool('getNews', 'newsId'), tool('deleteNews', 'newsId'), tool('listNews', 'projectId'), tool('hideNews', 'newsId')))
      .toEqual(['updateNews <- getNews', 'deleteNews <- getNews', 'hideNews <- getNews']);
  });
});

describe('no offer names a tool that could write', () => {
  const change = tool('seite_aktualisieren', 'seiten_id');
  it.each<[string, JsonObject]>([
    ['whose description says so in German', tool('seite_lesen', 'seiten_id', {}, { description: 'Liest die Seite und markiert sie als gelesen.' })],
    ['whose description begins with the deed', tool('seite_lesen', 'seiten_id', {}, { description: 'Ändert nebenbei den Zähler der Seite.' })],
    ['that has a German switch', tool('seite_lesen', 'seiten_id', { als_gelesen_markieren: { type: 'boolean' } })],
    ['whose title is a German deed', tool('seite_lesen', 'seiten_id', {}, { title: 'Seite löschen' })],
  ])('%s', (_what, read) => {
    expect(pairs(change, read)).toEqual([]);
    expect(pairs(change, tool('seite_lesen', 'seiten_id'))).toEqual(['seite_aktualisieren <- seite_lesen']);
  });

  it.each(['list_delete', 'view_update', 'query_update', 'search_replace', 'find_replace', 'list_add', 'view_publish', 'liste_entfernen', 'list_append'])('%s is no read, though it begins like one', (name) => {
    const [noun = ''] = name.split('_').slice(-1);
    for (const id of ['id', `${noun}_id`, 'list_id', 'view_id']) {
      expect(inferReadBack([tool(`edit_${noun}`, id), tool(`set_${noun}`, id), tool(`archive_${name}`, id), tool(name, id)]).map(({ read }) => read)).not.toContain(name);
    }
  });
});
