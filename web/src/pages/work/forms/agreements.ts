// Forms about agreements, their fields, what was published about them, and directives.
import {
  AddFieldDocument,
  AmendAgreementDocument,
  AmendClaimDocument,
  AmendDirectiveDocument,
  AmendFieldDocument,
  AnswerDirectiveDocument,
  CloseDirectiveDocument,
  IssueDirectiveDocument,
  RecordClaimDocument,
  ReopenDirectiveDocument,
  SignAgreementDocument,
  TerminateAgreementDocument,
} from '../../gql/graphql';
import type { Said } from '../../lang';
import { dayText, type Field } from '../fields';
import { SIDE_HINT, about, actor, agreement, amend, both, choice, day, description, lines, note, reason, record, records, sector, sources, span, text, title, under, type Forms } from '../pieces';
import { named, of, signersOf } from '../subject';

const signed = day('signedOn', ['Ngày ký', 'Signed on'], { when: ({ draft }) => draft !== true, read: of('Agreement', (it) => dayText(it.signedOn)) });

const deal: Field[] = [
  text('code', ['Ký hiệu', 'Code'], { isRequired: true, hint: ['ví dụ: TT-2022', 'such as TT-2022'], read: of('Agreement', (it) => it.code) }),
  ...title(true),
  choice('kind', ['Loại văn bản', 'Kind of agreement'], ['COOPERATION_AGREEMENT', 'MEMORANDUM', 'PLAN'], { isRequired: true, read: of('Agreement', (it) => it.agreementKind) }),
];

const terms: Field[] = [
  ...span('period', [['Hiệu lực từ', 'In force from'], ['Hiệu lực đến', 'In force to']], (it) => (it.__typename === 'Agreement' ? it.period : null)),
  {
    path: 'parties',
    is: 'rows',
    label: ['Các bên', 'Parties'],
    row: ['Bên', 'Party'],
    rows: [
      actor('', ['Tỉnh, thành phố hoặc tổ chức', 'Province or organization'], { isRequired: true }),
      choice('role', ['Vai trò', 'Role'], ['LEAD', 'MEMBER'], { isRequired: true, initial: 'MEMBER' }),
      text('side', ['Phía', 'Side'], { hint: SIDE_HINT }),
    ],
    read: of('Agreement', signersOf),
  },
  record('parent', ['Thuộc thỏa thuận', 'Under the agreement'], 'AGREEMENT', { read: of('Agreement', (it) => named('Agreement', it.parent)) }),
  ...description,
  sources,
  note,
];

const field: Field[] = [
  sector({ isRequired: true }),
  ...both(
    'title',
    [['Tên, nếu khác tên ngành', "Title, if it is not the sector's name"], ['Tên tiếng Anh', 'Title in English']],
    (it) => (it.__typename === 'Field' ? [it.fieldVi, it.fieldEn] : undefined),
  ),
  record('lead', ['Cơ quan chủ trì', 'Lead'], 'ORGANIZATION', { read: of('Field', (it) => named('Organization', it.lead)) }),
  ...both(
    'objectives',
    [['Mục tiêu', 'Objectives'], ['Mục tiêu bằng tiếng Anh', 'Objectives in English']],
    (it) => (it.__typename === 'Field' ? [it.objectivesVi, it.objectivesEn] : undefined),
    { is: 'area' },
  ),
  sources,
  note,
];

const METRICS = [
  'AGREED_ACTIVITIES', 'COMPLETED_ACTIVITIES', 'ONGOING_ACTIVITIES', 'PLANNED_ACTIVITIES', 'IMPLEMENTED_ACTIVITIES', 'LARGELY_NOT_IMPLEMENTED', 'MOSTLY_MUTUAL',
  'MOSTLY_ONE_WAY', 'FIELDS', 'PARTICIPATING_PROVINCES', 'PROVINCES', 'PARTICIPATING_ORGANIZATIONS', 'DEPARTMENTS', 'ENTERPRISES', 'HOSPITALS', 'EVENTS', 'FESTIVALS',
  'ATTENDANCE', 'OUTCOMES', 'OUTCOME_VALUE', 'PROJECTS', 'COMMITTED_MONEY', 'STATE_BUDGET_MONEY', 'SOCIALISED_MONEY', 'ODA_MONEY', 'INVESTMENT_CAPITAL', 'AGREEMENTS',
  'MEMORANDA', 'AGREEMENT_YEARS', 'OTHER',
];

const QUALIFIERS = ['EXACT', 'ABOUT', 'MORE_THAN', 'NEARLY', 'UP_TO', 'DOZENS', 'TENS_OF_THOUSANDS'];
const SCOPE_HINT: Said = ['để trống nếu tính cho tất cả', 'leave it empty if the figure covers all'];

const claim: Field[] = [
  choice('metric', ['Số liệu đếm gì', 'What the figure counts'], METRICS, { isRequired: true, read: of('Claim', (it) => it.metric) }),
  text('metricWords', ['Đếm gì, bằng lời', 'What it counts, in words'], { isRequired: true, when: ({ metric }) => metric === 'OTHER', read: of('Claim', (it) => it.metricWords) }),
  choice('kind', ['Kế hoạch hay đã thực hiện', 'Planned or reported'], ['PLANNED', 'REPORTED'], { isRequired: true, read: of('Claim', (it) => it.claimKind) }),
  { path: 'value', is: 'number', label: ['Con số', 'The figure'], hint: ['cần con số hoặc nguyên văn bằng lời', 'a figure or words are required'], read: of('Claim', (it) => it.value) },
  text('unit', ['Đơn vị tính', 'Unit'], { read: of('Claim', (it) => it.unit) }),
  choice('qualifier', ['Mức chính xác', 'Precision'], QUALIFIERS, { read: of('Claim', (it) => it.qualifier) }),
  ...both('narrative', [['Số liệu bằng lời', 'The claim in words'], ['Bằng lời, tiếng Anh', 'In words, in English']], (it) => (it.__typename === 'Claim' ? [it.narrativeVi, it.narrativeEn] : undefined), { is: 'area' }),
  text('statedBy', ['Người hoặc nơi công bố', 'Who stated it'], { read: of('Claim', (it) => it.statedBy) }),
  record('statedByOrganization', ['Cơ quan công bố', 'The organization that stated it'], 'ORGANIZATION', { read: of('Claim', (it) => named('Organization', it.statedByOrganization)) }),
  day('statedOn', ['Ngày công bố', 'Stated on'], { read: of('Claim', (it) => dayText(it.statedOn)) }),
  records('scope.provinces', ['Tính cho tỉnh, thành phố', 'Provinces that it covers'], 'PROVINCE', { hint: SCOPE_HINT, read: of('Claim', (it) => (it.scope.provinces ?? []).flatMap((place) => named('Province', place) ?? [])) }),
  choice('scope.role', ['Trong vai trò', 'In the role'], ['PROVIDER', 'BENEFICIARY', 'FUNDER', 'HOST', 'IMPLEMENTER', 'PARTNER'], { when: ({ 'scope.provinces': it }) => Array.isArray(it) && it.length > 0, read: of('Claim', (it) => it.scope.role) }),
  record('scope.sector', ['Tính cho ngành', 'Sector that it covers'], 'SECTOR', { read: of('Claim', (it) => named('Sector', it.scope.sector)) }),
  ...span('scope.period', [['Tính từ', 'Covers from'], ['Tính đến', 'Covers to']], (it) => (it.__typename === 'Claim' ? it.scope.period : null)),
  text('scope.text', ['Phạm vi bằng lời', 'Scope in words'], { read: of('Claim', (it) => it.scope.text) }),
  records('conflictsWith', ['Mâu thuẫn với số liệu', 'Claims that it contradicts'], 'CLAIM', { read: of('Claim', (it) => (it.conflictsWith ?? []).map(({ id, ...other }) => ({ kind: 'Claim', id, name: ('narrative' in other && other.narrative) || ('metric' in other ? other.metric : id) }))) }),
  { ...sources, isRequired: true },
  note,
];

const directive: Field[] = [
  ...both('text', [['Nội dung', 'Text'], ['Nội dung tiếng Anh', 'Text in English']], (it) => (it.__typename === 'Directive' ? [it.vi, it.en] : undefined), { is: 'area', isRequired: true }),
  choice('kind', ['Loại', 'Kind'], ['DIRECTIVE', 'RECOMMENDATION'], { isRequired: true, read: of('Directive', (it) => it.directiveKind) }),
  text('issuedBy', ['Người ban hành', 'Issued by'], { read: of('Directive', (it) => it.issuedBy) }),
  record('issuedByOrganization', ['Cơ quan ban hành', 'The organization that issued it'], 'ORGANIZATION', { read: of('Directive', (it) => named('Organization', it.issuedByOrganization)) }),
  day('issuedOn', ['Ngày ban hành', 'Issued on'], { read: of('Directive', (it) => dayText(it.issuedOn)) }),
  day('due', ['Hạn', 'Due'], { read: of('Directive', (it) => dayText(it.due)) }),
  lines('addressedTo', ['Gửi, như văn bản ghi', 'Addressed to, as printed'], { read: of('Directive', (it) => it.addressedTo.join('\n')) }),
  records('addressedToOrganizations', ['Gửi các cơ quan', 'Addressed to organizations'], 'ORGANIZATION', { read: of('Directive', (it) => (it.addressedToOrganizations ?? []).flatMap((one) => named('Organization', one) ?? [])) }),
  sources,
  note,
];

const answers = (isRequired: boolean): Field => records('activities', ['Các hoạt động trả lời', 'The activities that answer it'], 'ACTIVITY', { isRequired });

export const AGREEMENTS: Forms = {
  SIGN_AGREEMENT: under(['Registry'], SignAgreementDocument, [
    ...deal,
    { path: 'draft', is: 'check', label: ['Đang thương thảo, chưa ký', 'Still being negotiated, not signed'], hint: ['chỉ các bên thấy bản dự thảo', 'only its parties see a draft'] },
    signed,
    ...terms,
  ]),
  AMEND_AGREEMENT: about('Agreement', AmendAgreementDocument, [...deal, signed, ...terms], { isEdit: true }),
  TERMINATE_AGREEMENT: about('Agreement', TerminateAgreementDocument, [
    day('on', ['Ngày đầu tiên không còn hiệu lực', 'The first day on which it is no longer in force'], { isRequired: true, hint: ['một ngày: 31/05/2024', 'a day: 31/05/2024'] }),
    reason,
  ]),
  ADD_FIELD: under(['Agreement'], AddFieldDocument, field),
  AMEND_FIELD: amend('Field', AmendFieldDocument, field),
  RECORD_CLAIM: under(['Agreement', 'Registry'], RecordClaimDocument, [agreement({ under: ['Registry'] }), ...claim]),
  AMEND_CLAIM: amend('Claim', AmendClaimDocument, [agreement(), ...claim]),
  ISSUE_DIRECTIVE: under(['Agreement', 'Registry'], IssueDirectiveDocument, [agreement({ under: ['Registry'] }), ...directive]),
  AMEND_DIRECTIVE: amend('Directive', AmendDirectiveDocument, [
    agreement(),
    ...directive,
    { ...answers(false), path: 'answeredBy', read: of('Directive', (it) => (it.answeredBy ?? []).flatMap((one) => named('Activity', one) ?? [])) },
  ]),
  ANSWER_DIRECTIVE: about('Directive', AnswerDirectiveDocument, [answers(true)]),
  CLOSE_DIRECTIVE: about('Directive', CloseDirectiveDocument, []),
  REOPEN_DIRECTIVE: about('Directive', ReopenDirectiveDocument, [reason]),
};

