// Forms about outcomes and their approval.
import {
  ApproveOutcomesDocument,
  CorrectOutcomeDocument,
  RecordOutcomeDocument,
  RetractOutcomeDocument,
  ReturnOutcomeDocument,
  SubmitOutcomeDocument,
} from '../../gql/graphql';
import { dayText, type Field } from '../fields';
import { about, actor, area, both, choice, day, note, reason, sources, text, title, under, type Forms } from '../pieces';
import { chosenOf, of } from '../subject';

/** The measure of an indicator's outcomes is its own. */
const MEASURED = ['Activity', 'Event', 'Outcome'] as const;

/** What the title of a new record begins with is its author's; other attributes of an outcome follow. */
const outcome = (isNew: boolean): Field[] => [
  ...title(isNew),
  choice('kind', ['Loại kết quả', 'Kind of result'], ['OUTPUT', 'OUTCOME', 'IMPACT', 'OTHER'], { isRequired: isNew, read: of('Outcome', (it) => it.outcomeKind) }),
  choice('measure', ['Thang đo', 'Measure'], ['UNIT', 'PERCENTAGE', 'QUALITATIVE', 'ORDINAL', 'NOMINAL'], { under: MEASURED, read: of('Outcome', (it) => it.outcomeMeasure) }),
  { path: 'value', is: 'number', label: ['Giá trị', 'Value'], when: ({ measure }) => measure !== 'QUALITATIVE', read: of('Outcome', (it) => it.value) },
  text('unit', ['Đơn vị tính', 'Unit'], {
    under: MEASURED,
    hint: ['ví dụ: bác sĩ, lớp, triệu đồng', 'such as: doctors, courses, million dong'],
    when: ({ measure }) => measure === 'UNIT' || measure === '',
    read: of('Outcome', (it) => it.unit),
  }),
  day('period.start', ['Từ', 'From'], { read: of('Outcome', (it) => dayText(it.period?.start)) }),
  day('period.end', ['Đến', 'To'], { read: of('Outcome', (it) => dayText(it.period?.end)) }),
  actor('provider', ['Bên hỗ trợ', 'Provider'], { read: of('Outcome', (it) => it.provider && chosenOf(it.provider)) }),
  actor('beneficiary', ['Bên nhận', 'Beneficiary'], { read: of('Outcome', (it) => it.beneficiary && chosenOf(it.beneficiary)) }),
  choice('qualifier', ['Mức chính xác', 'Precision'], ['EXACT', 'ABOUT', 'MORE_THAN', 'NEARLY', 'UP_TO'], { when: ({ measure }) => measure !== 'QUALITATIVE', read: of('Outcome', (it) => it.qualifier) }),
  ...both(
    'narrative',
    [['Kết quả bằng lời', 'The result in words'], ['Bằng lời, tiếng Anh', 'In words, in English']],
    (it) => (it.__typename === 'Outcome' ? [it.narrativeVi, it.narrativeEn] : undefined),
    { is: 'area' },
  ),
  sources,
  note,
];

export const OUTCOMES: Forms = {
  RECORD_OUTCOME: under(
    ['Activity', 'Event', 'Indicator'],
    RecordOutcomeDocument,
    [
      ...outcome(true),
      { path: 'submit', is: 'check', label: ['Trình duyệt ngay', 'Submit at once'], hint: ['Không chọn thì kết quả được giữ làm bản nháp trong sổ.', 'Otherwise the outcome is kept as a draft in the registry.'] },
    ],
    {
      about: (it) => ({ [it.__typename.toLowerCase()]: it.id, ...(it.__typename === 'Indicator' && it.activity && { activity: it.activity.id }) }),
    },
  ),
  CORRECT_OUTCOME: about('Outcome', CorrectOutcomeDocument, outcome(false), { isEdit: true }),
  SUBMIT_OUTCOME: about('Outcome', SubmitOutcomeDocument, []),
  APPROVE_OUTCOMES: about('Outcome', ApproveOutcomesDocument, [], {
    about: (subject, expectedVersion) => ({ outcomes: [{ outcome: subject.id, expectedVersion }] }),
  }),
  RETURN_OUTCOME: about('Outcome', ReturnOutcomeDocument, [area('note', ['Điều cần sửa', 'What to correct'], { isRequired: true })]),
  RETRACT_OUTCOME: about('Outcome', RetractOutcomeDocument, [reason]),
};
