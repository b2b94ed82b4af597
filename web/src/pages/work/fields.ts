// The fields of forms: what each holds, and what the API takes of it.
import type { Chosen, Proof, Value, Values } from '../drafts';
import type { RecordKind, RefusalFragment } from '../gql/graphql';
import type { Said } from '../lang';
import type { Noun, Subject } from './subject';

export interface Field {
  /**
   * Its place in the input, such as `period.start`. A place that begins with `#` is the form's own. An empty place is the
   * input itself: what the field holds goes into it part by part.
   */
  path: string;
  is: 'text' | 'area' | 'day' | 'number' | 'count' | 'choice' | 'check' | 'lines' | 'actor' | 'record' | 'records' | 'proofs' | 'rows';
  label: Said;
  hint?: Said;
  isRequired?: boolean;
  /** What can be chosen: words of the API. */
  words?: readonly string[];
  /** What can be found and chosen. */
  kinds?: RecordKind[];
  /** All that can be chosen, where that is known. */
  near?: (subject: Subject) => Chosen[];
  /** The fields of each entry of a list. */
  rows?: Field[];
  /** What an entry of the list is called. */
  row?: Said;
  /** The nouns under which the form has it, if not under all. */
  under?: readonly Noun[];
  /** Whether the form has it, as the others are. */
  when?: (values: Values) => boolean;
  /** What the record has. */
  read?: (subject: Subject) => Value | undefined;
  /** What it is before anybody writes, where the record has nothing. */
  initial?: Value;
  /** Sent also where it is what the record has. */
  isAlways?: boolean;
}

const EMPTY: Record<Field['is'], Value> = {
  text: '',
  area: '',
  day: '',
  number: '',
  count: '',
  choice: '',
  check: false,
  lines: '',
  actor: null,
  record: null,
  records: [],
  proofs: [],
  rows: [],
};

export const isSame = (a: Value | undefined, b: Value | undefined) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What the fields are before anybody writes into them. */
export const baseOf = (fields: Field[], subject: Subject): Values =>
  Object.fromEntries(fields.map((field) => [field.path, field.read?.(subject) ?? field.initial ?? EMPTY[field.is]]));

/** An entry of a list before anybody writes into it. */
export const emptyRow = (fields: Field[]): Values => Object.fromEntries(fields.map(({ path, initial, is }) => [path, initial ?? EMPTY[is]]));

export const shownFields = (fields: Field[], values: Values) => fields.filter(({ when }) => when?.(values) ?? true);

/** A decimal number as the API takes it: readers of Vietnamese write a comma. */
export const decimalOf = (text: string) => text.replace(/\s/g, '').replace(',', '.');

/** A day as people write it, 31/05/2024, 05/2024 or 2024; whatever else the record has is left as it is. */
export const dayText = (date: string | null | undefined) =>
  date && /^\d{4}(-\d{2}){0,2}$/.test(date) ? date.split('-').reverse().join('/') : date ?? '';

/** A day as the API takes it. */
function dateOf(text: string): string {
  const [, day, month, year] = /^(?:(\d{1,2})\/)?(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return year ? [year, month?.padStart(2, '0'), day?.padStart(2, '0')].filter(Boolean).join('-') : text;
}

const listOf = <T>(value: Value): T[] => (Array.isArray(value) ? (value as T[]) : []);

function sent({ is, rows = [] }: Field, value: Value | undefined): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (is === 'number') return decimalOf(String(value));
  if (is === 'day') return dateOf(String(value).trim());
  if (is === 'count') return Number(value);
  if (is === 'lines') return String(value).split('\n').map((line) => line.trim()).filter(Boolean);
  if (is === 'records') return listOf<Chosen>(value).map(({ id }) => id);
  if (is === 'proofs') return listOf<Proof>(value).map(({ document, quote }) => ({ document: document.id, ...(quote.trim() && { quote: quote.trim() }) }));
  if (is === 'rows') return listOf<Values>(value).map((row) => inputOf(rows, row, {}, false));
  if (is === 'record') return (value as Chosen).id;
  if (is === 'actor') {
    const { kind, id } = value as Chosen;
    return kind === 'Organization' ? { organization: id } : { province: id };
  }
  return typeof value === 'string' ? value.trim() || null : value;
}

interface Tree {
  [name: string]: unknown;
}

/** Puts a value at its place; an empty place takes the parts of the value. */
function put(tree: Tree, [first = '', ...rest]: string[], value: unknown) {
  if (first === '') Object.assign(tree, value);
  else if (rest.length === 0) tree[first] = value;
  else put((tree[first] ??= {}) as Tree, rest, value);
}

/**
 * The attributes of an input. Of an edited record only what was changed is sent, with null for what is taken away;
 * of a new one whatever is there.
 */
export function inputOf(fields: Field[], values: Values, base: Values, isEdit: boolean): Record<string, unknown> {
  const input: Tree = {};
  const shown = shownFields(fields, values).filter(({ path }) => !path.startsWith('#'));
  const groups = new Set(shown.map(({ path }) => path.split('.')[0] ?? path));
  for (const group of groups) {
    const members = shown.filter(({ path }) => path === group || path.startsWith(`${group}.`));
    const isChanged = members.some(({ path, isAlways }) => isAlways || !isSame(values[path], base[path]));
    if (isEdit && !isChanged) continue;
    const parts = members.map((field) => [field.path.split('.'), sent(field, values[field.path])] as const).filter(([, it]) => it !== null);
    for (const [path, it] of parts) put(input, path, it);
    if (parts.length === 0 && isEdit) input[group] = null;
  }
  return input;
}

const isBlank = (value: Value | undefined) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What is wrong before anything is sent: what the API could not even read. */
export function flaws(fields: Field[], values: Values): RefusalFragment[] {
  return shownFields(fields, values).flatMap((field) => {
    const value = values[field.path];
    const at = field.path.split('.').filter(Boolean);
    const error = (code: 'REQUIRED' | 'INVALID') => [{ code, message: '', field: at, currentVersion: null }];
    if (field.isRequired && isBlank(value)) return error('REQUIRED');
    if (field.is === 'count' && value && !/^\d{1,9}$/.test(String(value))) return error('INVALID');
    if (field.is !== 'rows') return [];
    return listOf<Values>(value ?? []).flatMap((row, nth) =>
      flaws(field.rows ?? [], row).map((flaw) => ({ ...flaw, field: [...at, String(nth), ...(flaw.field ?? [])] })),
    );
  });
}

/** A key that nobody else has; pages without TLS have no `randomUUID`. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
