// The forms: for each mutation that the pages offer, its document, and the fields that it takes.
import {
  AnswerDirectiveDocument,
  ApproveOutcomesDocument,
  CancelActivityDocument,
  CancelEventDocument,
  CloseDirectiveDocument,
  CompleteActivityDocument,
  CorrectOutcomeDocument,
  RecordOutcomeDocument,
  ReopenActivityDocument,
  ReopenDirectiveDocument,
  ReopenEventDocument,
  ReportEventHeldDocument,
  RescheduleEventDocument,
  ResumeActivityDocument,
  RetractOutcomeDocument,
  ReturnOutcomeDocument,
  ReviseActivityPlanDocument,
  ScheduleEventDocument,
  StartActivityDocument,
  SubmitOutcomeDocument,
  SuspendActivityDocument,
  type Action,
  type TypedDocumentString,
} from '../gql/graphql';
import type { Told } from '../api';
import type { Said } from '../lang';
import { chosenOf, dayText, englishOf, proofsOf, type Field, type Noun, type Subject } from './fields';

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

export const DAY_HINT: Said = ['ngày, tháng hoặc năm: 31/05/2024, 05/2024, 2024', 'a day, a month or a year: 31/05/2024, 05/2024, 2024'];

const day = (path: string, label: Said, rest: Partial<Field> = {}): Field => ({ path, is: 'day', label, hint: DAY_HINT, ...rest });
const area = (path: string, label: Said, rest: Partial<Field> = {}): Field => ({ path, is: 'area', label, ...rest });

const reason = area('reason', ['Lý do', 'Reason'], { isRequired: true });

const title = (isRequired: boolean): Field[] => [
  { path: 'title.vi', is: 'text', label: ['Tên tiếng Việt', 'Title in Vietnamese'], isRequired, read: (it) => ('vi' in it ? it.vi : '') },
  { path: 'title.en', is: 'text', label: ['Tên tiếng Anh', 'Title in English'], read: (it) => ('vi' in it ? englishOf(it) : '') },
];

const note: Field = area('note', ['Điều chưa chắc chắn', 'What is uncertain'], { read: (it) => it.note ?? '' });

const sources: Field = { path: 'sources', is: 'proofs', label: ['Nguồn, bằng chứng', 'Sources, evidence'], read: (it) => proofsOf(it.sources) };

/** Of a new record nothing is read from the one above it. */
const anew = (fields: Field[]): Field[] => fields.map(({ read: _, ...field }) => field);

/** What the title of a new record begins with is its author's; other attributes of an outcome follow. */
const outcome = (isNew: boolean): Field[] => [
  ...title(isNew),
  { path: 'kind', is: 'choice', label: ['Loại kết quả', 'Kind of result'], words: ['OUTPUT', 'OUTCOME', 'IMPACT', 'OTHER'], isRequired: isNew, read: (it) => (it.__typename === 'Outcome' ? it.outcomeKind : '') },
  { path: 'measure', is: 'choice', label: ['Thang đo', 'Measure'], words: ['UNIT', 'PERCENTAGE', 'QUALITATIVE', 'ORDINAL', 'NOMINAL'], read: (it) => (it.__typename === 'Outcome' ? it.outcomeMeasure : '') },
  { path: 'value', is: 'number', label: ['Giá trị', 'Value'], when: ({ measure }) => measure !== 'QUALITATIVE', read: (it) => (it.__typename === 'Outcome' ? it.value ?? '' : '') },
  { path: 'unit', is: 'text', label: ['Đơn vị tính', 'Unit'], hint: ['ví dụ: bác sĩ, lớp, triệu đồng', 'such as: doctors, courses, million dong'], when: ({ measure }) => measure === 'UNIT' || measure === '', read: (it) => (it.__typename === 'Outcome' ? it.unit ?? '' : '') },
  day('period.start', ['Từ', 'From'], { read: (it) => (it.__typename === 'Outcome' ? dayText(it.period?.start) : '') }),
  day('period.end', ['Đến', 'To'], { read: (it) => (it.__typename === 'Outcome' ? dayText(it.period?.end) : '') }),
  { path: 'provider', is: 'actor', label: ['Bên hỗ trợ', 'Provider'], kinds: ['PROVINCE', 'ORGANIZATION'], read: (it) => (it.__typename === 'Outcome' && it.provider ? chosenOf(it.provider) : null) },
  { path: 'beneficiary', is: 'actor', label: ['Bên nhận', 'Beneficiary'], kinds: ['PROVINCE', 'ORGANIZATION'], read: (it) => (it.__typename === 'Outcome' && it.beneficiary ? chosenOf(it.beneficiary) : null) },
  { path: 'qualifier', is: 'choice', label: ['Mức chính xác', 'Precision'], words: ['EXACT', 'ABOUT', 'MORE_THAN', 'NEARLY', 'UP_TO'], when: ({ measure }) => measure !== 'QUALITATIVE', read: (it) => (it.__typename === 'Outcome' ? it.qualifier ?? '' : '') },
  area('narrative.vi', ['Kết quả bằng lời', 'The result in words'], { read: (it) => (it.__typename === 'Outcome' ? it.narrativeVi ?? '' : '') }),
  sources,
  note,
];

const host: Field = { path: 'host', is: 'province', label: ['Nơi đăng cai', 'Host'], kinds: ['PROVINCE'], read: (it) => (it.__typename === 'Event' && it.host ? { kind: 'Province', id: it.host.id, name: it.host.name } : null) };
const place: Field = { path: 'place', is: 'text', label: ['Địa điểm', 'Place'], read: (it) => (it.__typename === 'Event' ? it.place ?? '' : '') };

const eventDays = (rest: Partial<Field>): Field[] => [
  day('period.start', ['Ngày đầu', 'First day'], { read: (it) => (it.__typename === 'Event' ? dayText(it.startsOn) : ''), ...rest }),
  day('period.end', ['Ngày cuối', 'Last day'], { read: (it) => (it.__typename === 'Event' ? dayText(it.endsOn) : ''), ...rest }),
];

const KINDS = ['CONFERENCE', 'WORKSHOP', 'SEMINAR', 'TRAINING', 'EXHIBITION', 'TRADE_FAIR', 'SUPPLY_DEMAND_CONNECTION', 'FESTIVAL', 'FIELD_SURVEY', 'SIGNING_CEREMONY', 'OTHER'];
const LEVELS = ['PROVINCIAL', 'REGIONAL', 'NATIONAL', 'INTERNATIONAL', 'DISTRICT'];

/** A form about a record that it names and whose version it checks. */
const about = (noun: Noun, document: unknown, fields: Field[], rest: Partial<Form> = {}): Form => ({
  nouns: [noun],
  document: document as Form['document'],
  about: (subject, expectedVersion) => ({ [noun.toLowerCase()]: subject.id, expectedVersion }),
  fields,
  ...rest,
});

/** A form for a new record under an activity or event. */
const under = (nouns: readonly Noun[], document: unknown, fields: Field[]): Form => ({
  nouns,
  document: document as Form['document'],
  about: (subject) => ({ [subject.__typename.toLowerCase()]: subject.id }),
  fields,
  isNew: true,
});

const startsUnlessKnown = (label: Said) => day('startedOn', label, { hint: ['chỉ khi chưa được ghi; ' + DAY_HINT[0], 'only if it is not recorded yet; ' + DAY_HINT[1]] });

export const FORMS: Partial<Record<Action, Form>> = {
  START_ACTIVITY: about('Activity', StartActivityDocument, [day('startedOn', ['Ngày bắt đầu', 'First day'], { isRequired: true })]),
  COMPLETE_ACTIVITY: about('Activity', CompleteActivityDocument, [
    day('endedOn', ['Ngày kết thúc', 'Last day'], { isRequired: true }),
    startsUnlessKnown(['Ngày bắt đầu', 'First day']),
  ]),
  REVISE_ACTIVITY_PLAN: about(
    'Activity',
    ReviseActivityPlanDocument,
    [
      day('planned.start', ['Dự kiến bắt đầu', 'Planned start'], { read: (it) => (it.__typename === 'Activity' ? dayText(it.planned?.start) : '') }),
      day('planned.end', ['Dự kiến kết thúc', 'Planned end'], { read: (it) => (it.__typename === 'Activity' ? dayText(it.planned?.end) : '') }),
      ...title(true),
      sources,
      note,
    ],
    { isEdit: true },
  ),
  SUSPEND_ACTIVITY: about('Activity', SuspendActivityDocument, [reason]),
  RESUME_ACTIVITY: about('Activity', ResumeActivityDocument, [startsUnlessKnown(['Ngày bắt đầu', 'First day'])]),
  CANCEL_ACTIVITY: about('Activity', CancelActivityDocument, [reason]),
  REOPEN_ACTIVITY: about('Activity', ReopenActivityDocument, [reason]),
  RECORD_OUTCOME: under(['Activity', 'Event'], RecordOutcomeDocument, [
    ...anew(outcome(true)),
    { path: 'submit', is: 'check', label: ['Trình duyệt ngay', 'Submit at once'], hint: ['Không chọn thì kết quả được giữ làm bản nháp trong sổ.', 'Otherwise the outcome is kept as a draft in the registry.'] },
  ]),
  SCHEDULE_EVENT: under(
    ['Activity'],
    ScheduleEventDocument,
    anew([
      ...title(true),
      { path: 'kind', is: 'choice', label: ['Loại sự kiện', 'Kind of event'], words: KINDS, isRequired: true },
      { path: 'level', is: 'choice', label: ['Cấp', 'Level'], words: LEVELS },
      day('period.start', ['Ngày đầu', 'First day'], { isRequired: true }),
      day('period.end', ['Ngày cuối', 'Last day']),
      host,
      place,
      sources,
      note,
    ]),
  ),
  CORRECT_OUTCOME: about('Outcome', CorrectOutcomeDocument, outcome(false), { isEdit: true }),
  SUBMIT_OUTCOME: about('Outcome', SubmitOutcomeDocument, []),
  APPROVE_OUTCOMES: about('Outcome', ApproveOutcomesDocument, [], {
    about: (subject, expectedVersion) => ({ outcomes: [{ outcome: subject.id, expectedVersion }] }),
  }),
  RETURN_OUTCOME: about('Outcome', ReturnOutcomeDocument, [area('note', ['Điều cần sửa', 'What to correct'], { isRequired: true })]),
  RETRACT_OUTCOME: about('Outcome', RetractOutcomeDocument, [reason]),
  REPORT_EVENT_HELD: about(
    'Event',
    ReportEventHeldDocument,
    [
      ...eventDays({}),
      host,
      place,
      { path: 'attendance', is: 'count', label: ['Số người dự', 'Attendance'], read: (it) => (it.__typename === 'Event' && it.attendance !== null ? String(it.attendance) : '') },
      sources,
    ],
    { isEdit: true },
  ),
  RESCHEDULE_EVENT: about(
    'Event',
    RescheduleEventDocument,
    [
      { path: '#how', is: 'choice', label: ['Dời như thế nào', 'How it is moved'], words: ['NEW_DAYS', 'NO_DAYS'], isRequired: true },
      ...eventDays({ isAlways: true, when: (values) => values['#how'] !== 'NO_DAYS' }),
      { ...reason, when: (values) => values['#how'] === 'NO_DAYS' },
      host,
      place,
    ],
    { isEdit: true },
  ),
  CANCEL_EVENT: about('Event', CancelEventDocument, [reason]),
  REOPEN_EVENT: about('Event', ReopenEventDocument, [reason]),
  ANSWER_DIRECTIVE: about('Directive', AnswerDirectiveDocument, [
    { path: 'activities', is: 'records', label: ['Các hoạt động trả lời', 'The activities that answer it'], kinds: ['ACTIVITY'], isRequired: true },
  ]),
  CLOSE_DIRECTIVE: about('Directive', CloseDirectiveDocument, []),
  REOPEN_DIRECTIVE: about('Directive', ReopenDirectiveDocument, [reason]),
};

/** The actions that the pages have a form for, of those that the API says are possible, the usual next step first. */
export const offered = (can: readonly string[]): Action[] => {
  const known = Object.keys(FORMS) as Action[];
  return known.filter((action) => can.includes(action)).sort((a, b) => rank(a) - rank(b));
};

const FIRST: readonly Action[] = [
  'APPROVE_OUTCOMES',
  'RETURN_OUTCOME',
  'SUBMIT_OUTCOME',
  'CORRECT_OUTCOME',
  'START_ACTIVITY',
  'RESUME_ACTIVITY',
  'COMPLETE_ACTIVITY',
  'RECORD_OUTCOME',
  'REPORT_EVENT_HELD',
  'RESCHEDULE_EVENT',
  'ANSWER_DIRECTIVE',
  'REVISE_ACTIVITY_PLAN',
  'SCHEDULE_EVENT',
];

const rank = (action: Action) => (FIRST.includes(action) ? FIRST.indexOf(action) : FIRST.length);

/** How an address names an action, and back. */
export const slugOf = (action: string) => action.toLowerCase().replaceAll('_', '-');
export const actionOf = (slug: string) => slug.toUpperCase().replaceAll('-', '_') as Action;
export const formAt = (action: string, id: string) => `/do/${slugOf(action)}/${encodeURIComponent(id)}`;
