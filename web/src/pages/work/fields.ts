// The fields of forms: what each holds, what the record has for it, and what the API takes of it.
import type { Chosen, Proof, Value, Values } from '../drafts';
import type { ActorOfFragment, PartOfFragment, ProofFragment, RecordKind, RefusalFragment, SubjectQuery } from '../gql/graphql';
import type { Said } from '../lang';

/** A record that a form is about. */
export type Subject = Extract<NonNullable<SubjectQuery['node']>, { version: number }>;
export type Noun = Subject['__typename'];

export interface Field {
  /** Its place in the input, such as `period.start`. A place that begins with `#` is the form's own. */
  path: string;
  is: 'text' | 'area' | 'day' | 'number' | 'count' | 'choice' | 'check' | 'actor' | 'province' | 'records' | 'proofs';
  label: Said;
  hint?: Said;
  isRequired?: boolean;
  /** What can be chosen: words of the API. */
  words?: readonly string[];
  /** What can be found and chosen. */
  kinds?: RecordKind[];
  /** Whether the form has it, as the others are. */
  when?: (values: Values) => boolean;
  /** What the record has. */
  read?: (subject: Subject) => Value;
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
  actor: null,
  province: null,
  records: [],
  proofs: [],
};

export const isSame = (a: Value | undefined, b: Value | undefined) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What the fields are before anybody writes into them. */
export function baseOf(fields: Field[], subject: Subject): Values {
  return Object.fromEntries(fields.map((field) => [field.path, field.read?.(subject) ?? EMPTY[field.is]]));
}

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

const idsOf = (value: Value): string[] => (Array.isArray(value) ? value.flatMap((it) => ('id' in it ? [it.id] : [])) : []);

function sent({ is }: Field, value: Value | undefined): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (is === 'number') return decimalOf(String(value));
  if (is === 'day') return dateOf(String(value).trim());
  if (is === 'count') return Number(value);
  if (is === 'records') return idsOf(value);
  if (is === 'proofs') return (value as Proof[]).map(({ document, quote }) => ({ document: document.id, ...(quote.trim() && { quote: quote.trim() }) }));
  if (is === 'province') return (value as Chosen).id;
  if (is === 'actor') {
    const { kind, id } = value as Chosen;
    return kind === 'Organization' ? { organization: id } : { province: id };
  }
  return typeof value === 'string' ? value.trim() || null : value;
}

/**
 * The attributes of an input. Of an edited record only what was changed is sent, with null for what is taken away;
 * of a new one whatever is there.
 */
export function inputOf(fields: Field[], values: Values, base: Values, isEdit: boolean): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const shown = shownFields(fields, values).filter(({ path }) => !path.startsWith('#'));
  const groups = new Set(shown.map(({ path }) => path.split('.')[0] ?? path));
  for (const group of groups) {
    const members = shown.filter(({ path }) => path === group || path.startsWith(`${group}.`));
    const isChanged = members.some(({ path, isAlways }) => isAlways || !isSame(values[path], base[path]));
    if (isEdit && !isChanged) continue;
    const parts = members.map((field) => [field.path.slice(group.length + 1), sent(field, values[field.path])] as const);
    const only = parts.length === 1 && parts[0]?.[0] === '' ? parts[0][1] : Object.fromEntries(parts.filter(([, it]) => it !== null));
    const isNothing = only === null || (typeof only === 'object' && !Array.isArray(only) && Object.keys(only).length === 0);
    if (!isNothing) input[group] = only;
    else if (isEdit) input[group] = null;
  }
  return input;
}

/** What is wrong before anything is sent: what the API could not even read. */
export function flaws(fields: Field[], values: Values): RefusalFragment[] {
  return shownFields(fields, values).flatMap((field) => {
    const value = values[field.path];
    const error = (code: 'REQUIRED' | 'INVALID') => [{ code, message: '', field: field.path.split('.'), currentVersion: null }];
    if (field.isRequired && (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))) return error('REQUIRED');
    if (field.is === 'count' && value && !/^\d{1,9}$/.test(String(value))) return error('INVALID');
    return [];
  });
}

/** A key that nobody else has; pages without TLS have no `randomUUID`. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

// What records have, as fields hold it.

type Part = Pick<PartOfFragment, 'province' | 'organization'>;

export function chosenOf({ province, organization }: Part | ActorOfFragment): Chosen | null {
  if (organization) return { kind: 'Organization', id: organization.id, name: organization.name };
  return province && { kind: 'Province', id: province.id, name: province.name };
}

export const proofsOf = (sources: readonly ProofFragment[]): Proof[] =>
  sources.flatMap(({ document, quote }) => (document ? [{ document: { kind: 'Document', id: document.id, name: document.title }, quote: quote ?? '' }] : []));

/** A text in English, where it is not only the Vietnamese one shown instead. */
export const englishOf = ({ vi, en }: { vi: string; en: string }) => (en === vi ? '' : en);

/** Those who take part in what a record is about. */
export function partiesOf(subject: Subject): Chosen[] {
  const parts: (Part | ActorOfFragment | null | undefined)[] = [];
  if (subject.__typename === 'Activity') parts.push(...subject.participants);
  if (subject.__typename === 'Event') parts.push(...subject.participants, ...(subject.activity?.participants ?? []));
  if (subject.__typename === 'Outcome') parts.push(subject.provider, subject.beneficiary, ...(subject.activity?.participants ?? []));
  const all = parts.flatMap((part) => {
    if (!part) return [];
    const place = part.province && { kind: 'Province', id: part.province.id, name: part.province.name };
    return [chosenOf(part), place].filter((it) => it !== null);
  });
  return [...new Map(all.map((it) => [it.id, it])).values()];
}
