// Forms about activities and their indicators.
import {
  AmendActivityDocument,
  AmendIndicatorDocument,
  CancelActivityDocument,
  CompleteActivityDocument,
  DefineIndicatorDocument,
  PlanActivityDocument,
  ReopenActivityDocument,
  ResumeActivityDocument,
  ReviseActivityPlanDocument,
  SetIndicatorTargetDocument,
  StartActivityDocument,
  SuspendActivityDocument,
} from '../../gql/graphql';
import type { Said } from '../../lang';
import { dayText, type Field } from '../fields';
import { DAY_HINT, about, agreement, amend, area, choice, commitments, day, description, note, participants, reason, record, sector, sources, span, text, title, under, type Forms } from '../pieces';
import { fieldNamed, of } from '../subject';

const startsUnlessKnown = (label: Said) => day('startedOn', label, { hint: ['chỉ khi chưa được ghi; ' + DAY_HINT[0], 'only if it is not recorded yet; ' + DAY_HINT[1]] });

const planned = span('planned', [['Dự kiến bắt đầu', 'Planned start'], ['Dự kiến kết thúc', 'Planned end']], (it) => (it.__typename === 'Activity' ? it.planned : null));

const field = record('field', ['Lĩnh vực của thỏa thuận', 'Field of the agreement'], 'FIELD', { read: of('Activity', (it) => fieldNamed(it.field)) });

const FIELD_OR_SECTOR: Said = ['cần lĩnh vực hoặc ngành', 'a field or a sector is required'];

/** What is planned of an activity, apart from what it is called and where it belongs. */
const plan: Field[] = [...planned, ...description, commitments, sources, note];

const indicator: Field[] = [
  ...title(true),
  choice('measure', ['Thang đo', 'Measure'], ['UNIT', 'PERCENTAGE', 'QUALITATIVE', 'ORDINAL', 'NOMINAL'], { isRequired: true, read: of('Indicator', (it) => it.indicatorMeasure) }),
  text('unit', ['Đơn vị tính', 'Unit'], {
    hint: ['ví dụ: bác sĩ, lớp, triệu đồng', 'such as: doctors, courses, million dong'],
    when: ({ measure }) => measure === 'UNIT' || measure === '',
    read: of('Indicator', (it) => it.unit),
  }),
  { path: 'ascending', is: 'check', label: ['Càng cao càng tốt', 'Higher is better'], initial: true, read: of('Indicator', (it) => it.ascending) },
  {
    path: 'cumulative',
    is: 'check',
    label: ['Lũy kế', 'Cumulative'],
    hint: ['giá trị của kỳ sau gồm cả các kỳ trước', 'values of later periods include those of earlier ones'],
    read: of('Indicator', (it) => it.cumulative),
  },
  { path: 'baseline.year', is: 'count', label: ['Năm của mốc đầu', 'Year of the baseline'], read: of('Indicator', (it) => it.baseline && String(it.baseline.year)) },
  { path: 'baseline.value', is: 'number', label: ['Giá trị của mốc đầu', 'Value of the baseline'], read: of('Indicator', (it) => it.baseline?.value) },
  text('baseline.comment', ['Cách đo mốc đầu', 'How the baseline was measured'], { read: of('Indicator', (it) => it.baseline?.comment) }),
];

const target: Field[] = [
  day('period.start', ['Từ', 'From']),
  day('period.end', ['Đến', 'To']),
  { path: 'value', is: 'number', label: ['Giá trị cần đạt', 'Target value'] },
  text('comment', ['Ghi chú', 'Comment']),
];

export const ACTIVITIES: Forms = {
  PLAN_ACTIVITY: under(['Agreement', 'Field', 'Registry'], PlanActivityDocument, [
    ...title(true),
    agreement({ under: ['Registry'] }),
    { ...field, under: ['Agreement', 'Registry'], hint: FIELD_OR_SECTOR },
    sector({ under: ['Agreement', 'Registry'], hint: FIELD_OR_SECTOR }),
    participants({ isRequired: true }),
    ...plan,
  ]),
  START_ACTIVITY: about('Activity', StartActivityDocument, [day('startedOn', ['Ngày bắt đầu', 'First day'], { isRequired: true })]),
  COMPLETE_ACTIVITY: about('Activity', CompleteActivityDocument, [
    day('endedOn', ['Ngày kết thúc', 'Last day'], { isRequired: true }),
    startsUnlessKnown(['Ngày bắt đầu', 'First day']),
  ]),
  REVISE_ACTIVITY_PLAN: about('Activity', ReviseActivityPlanDocument, [...planned, ...title(true), field, sector(), participants({ isRequired: true }), ...description, commitments, sources, note], { isEdit: true }),
  SUSPEND_ACTIVITY: about('Activity', SuspendActivityDocument, [reason]),
  RESUME_ACTIVITY: about('Activity', ResumeActivityDocument, [startsUnlessKnown(['Ngày bắt đầu', 'First day'])]),
  CANCEL_ACTIVITY: about('Activity', CancelActivityDocument, [reason]),
  REOPEN_ACTIVITY: about('Activity', ReopenActivityDocument, [reason]),
  AMEND_ACTIVITY: amend('Activity', AmendActivityDocument, [
    ...title(true),
    ...planned,
    day('actual.start', ['Thực tế bắt đầu', 'Actual start'], { read: of('Activity', (it) => dayText(it.actual?.start)) }),
    day('actual.end', ['Thực tế kết thúc', 'Actual end'], { read: of('Activity', (it) => dayText(it.actual?.end)) }),
    agreement(),
    field,
    sector(),
    participants({ isRequired: true }),
    ...description,
    commitments,
    area('statusReason', ['Lý do tạm dừng hoặc hủy', 'Why it was suspended or cancelled'], { read: of('Activity', (it) => it.statusReason) }),
    sources,
    note,
  ]),
  DEFINE_INDICATOR: under(['Activity'], DefineIndicatorDocument, [
    ...indicator,
    { path: 'targets', is: 'rows', label: ['Chỉ tiêu', 'Targets'], row: ['Chỉ tiêu', 'Target'], rows: target.map((it) => (it.path === 'value' ? { ...it, isRequired: true } : it)) },
    sources,
    note,
  ]),
  AMEND_INDICATOR: amend('Indicator', AmendIndicatorDocument, [...indicator, sources, note]),
  SET_INDICATOR_TARGET: about(
    'Indicator',
    SetIndicatorTargetDocument,
    target.map((it) => (it.path === 'value' ? { ...it, hint: ['để trống để bỏ chỉ tiêu của kỳ này', 'leave it empty to remove the target of this period'] as const } : it)),
  ),
};
