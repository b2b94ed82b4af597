// What forms are made of: fields that several of them have, and forms by what they do.
import type { Value } from '../drafts';
import type { Action, TypedDocumentString } from '../gql/graphql';
import type { Told } from '../api';
import type { Said } from '../lang';
import { dayText, emptyRow, type Field } from './fields';
import { englishOf, named, of, participantsOf, proofsOf, type Noun, type Subject } from './subject';

export interface Form {
  /** The nouns that it can be about. */
  nouns: readonly Noun[];
  document: TypedDocumentString<Told, { input: never }>;
  /** How the input names the record, and the version that its author has read. */
  about: (subject: Subject, version: number) => Record<string, unknown>;
  fields: Field[];
  /** Whether it changes attributes, of which only the changed ones are sent. */
  isEdit?: boolean;
  /** Whether it makes a new record: then the version of the one above it does not matter. */
  isNew?: boolean;
}

export type Forms = Partial<Record<Action, Form>>;

/** A form about a record that it names and whose version it checks. */
export const about = (noun: Noun, document: unknown, fields: Field[], rest: Partial<Form> = {}): Form => ({
  nouns: [noun],
  document: document as Form['document'],
  about: (subject, expectedVersion) => ({ [noun.toLowerCase()]: subject.id, expectedVersion }),
  fields,
  ...rest,
});

/** A form that corrects what a record says, with the reason. */
export const amend = (noun: Noun, document: unknown, fields: Field[]): Form => about(noun, document, [...fields, reason], { isEdit: true });

/** A form for a new record under another, or under none. */
export const under = (nouns: readonly Noun[], document: unknown, fields: Field[], rest: Partial<Form> = {}): Form => ({
  nouns,
  document: document as Form['document'],
  about: (subject) => (subject.__typename === 'Registry' ? {} : { [subject.__typename.toLowerCase()]: subject.id }),
  // Of a new record nothing is read from the one above it.
  fields: fields.map(({ read: _, ...field }) => field),
  isNew: true,
  ...rest,
});

export const DAY_HINT: Said = ['ngày, tháng hoặc năm: 31/05/2024, 05/2024, 2024', 'a day, a month or a year: 31/05/2024, 05/2024, 2024'];

type Rest = Partial<Field>;

export const text = (path: string, label: Said, rest: Rest = {}): Field => ({ path, is: 'text', label, ...rest });
export const area = (path: string, label: Said, rest: Rest = {}): Field => ({ path, is: 'area', label, ...rest });
export const day = (path: string, label: Said, rest: Rest = {}): Field => ({ path, is: 'day', label, hint: DAY_HINT, ...rest });
export const choice = (path: string, label: Said, words: readonly string[], rest: Rest = {}): Field => ({ path, is: 'choice', label, words, ...rest });
export const record = (path: string, label: Said, kind: NonNullable<Field['kinds']>[number], rest: Rest = {}): Field => ({ path, is: 'record', label, kinds: [kind], ...rest });
export const records = (path: string, label: Said, kind: NonNullable<Field['kinds']>[number], rest: Rest = {}): Field => ({ path, is: 'records', label, kinds: [kind], ...rest });
export const lines = (path: string, label: Said, rest: Rest = {}): Field => ({ path, is: 'lines', label, hint: ['mỗi dòng một mục', 'one entry a line'], ...rest });

/** A text in both languages. */
export function both(path: string, [vi, en]: readonly [vi: Said, en: Said], read: (it: Subject) => readonly [vi: string | null, en: string | null] | undefined, rest: Rest = {}): Field[] {
  const field = (lang: 'vi' | 'en', label: Said, more: Rest): Field => ({ path: `${path}.${lang}`, is: 'text', label, ...rest, ...more });
  return [
    field('vi', vi, { read: (it) => read(it)?.[0] ?? '' }),
    field('en', en, { isRequired: false, read: (it) => englishOf(...(read(it) ?? [null, null])) }),
  ];
}

export const title = (isRequired: boolean): Field[] =>
  both('title', [['Tên tiếng Việt', 'Title in Vietnamese'], ['Tên tiếng Anh', 'Title in English']], (it) => ('vi' in it ? [it.vi, it.en] : undefined), { isRequired });

export const name = (isRequired: boolean): Field[] =>
  both('name', [['Tên tiếng Việt', 'Name in Vietnamese'], ['Tên tiếng Anh', 'Name in English']], (it) => ('vi' in it ? [it.vi, it.en] : undefined), { isRequired });

export const description: Field[] = both(
  'description',
  [['Mô tả', 'Description'], ['Mô tả bằng tiếng Anh', 'Description in English']],
  (it) => ('descriptionVi' in it ? [it.descriptionVi, it.descriptionEn] : undefined),
  { is: 'area' },
);

export const reason = area('reason', ['Lý do', 'Reason'], { isRequired: true });

export const note = area('note', ['Điều chưa chắc chắn', 'What is uncertain'], { read: (it) => it.note ?? '' });

export const sources: Field = { path: 'sources', is: 'proofs', label: ['Nguồn, bằng chứng', 'Sources, evidence'], read: (it) => proofsOf(it.sources) };

const ROLES = ['PROVIDER', 'BENEFICIARY', 'FUNDER', 'HOST', 'IMPLEMENTER', 'PARTNER', 'UNSPECIFIED'];

/** Who acts in an entry of a list: a province or an organization. */
export const actor = (path: string, label: Said, rest: Rest = {}): Field => ({ path, is: 'actor', label, kinds: ['PROVINCE', 'ORGANIZATION'], ...rest });

export const SIDE_HINT: Said = ['chỉ khi thỏa thuận chia các phía', 'only if the agreement has sides'];

const PARTICIPANT: Field[] = [
  actor('', ['Tỉnh, thành phố hoặc tổ chức', 'Province or organization'], { isRequired: true }),
  choice('role', ['Vai trò', 'Role'], ROLES, { isRequired: true, initial: 'UNSPECIFIED' }),
  text('side', ['Phía', 'Side'], { hint: SIDE_HINT }),
  text('basis', ['Căn cứ của vai trò', 'What the role rests on']),
];

/** Who takes part; where somebody must, a form begins with one. */
export const participants = (rest: Rest = {}): Field => ({
  path: 'participants',
  is: 'rows',
  label: ['Các bên tham gia', 'Participants'],
  row: ['Bên tham gia', 'Participant'],
  rows: PARTICIPANT,
  read: of(['Activity', 'Event'], (it) => participantsOf(it.participants)),
  ...(rest.isRequired && { initial: [emptyRow(PARTICIPANT)] }),
  ...rest,
});

export const commitments: Field = {
  path: 'commitments',
  is: 'rows',
  label: ['Kinh phí cam kết', 'Money committed'],
  row: ['Khoản cam kết', 'Commitment'],
  rows: [
    choice('funding', ['Nguồn vốn', 'Funding'], ['STATE_BUDGET', 'SOCIALISED', 'ENTERPRISE', 'ODA'], { isRequired: true }),
    { path: 'money.amount', is: 'number', label: ['Số tiền', 'Amount'], isRequired: true },
    text('money.currency', ['Loại tiền', 'Currency'], { isRequired: true, initial: 'VND' }),
  ],
  read: of('Activity', (it) => it.commitments.map(({ funding, money }) => ({ funding, 'money.amount': money.amount, 'money.currency': money.currency }))),
};

/** The first and the last day of something that the record has. */
export const span = (path: string, [from, to]: readonly [Said, Said], read: (it: Subject) => { start: string | null; end: string | null } | null | undefined, rest: Rest = {}): Field[] => [
  day(`${path}.start`, from, { read: (it): Value => dayText(read(it)?.start), ...rest }),
  day(`${path}.end`, to, { ...rest, read: (it): Value => dayText(read(it)?.end) }),
];

export const sector = (rest: Rest = {}): Field =>
  record('sector', ['Ngành', 'Sector'], 'SECTOR', { read: of(['Activity', 'Field'], (it) => named('Sector', it.sector)), ...rest });

/** What a record without one above it may be put under. */
export const agreement = (rest: Rest = {}): Field =>
  record('agreement', ['Thỏa thuận', 'Agreement'], 'AGREEMENT', { read: of(['Activity', 'Claim', 'Directive', 'Event'], (it) => named('Agreement', it.agreement)), ...rest });
