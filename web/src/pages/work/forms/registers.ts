// Forms about what other records name: documents, organizations, sectors.
import {
  AddDocumentDocument,
  AddSectorDocument,
  AmendDocumentDocument,
  AmendOrganizationDocument,
  AmendSectorDocument,
  MergeDocumentsDocument,
  MergeOrganizationsDocument,
  RegisterOrganizationDocument,
  SeparateDocumentDocument,
  SeparateOrganizationDocument,
  type RecordKind,
} from '../../gql/graphql';
import { dayText, type Field } from '../fields';
import { about, amend, choice, day, description, lines, name, note, reason, record, sources, text, under, type Forms } from '../pieces';
import { duplicatesOf, named, of } from '../subject';

/** What identifies a document, and how far it proves something. */
export const DOCUMENT: Field[] = [
  text('title', ['Tên tài liệu', 'Title of the document'], { isRequired: true, read: of('Document', (it) => it.vi) }),
  text('url', ['Địa chỉ trên mạng', 'Web address'], { read: of('Document', (it) => it.url) }),
  text('publisher', ['Nơi công bố', 'Publisher'], { read: of('Document', (it) => it.publisher) }),
  day('publishedOn', ['Ngày công bố', 'Published on'], { read: of('Document', (it) => dayText(it.publishedOn)) }),
  choice('reading', ['Đã đọc', 'How much was read'], ['FULL', 'EXCERPT'], { isRequired: true, initial: 'FULL', read: of('Document', (it) => it.reading) }),
  choice('reliability', ['Độ tin cậy', 'Reliability'], ['NORMAL', 'LOW'], { isRequired: true, initial: 'NORMAL', read: of('Document', (it) => it.reliability) }),
];

const language = text('language', ['Ngôn ngữ của tài liệu', 'Language of the document'], { isRequired: true, initial: 'vi', hint: ['vi, en, …', 'vi, en, …'], read: of('Document', (it) => it.language) });

const KINDS = ['PEOPLES_COMMITTEE', 'DEPARTMENT', 'DISTRICT', 'HOSPITAL', 'SCHOOL', 'ENTERPRISE', 'ASSOCIATION', 'OTHER'];

const organization: Field[] = [
  ...name(true),
  choice('kind', ['Loại tổ chức', 'Kind of organization'], KINDS, { isRequired: true, read: of('Organization', (it) => it.organizationKind) }),
];

const aliases = lines('aliases', ['Tên gọi khác', 'Other names'], { hint: ['mỗi dòng một tên, ví dụ: TPHCM', 'one name a line, such as TPHCM'], read: of('Organization', (it) => it.aliases.join('\n')) });

const sector: Field[] = [
  text('code', ['Mã', 'Code'], { isRequired: true, hint: ['chữ hoa, số và _, ví dụ: TOURISM', 'capitals, digits and _, such as TOURISM'], read: of('Sector', (it) => it.code) }),
  ...name(true),
  ...description,
  sources,
  note,
];

const merge = (kind: RecordKind): Field[] => [
  record('duplicate', ['Bản ghi trùng, được gộp vào bản ghi này', 'The duplicate, which is merged into this record'], kind, { isRequired: true }),
  lines('differing', ['Bỏ giá trị của bản trùng ở các thuộc tính', 'Attributes in which to leave the value of the duplicate'], {
    hint: ['chỉ khi hai bản ghi khác nhau: kind, note, … mỗi dòng một thuộc tính', 'only where both differ: kind, note, … one a line'],
  }),
  reason,
];

/** About one of those that were merged into a record: it is the one that is changed. */
const separate = (noun: 'Document' | 'Organization', document: unknown, kind: RecordKind) =>
  about(noun, document, [record(noun.toLowerCase(), ['Bản ghi cần tách ra', 'The record to separate'], kind, { isRequired: true, near: duplicatesOf }), reason], { about: () => ({}) });

export const REGISTERS: Forms = {
  ADD_DOCUMENT: under(['Registry'], AddDocumentDocument, [...DOCUMENT, language, note]),
  AMEND_DOCUMENT: amend('Document', AmendDocumentDocument, [...DOCUMENT, language, sources, note]),
  MERGE_DOCUMENTS: about('Document', MergeDocumentsDocument, merge('DOCUMENT')),
  SEPARATE_DOCUMENT: separate('Document', SeparateDocumentDocument, 'DOCUMENT'),
  REGISTER_ORGANIZATION: under(['Province', 'Registry'], RegisterOrganizationDocument, [
    ...organization,
    record('province', ['Tỉnh, thành phố', 'Province'], 'PROVINCE', { isRequired: true, under: ['Registry'] }),
    aliases,
    sources,
    note,
  ]),
  AMEND_ORGANIZATION: amend('Organization', AmendOrganizationDocument, [
    ...organization,
    record('province', ['Tỉnh, thành phố', 'Province'], 'PROVINCE', { isRequired: true, read: of('Organization', (it) => named('Province', it.province)) }),
    aliases,
    sources,
    note,
  ]),
  MERGE_ORGANIZATIONS: about('Organization', MergeOrganizationsDocument, merge('ORGANIZATION')),
  SEPARATE_ORGANIZATION: separate('Organization', SeparateOrganizationDocument, 'ORGANIZATION'),
  ADD_SECTOR: under(['Registry'], AddSectorDocument, sector),
  AMEND_SECTOR: amend('Sector', AmendSectorDocument, sector),
};
