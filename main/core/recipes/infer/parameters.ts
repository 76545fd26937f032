import { pointerOf } from '../../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../words/index.ts';
import { wordsOf } from '../../words/name-words.ts';
import { stem } from './tool-name.ts';

/** One argument of a tool as its schema describes it. */
export interface Parameter {
  readonly name: string;
  /** Where it stands in the arguments. */
  readonly pointer: string;
  readonly required: boolean;
  readonly schema: JsonObject;
  /** The stems of its words, joined. */
  readonly key: string;
}

/** The arguments of a tool; members of an object count as arguments of their own, one level deep. */
export function parametersOf(definition: JsonObject): readonly Parameter[] {
  const schema = definition['inputSchema'];
  return isJsonObject(schema) ? membersOf(schema, [], true) : [];
}

function membersOf(schema: JsonObject, under: readonly string[], required: boolean): Parameter[] {
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return [];
  const list = schema['required'];
  const needs: readonly Json[] = Array.isArray(list) ? list : [];
  return Object.entries(properties).flatMap(([name, member]): Parameter[] => {
    if (!isJsonObject(member)) return [];
    const own: Parameter = { name, pointer: pointerOf([...under, name]), required: required && needs.includes(name), schema: member, key: keyOf(name) };
    return under.length === 0 && isJsonObject(member['properties']) ? [own, ...membersOf(member, [...under, name], own.required)] : [own];
  });
}

/** The one spelling of a name: `projectIDs`, `project_id` and `project-id` are the same. */
export function keyOf(name: string): string {
  return wordsOf(name.replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')).map(stem).join('');
}

const ending = (words: string): RegExp => new RegExp(`(${words.split(' ').map(stem).join('|')})$`);
const NAMES_ONE = ending('id iid gid uuid uid guid key slug ref number handle name path url uri domain username sha tag branch code title');
const NAMES_ONE_SURELY = ending('id iid gid uuid uid guid slug');

/** True where an argument may name an object. */
export function namesObject({ key, schema }: Parameter): boolean {
  return NAMES_ONE.test(key) && isPlain(schema);
}

/** True where an argument surely names one object, by its ending. */
export function surelyNames({ key, schema }: Parameter): boolean {
  return NAMES_ONE_SURELY.test(key) && isPlain(schema);
}

/** Texts and numbers; an argument without a type may be one. */
export function isPlain(schema: JsonObject): boolean {
  const type = schema['type'];
  const types: readonly Json[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (types.length > 0) return types.some((one) => one === 'string' || one === 'integer' || one === 'number');
  return !isJsonObject(schema['properties']) && schema['items'] === undefined;
}

/** True where a value of one may be a value of the other, as far as their types tell. */
export function sameType(one: JsonObject, other: JsonObject): boolean {
  const types = (schema: JsonObject): readonly Json[] => {
    const type = schema['type'];
    return type === undefined ? [] : Array.isArray(type) ? type : [type];
  };
  const [left, right] = [types(one), types(other)];
  const isNumber = (type: Json): boolean => type === 'integer' || type === 'number';
  return left.length === 0 || right.length === 0 || left.some((type) => right.includes(type) || (isNumber(type) && right.some(isNumber)));
}
