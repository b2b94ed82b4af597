// Forms about events.
import { AmendEventDocument, CancelEventDocument, ReopenEventDocument, ReportEventHeldDocument, RescheduleEventDocument, ScheduleEventDocument } from '../../gql/graphql';
import { dayText, type Field } from '../fields';
import { about, amend, area, choice, day, description, note, participants, reason, record, sources, text, title, under, type Forms } from '../pieces';
import { named, of } from '../subject';

const KINDS = ['CONFERENCE', 'WORKSHOP', 'SEMINAR', 'TRAINING', 'EXHIBITION', 'TRADE_FAIR', 'SUPPLY_DEMAND_CONNECTION', 'FESTIVAL', 'FIELD_SURVEY', 'SIGNING_CEREMONY', 'OTHER'];
const LEVELS = ['PROVINCIAL', 'REGIONAL', 'NATIONAL', 'INTERNATIONAL', 'DISTRICT'];

const host = record('host', ['Nơi đăng cai', 'Host'], 'PROVINCE', { read: of('Event', (it) => named('Province', it.host)) });
const place = text('place', ['Địa điểm', 'Place'], { read: of('Event', (it) => it.place) });
const attendance: Field = { path: 'attendance', is: 'count', label: ['Số người dự', 'Attendance'], read: of('Event', (it) => (it.attendance === null ? '' : String(it.attendance))) };

const days = (rest: Partial<Field> = {}): Field[] => [
  day('period.start', ['Ngày đầu', 'First day'], { read: of('Event', (it) => dayText(it.startsOn)), ...rest }),
  day('period.end', ['Ngày cuối', 'Last day'], { read: of('Event', (it) => dayText(it.endsOn)), ...rest, isRequired: false }),
];

const what: Field[] = [
  ...title(true),
  choice('kind', ['Loại sự kiện', 'Kind of event'], KINDS, { isRequired: true, read: of('Event', (it) => it.eventKind) }),
  choice('level', ['Cấp', 'Level'], LEVELS, { read: of('Event', (it) => it.eventLevel) }),
];

export const EVENTS: Forms = {
  SCHEDULE_EVENT: under(['Activity', 'Agreement'], ScheduleEventDocument, [...what, ...days({ isRequired: true }), host, place, participants(), ...description, sources, note]),
  REPORT_EVENT_HELD: about('Event', ReportEventHeldDocument, [...days(), host, place, participants(), attendance, sources], { isEdit: true }),
  RESCHEDULE_EVENT: about(
    'Event',
    RescheduleEventDocument,
    [
      choice('#how', ['Dời như thế nào', 'How it is moved'], ['NEW_DAYS', 'NO_DAYS'], { isRequired: true }),
      ...days({ isAlways: true, when: (values) => values['#how'] !== 'NO_DAYS' }),
      { ...reason, when: (values) => values['#how'] === 'NO_DAYS' },
      host,
      place,
    ],
    { isEdit: true },
  ),
  CANCEL_EVENT: about('Event', CancelEventDocument, [reason]),
  REOPEN_EVENT: about('Event', ReopenEventDocument, [reason]),
  AMEND_EVENT: amend('Event', AmendEventDocument, [
    ...what,
    ...days(),
    host,
    place,
    participants(),
    attendance,
    ...description,
    area('statusReason', ['Lý do hoãn hoặc hủy', 'Why it was postponed or cancelled'], { read: of('Event', (it) => it.statusReason) }),
    sources,
    note,
  ]),
};
