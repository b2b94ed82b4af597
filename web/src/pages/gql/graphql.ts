/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The mutations, as values. Each has the name of its mutation. */
export type Action =
  /** Register a source or piece of evidence. */
  | 'ADD_DOCUMENT'
  /** Add a priority field to an agreement. */
  | 'ADD_FIELD'
  /** Add a sector of cooperation. */
  | 'ADD_SECTOR'
  /** Correct an activity. */
  | 'AMEND_ACTIVITY'
  /** Amend an agreement, or sign a draft. */
  | 'AMEND_AGREEMENT'
  /** Correct a claim. */
  | 'AMEND_CLAIM'
  /** Correct a directive. */
  | 'AMEND_DIRECTIVE'
  /** Correct a document. */
  | 'AMEND_DOCUMENT'
  /** Correct an event. */
  | 'AMEND_EVENT'
  /** Correct a priority field. */
  | 'AMEND_FIELD'
  /** Correct an indicator. */
  | 'AMEND_INDICATOR'
  /** Correct an organization. */
  | 'AMEND_ORGANIZATION'
  /** Correct a province. */
  | 'AMEND_PROVINCE'
  /** Correct a sector. */
  | 'AMEND_SECTOR'
  /** Correct a succession. */
  | 'AMEND_SUCCESSION'
  /** Name activities that answer a directive. */
  | 'ANSWER_DIRECTIVE'
  /** Approve outcomes. */
  | 'APPROVE_OUTCOMES'
  /** Cancel an activity. */
  | 'CANCEL_ACTIVITY'
  /** Cancel an event. */
  | 'CANCEL_EVENT'
  /** Record that a unit has another kind or name from a day on. */
  | 'CHANGE_PROVINCE'
  /** Close a directive as settled or lapsed. */
  | 'CLOSE_DIRECTIVE'
  /** Report an activity as completed. */
  | 'COMPLETE_ACTIVITY'
  /** Correct an outcome. */
  | 'CORRECT_OUTCOME'
  /** Define an indicator of an activity. */
  | 'DEFINE_INDICATOR'
  /** Register an instruction or recommendation. */
  | 'ISSUE_DIRECTIVE'
  /** Merge a duplicate into a document. */
  | 'MERGE_DOCUMENTS'
  /** Merge a duplicate into an organization. */
  | 'MERGE_ORGANIZATIONS'
  /** Merge a duplicate into a unit. */
  | 'MERGE_PROVINCES'
  /** Register a planned activity. */
  | 'PLAN_ACTIVITY'
  /** Register a published figure. */
  | 'RECORD_CLAIM'
  /** Record an outcome, as a draft or submitted. */
  | 'RECORD_OUTCOME'
  /** Record that units became other units. */
  | 'RECORD_SUCCESSION'
  /** Register an organization of a province. */
  | 'REGISTER_ORGANIZATION'
  /** Register an administrative unit. */
  | 'REGISTER_PROVINCE'
  /** Reopen an activity. */
  | 'REOPEN_ACTIVITY'
  /** Reopen a directive. */
  | 'REOPEN_DIRECTIVE'
  /** Reopen an event. */
  | 'REOPEN_EVENT'
  /** Report an event as held. */
  | 'REPORT_EVENT_HELD'
  /** Reschedule or postpone an event. */
  | 'RESCHEDULE_EVENT'
  /** Resume a suspended activity. */
  | 'RESUME_ACTIVITY'
  /** Retract an approved outcome. */
  | 'RETRACT_OUTCOME'
  /** Return an outcome to its author with a note. */
  | 'RETURN_OUTCOME'
  /** Change the plan of an activity. */
  | 'REVISE_ACTIVITY_PLAN'
  /** Register a scheduled event. */
  | 'SCHEDULE_EVENT'
  /** Make a merged document its own again. */
  | 'SEPARATE_DOCUMENT'
  /** Make a merged organization its own again. */
  | 'SEPARATE_ORGANIZATION'
  /** Make a merged unit its own again. */
  | 'SEPARATE_PROVINCE'
  /** Set, change or remove the target of a period. */
  | 'SET_INDICATOR_TARGET'
  /** Register an agreement, signed or as a draft. */
  | 'SIGN_AGREEMENT'
  /** Report an activity as started. */
  | 'START_ACTIVITY'
  /** Submit an outcome for approval. */
  | 'SUBMIT_OUTCOME'
  /** Suspend an activity. */
  | 'SUSPEND_ACTIVITY'
  /** Terminate an agreement. */
  | 'TERMINATE_AGREEMENT';

/** Selects activities. Omitted fields are ignored. */
export type ActivityFilter = {
  /** Directly under the agreement with this id. */
  agreement?: string | number | null | undefined;
  /** With the province of this id as a participant. */
  participant?: string | number | null | undefined;
  /** Whose actual period, or else planned period, may overlap these days. */
  period?: DateRange | null | undefined;
  /** With that participant in this role; without `participant`, with anybody in this role. */
  role?: Role | null | undefined;
  /** In the sector with this id. */
  sector?: string | number | null | undefined;
  /** With one of these statuses. */
  status?: Array<ActivityStatus> | null | undefined;
};

/** The status of an activity. */
export type ActivityStatus =
  /** Cancelled (đã hủy), with the reason. */
  | 'CANCELLED'
  /** Completed (đã hoàn thành). */
  | 'COMPLETED'
  /** In progress (đang thực hiện). */
  | 'ONGOING'
  /** Planned (đã thỏa thuận, chưa thực hiện): agreed, not started. */
  | 'PLANNED'
  /** Suspended (tạm dừng). */
  | 'SUSPENDED'
  /** No source states the status (chưa rõ). */
  | 'UNKNOWN';

/**
 * A province, acting itself or through one of its organizations. At least one of the two is
 * required.
 */
export type ActorInput = {
  /** The organization of that province, if one acts. */
  organization?: string | number | null | undefined;
  /** The province; that of the organization by default. */
  province?: string | number | null | undefined;
};

/** A source or piece of evidence to register. */
export type AddDocumentInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The language of the document (BCP 47), such as `vi`. */
  language: string;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** When it was published, not after today. */
  publishedOn?: string | null | undefined;
  /** The publisher: at most 300 characters. */
  publisher?: string | null | undefined;
  /** How much of it the person who records it has read. */
  reading: Reading;
  /** How reliable it is. */
  reliability: Reliability;
  /** The SHA-256 of the file, in 64 lower-case hexadecimal digits. */
  sha256?: string | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** Its title in its own language: at most 500 characters. */
  title: string;
  /** Whether the title was taken from the address, so that diacritics may be missing. */
  titleFromUrl?: boolean;
  /** Its web address: at most 2,000 characters; unique among documents. */
  url?: string | null | undefined;
};

/** A priority field to add to an agreement. */
export type AddFieldInput = {
  /** The agreement. */
  agreement: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The lead organization. */
  lead?: string | number | null | undefined;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The objectives of the parties: at most 10,000 characters. */
  objectives?: LocalizedTextInput | null | undefined;
  /** Its sector. */
  sector: string | number;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /**
   * Its title, if the agreement words it differently from the sector's name: at most 500
   * characters.
   */
  title?: LocalizedTextInput | null | undefined;
};

/** A sector of cooperation to add. */
export type AddSectorInput = {
  /**
   * The code, such as `TOURISM`: capitals, digits and `_`, at most 60 characters; unique
   * among sectors.
   */
  code: string;
  /** What it covers: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** Its name: at most 500 characters. */
  name: LocalizedTextInput;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
};

/** The kind of agreement. */
export type AgreementKind =
  /** Cooperation agreement or programme (thỏa thuận, chương trình hợp tác). */
  | 'COOPERATION_AGREEMENT'
  /** Memorandum of understanding (biên bản ghi nhớ). */
  | 'MEMORANDUM'
  /** Plan (kế hoạch). */
  | 'PLAN';

/** The status of an agreement on the day of the request, derived from its dates. */
export type AgreementStatus =
  /** In force (đang có hiệu lực), according to its dates. */
  | 'ACTIVE'
  /** Draft (dự thảo): under negotiation, or signed on a later day. */
  | 'DRAFT'
  /** Expired (hết hiệu lực): the latest possible day of its period is past. */
  | 'EXPIRED'
  /** Terminated early (chấm dứt trước hạn). */
  | 'TERMINATED';

/** Corrections of an activity. Omitted fields are unchanged, null removes a value. */
export type AmendActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** The actual period, not after today. */
  actual?: PeriodInput | null | undefined;
  /** The agreement; that of the field if one is set. */
  agreement?: string | number | null | undefined;
  /** All money committed to it; at most 500. */
  commitments?: Array<CommitmentInput> | null | undefined;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The priority field. */
  field?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** All participants with their roles: 1 to 500. */
  participants?: Array<ParticipantInput> | null | undefined;
  /** The planned period. */
  planned?: PeriodInput | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** The sector; that of the field if one is set. */
  sector?: string | number | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Why it was suspended or cancelled: at most 2,000 characters. */
  statusReason?: string | null | undefined;
  /** Its title: at most 500 characters. */
  title?: LocalizedTextInput | null | undefined;
};

/** Changes of an agreement. Omitted fields are unchanged, null removes a value. */
export type AmendAgreementInput = {
  /** The record to change. */
  agreement: string | number;
  /** The code that people use for it: letters, digits and `-_./`, at most 60 characters. */
  code?: string | null | undefined;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The kind of agreement. */
  kind?: AgreementKind | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** The agreement that it implements or continues. */
  parent?: string | number | null | undefined;
  /** All parties; at most 500. */
  parties?: Array<PartyInput> | null | undefined;
  /** The period for which it is in force. */
  period?: PeriodInput | null | undefined;
  /** The day of signing, not after today; it signs a draft. */
  signedOn?: string | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Its title: at most 500 characters. */
  title?: LocalizedTextInput | null | undefined;
};

/** Corrections of a claim. Omitted fields are unchanged, null removes a value. */
export type AmendClaimInput = {
  /** The agreement that it concerns. */
  agreement?: string | number | null | undefined;
  /** The record to change. */
  claim: string | number;
  /** All claims that it contradicts; at most 500. */
  conflictsWith?: Array<string | number> | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Whether the figure was planned or reported. */
  kind?: ClaimKind | null | undefined;
  /** What the figure counts. */
  metric?: Metric | null | undefined;
  /**
   * What it counts, in words: at most 300 characters. Required with the metric OTHER, and
   * with no other.
   */
  metricWords?: string | null | undefined;
  /** The claim in words: at most 10,000 characters. */
  narrative?: LocalizedTextInput | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** How exactly it was stated. */
  qualifier?: Qualifier | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** What the figure covers. */
  scope?: ClaimScopeInput | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** The issuer, as printed: at most 300 characters. */
  statedBy?: string | null | undefined;
  /** The organization that stated it. */
  statedByOrganization?: string | number | null | undefined;
  /** The date of the statement, not after today. */
  statedOn?: string | null | undefined;
  /** The unit of the figure: at most 300 characters. */
  unit?: string | null | undefined;
  /** The figure. */
  value?: string | null | undefined;
};

/** Corrections of a directive. Omitted fields are unchanged, null removes a value. */
export type AmendDirectiveInput = {
  /** All addressees, as printed: at most 500, each of at most 300 characters. */
  addressedTo?: Array<string> | null | undefined;
  /** All organizations that it is addressed to; at most 500. */
  addressedToOrganizations?: Array<string | number> | null | undefined;
  /** The agreement that it concerns. */
  agreement?: string | number | null | undefined;
  /** All activities that answer it; at most 500, and at least one if it is ANSWERED. */
  answeredBy?: Array<string | number> | null | undefined;
  /** The record to change. */
  directive: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The due date; not before the date of issue. */
  due?: string | null | undefined;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The issuer, as printed: at most 300 characters. */
  issuedBy?: string | null | undefined;
  /** The organization that issued it. */
  issuedByOrganization?: string | number | null | undefined;
  /** The date of issue, not after today. */
  issuedOn?: string | null | undefined;
  /** Whether it is binding. */
  kind?: DirectiveKind | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Its text: at most 10,000 characters. */
  text?: LocalizedTextInput | null | undefined;
};

/** Corrections of a document. Omitted fields are unchanged, null removes a value. */
export type AmendDocumentInput = {
  /** The record to change. */
  document: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The language of the document (BCP 47), such as `vi`. */
  language?: string | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** When it was published, not after today. */
  publishedOn?: string | null | undefined;
  /** The publisher: at most 300 characters. */
  publisher?: string | null | undefined;
  /** How much of it the person who records it has read. */
  reading?: Reading | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** How reliable it is. */
  reliability?: Reliability | null | undefined;
  /** The SHA-256 of the file, in 64 lower-case hexadecimal digits. */
  sha256?: string | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Its title in its own language: at most 500 characters. */
  title?: string | null | undefined;
  /** Whether the title was taken from the address, so that diacritics may be missing. */
  titleFromUrl?: boolean | null | undefined;
  /** Its web address: at most 2,000 characters; unique among documents. */
  url?: string | null | undefined;
};

/** Corrections of an event. Omitted fields are unchanged, null removes a value. */
export type AmendEventInput = {
  /** The activity that it belongs to. */
  activity?: string | number | null | undefined;
  /** The agreement that it belongs to; that of the activity if there is one. */
  agreement?: string | number | null | undefined;
  /** The number of attendees, not negative. */
  attendance?: number | null | undefined;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The record to change. */
  event: string | number;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The province where it takes place. */
  host?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The kind of event. */
  kind?: EventKind | null | undefined;
  /** The level. */
  level?: EventLevel | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** All participants with their roles; at most 500. */
  participants?: Array<ParticipantInput> | null | undefined;
  /** The period from its first to its last day; that of a HELD event is past. */
  period?: PeriodInput | null | undefined;
  /** The place within that province: at most 300 characters. */
  place?: string | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Why it was postponed or cancelled: at most 2,000 characters. */
  statusReason?: string | null | undefined;
  /** Its title: at most 500 characters. */
  title?: LocalizedTextInput | null | undefined;
};

/** Corrections of a priority field. Omitted fields are unchanged, null removes a value. */
export type AmendFieldInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The record to change. */
  field: string | number;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The lead organization. */
  lead?: string | number | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** The objectives of the parties: at most 10,000 characters. */
  objectives?: LocalizedTextInput | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** Its sector; it cannot change while activities stand in the field. */
  sector?: string | number | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /**
   * Its title, if the agreement words it differently from the sector's name: at most 500
   * characters.
   */
  title?: LocalizedTextInput | null | undefined;
};

/** Corrections of an indicator. Omitted fields are unchanged, null removes a value. */
export type AmendIndicatorInput = {
  /** Whether a higher value is better. */
  ascending?: boolean | null | undefined;
  /** The value before the activity. */
  baseline?: BaselineInput | null | undefined;
  /** Whether values of later periods include those of earlier ones. */
  cumulative?: boolean | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The record to change. */
  indicator: string | number;
  /** The measure of its values; it cannot change while there are outcomes or targets. */
  measure?: Measure | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Its title: at most 500 characters. */
  title?: LocalizedTextInput | null | undefined;
  /** The unit of its values, such as `persons`: at most 300 characters. */
  unit?: string | null | undefined;
};

/** Corrections of an organization. Omitted fields are unchanged, null removes a value. */
export type AmendOrganizationInput = {
  /**
   * All its other names, such as `TPHCM`: one line each, at most 500, each of at most 300
   * characters.
   */
  aliases?: Array<string> | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The kind of organization. */
  kind?: OrganizationKind | null | undefined;
  /** Its name: at most 500 characters. */
  name?: LocalizedTextInput | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** The record to change. */
  organization: string | number;
  /** The province that it belongs to. */
  province?: string | number | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
};

/** Corrections of a sector. Omitted fields are unchanged, null removes a value. */
export type AmendSectorInput = {
  /**
   * The code, such as `TOURISM`: capitals, digits and `_`, at most 60 characters; unique
   * among sectors.
   */
  code?: string | null | undefined;
  /** What it covers: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Its name: at most 500 characters. */
  name?: LocalizedTextInput | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** Why it is corrected: at most 2,000 characters. The history shows it. */
  reason: string;
  /** The record to change. */
  sector: string | number;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
};

/** Activities that answer a directive. */
export type AnswerDirectiveInput = {
  /**
   * Activities that answer it, in addition to the present ones: at least one; at most 500 in
   * all.
   */
  activities: Array<string | number>;
  /** The record to change. */
  directive: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
};

/** Outcomes to approve, all or none. */
export type ApproveOutcomesInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The outcomes; each is SUBMITTED, by somebody other than the caller: 1 to 500. */
  outcomes: Array<OutcomeVersionInput>;
};

/** The situation before an activity. */
export type BaselineInput = {
  /** How it was measured: at most 2,000 characters. */
  comment?: string | null | undefined;
  /** The date, if it is known. */
  date?: string | null | undefined;
  /** The value, in the indicator's unit. */
  value?: string | null | undefined;
  /** The year of the measurement, from 1 to 9999. */
  year: number;
};

/**
 * The provinces that figures are based on: `AS_RECORDED` (five provinces), or the units valid `ON`
 * a date (four after 2025-07-01), by following successions; an activity that fell in two old pairs
 * counts once in the merged pair. Where a unit was split, its successor is ambiguous: say so,
 * count it in `unresolved`, never guess.
 *
 * By default, the units valid on the day of the request (in Viet Nam), or of the moment of `at`.
 * A unit that went on after it lost or gained land (Đắk Lắk on 2004-01-01, Hà Nội on 2008-08-01)
 * is told apart by the day of the record, or else of its agreement: before that day it is the land
 * of then. A record without any day names the unit as it is now or was last.
 */
export type BoundariesInput =
  {   /** `AS_RECORDED` or `TODAY`. */
  kind: BoundariesKind; on?: never; }
  |  { kind?: never;   /** The units valid on this day. */
  on: string; };

/** Boundaries that need no date. */
export type BoundariesKind =
  /** The units that the records name. */
  | 'AS_RECORDED'
  /** The units valid on the day of the request (in Asia/Ho_Chi_Minh). */
  | 'TODAY';

/** The role of a caller. Each role includes the roles before it. */
export type CallerRole =
  /** May do everything, but cannot approve its own submissions. */
  | 'ADMIN'
  /** Not signed in; reads published records. */
  | 'ANONYMOUS'
  /** Approves, returns and retracts outcomes that others submitted, in its scope. */
  | 'APPROVER'
  /** Signs, amends and terminates agreements; issues and closes directives. */
  | 'COORDINATOR'
  /**
   * Reads published records, and drafts of agreements that its own province or organization
   * negotiates.
   */
  | 'READER'
  /** Plans and reports activities and events, records and submits outcomes, in its scope. */
  | 'RECORDER'
  /** The program itself, for example when it registers seeds. */
  | 'SYSTEM';

/** An activity to cancel. */
export type CancelActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The reason: at most 2,000 characters. */
  reason: string;
};

/** An event to cancel. */
export type CancelEventInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The record to change. */
  event: string | number;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The reason: at most 2,000 characters. */
  reason: string;
};

/** Whether a claim states a plan or a result. */
export type ClaimKind =
  /** A planned figure (kế hoạch). */
  | 'PLANNED'
  /** A reported figure (báo cáo, kết quả). */
  | 'REPORTED';

/** The scope of a published figure. Omitted fields are ignored. */
export type ClaimScopeInput = {
  /** The period. */
  period?: PeriodInput | null | undefined;
  /** The provinces that take part, or are parties; in the role, if one is given. At most 500. */
  provinces?: Array<string | number>;
  /** The role in which they take part: HOST for the events that they host. */
  role?: Role | null | undefined;
  /** The sector. */
  sector?: string | number | null | undefined;
  /** The scope in words: at most 2,000 characters. */
  text?: string | null | undefined;
};

/** A directive to close. */
export type CloseDirectiveInput = {
  /** The record to change. */
  directive: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
};

/** A code, and the day for which it is meant. */
export type CodeInput = {
  /**
   * The day for which it is meant. By default that of the request (in Viet Nam); in figures, the
   * day of the boundaries. Codes are reassigned: GSO 52 was Bình Định until 2025-06-30 and is Gia
   * Lai since 2025-07-01.
   */
  on?: string | null | undefined;
  /** The code scheme. */
  scheme: CodeScheme;
  /** The code, such as `52`. */
  value: string;
};

/** A code scheme for administrative units. */
export type CodeScheme =
  /**
   * General Statistics Office of Viet Nam (Tổng cục Thống kê): two digits, three before
   * 2004-07-08. Seven of these codes were reassigned on 2025-07-01.
   */
  | 'GSO'
  /** ISO 3166-2, such as `VN-31`. */
  | 'ISO_3166_2'
  /** NUTS regions of the European Union, such as `BG41`. */
  | 'NUTS'
  /** Other (khác). */
  | 'OTHER'
  /** Wikidata item, such as `Q1854`. */
  | 'WIKIDATA';

/** Identifies an agreement or a sector. */
export type CodedBy =
  {   /** By code, such as `tt-2022` or `TOURISM`. */
  code: string; id?: never; key?: never; }
  |  { code?: never;   /** By id. */
  id: string | number; key?: never; }
  |  { code?: never; id?: never;   /** By external key. */
  key: string; };

/** Money committed to an activity. */
export type CommitmentInput = {
  /** The source of the money. */
  funding: Funding;
  /** The amount. */
  money: MoneyInput;
};

/** An activity to report as completed. */
export type CompleteActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The last day, not after today. */
  endedOn: string;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The first day; only if it is not recorded yet. */
  startedOn?: string | null | undefined;
};

/** Corrections of an outcome. Omitted fields are unchanged, null removes a value. */
export type CorrectOutcomeInput = {
  /** The activity; it cannot change once the outcome is approved. */
  activity?: string | number | null | undefined;
  /** The beneficiary. */
  beneficiary?: ActorInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The event; it cannot change once the outcome is approved. */
  event?: string | number | null | undefined;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The indicator; it determines measure and unit. */
  indicator?: string | number | null | undefined;
  /** The kind of result. */
  kind?: OutcomeKind | null | undefined;
  /** The measure of its value. */
  measure?: Measure | null | undefined;
  /** The result in words: at most 10,000 characters. */
  narrative?: LocalizedTextInput | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** The record to change. */
  outcome: string | number;
  /** The period that the value covers; it must have begun. */
  period?: PeriodInput | null | undefined;
  /** The provider. */
  provider?: ActorInput | null | undefined;
  /** The precision of the value. */
  qualifier?: Qualifier | null | undefined;
  /** All documents that prove it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Its title: at most 500 characters. */
  title?: LocalizedTextInput | null | undefined;
  /** The unit of the value: at most 300 characters. */
  unit?: string | null | undefined;
  /** The value. */
  value?: string | null | undefined;
};

/** A range of days, both ends included. */
export type DateRange = {
  /** The first day; no lower bound by default. */
  from?: string | null | undefined;
  /** The last day; no upper bound by default. */
  to?: string | null | undefined;
};

/** An indicator to register. */
export type DefineIndicatorInput = {
  /** The activity that it measures. */
  activity: string | number;
  /** Whether a higher value is better. */
  ascending: boolean;
  /** The value before the activity. */
  baseline?: BaselineInput | null | undefined;
  /** Whether values of later periods include those of earlier ones. */
  cumulative: boolean;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The measure of its values. */
  measure: Measure;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** The targets, by period; at most 500. */
  targets?: Array<TargetInput>;
  /** Its title: at most 500 characters. */
  title: LocalizedTextInput;
  /**
   * The unit of its values, such as `persons`, at most 300 characters; only for the measure
   * UNIT, which requires it.
   */
  unit?: string | null | undefined;
};

/** Whether a directive is binding. */
export type DirectiveKind =
  /** Directive (chỉ đạo): binding. */
  | 'DIRECTIVE'
  /** Recommendation (kiến nghị): not binding. */
  | 'RECOMMENDATION';

/** The status of a directive. */
export type DirectiveStatus =
  /** Answered by activities (đã có hoạt động thực hiện). */
  | 'ANSWERED'
  /** Closed (đã kết thúc): settled or lapsed. */
  | 'CLOSED'
  /** Open (chưa thực hiện): no activity answers it yet. */
  | 'OPEN';

/** Selects events. Omitted fields are ignored. */
export type EventFilter = {
  /** Under the agreement with this id, directly or through an activity. */
  agreement?: string | number | null | undefined;
  /** In the province with this id. */
  host?: string | number | null | undefined;
  /** Of one of these kinds. */
  kind?: Array<EventKind> | null | undefined;
  /** With the province of this id as a participant. */
  participant?: string | number | null | undefined;
  /** Whose period may overlap these days. */
  period?: DateRange | null | undefined;
  /** With one of these statuses. */
  status?: Array<EventStatus> | null | undefined;
};

/** The kind of event. */
export type EventKind =
  /** Conference (hội nghị). */
  | 'CONFERENCE'
  /** Exhibition (triển lãm). */
  | 'EXHIBITION'
  /** Festival (lễ hội). */
  | 'FESTIVAL'
  /** Field survey (khảo sát). */
  | 'FIELD_SURVEY'
  /** Other (khác). */
  | 'OTHER'
  /** Seminar (tọa đàm). */
  | 'SEMINAR'
  /** Signing ceremony (lễ ký kết). */
  | 'SIGNING_CEREMONY'
  /** Supply-demand connection (kết nối cung cầu). */
  | 'SUPPLY_DEMAND_CONNECTION'
  /** Trade fair (hội chợ). */
  | 'TRADE_FAIR'
  /** Training (tập huấn, đào tạo). */
  | 'TRAINING'
  /** Workshop (hội thảo). */
  | 'WORKSHOP';

/** The level of an event. */
export type EventLevel =
  /** District level (cấp huyện). */
  | 'DISTRICT'
  /** International (quốc tế). */
  | 'INTERNATIONAL'
  /** National level (cấp quốc gia). */
  | 'NATIONAL'
  /** Provincial level (cấp tỉnh). */
  | 'PROVINCIAL'
  /** Regional level (cấp vùng). */
  | 'REGIONAL';

/** The status of an event. */
export type EventStatus =
  /** Cancelled (đã hủy), with the reason. */
  | 'CANCELLED'
  /** Held (đã tổ chức). */
  | 'HELD'
  /** Postponed (hoãn), perhaps with the reason. */
  | 'POSTPONED'
  /** Scheduled (sẽ tổ chức). */
  | 'SCHEDULED'
  /** No source states the status (chưa rõ). */
  | 'UNKNOWN';

/**
 * The direction of support (hỗ trợ) in an activity, a pair or both: one way, mutual, or not
 * stated.
 */
export type FlowDirection =
  /** Mutual (hai chiều): both give and receive. */
  | 'MUTUAL'
  /** One way (một chiều): one gives and the other receives. */
  | 'ONE_WAY'
  /** No source says whether it is one way or mutual. */
  | 'UNSPECIFIED';

/** A source of committed money. */
export type Funding =
  /** Enterprise funds (vốn doanh nghiệp). */
  | 'ENTERPRISE'
  /** Official development assistance (vốn ODA). */
  | 'ODA'
  /** Socialised funding (xã hội hóa): contributions of society. */
  | 'SOCIALISED'
  /** State budget (ngân sách nhà nước). */
  | 'STATE_BUDGET';

/** An instruction or recommendation to register. */
export type IssueDirectiveInput = {
  /** The addressees, as printed: at most 500, each of at most 300 characters. */
  addressedTo?: Array<string>;
  /** The organizations that it is addressed to; at most 500. */
  addressedToOrganizations?: Array<string | number>;
  /** The agreement that it concerns. */
  agreement?: string | number | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The due date; not before the date of issue. */
  due?: string | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The issuer, as printed: at most 300 characters. */
  issuedBy?: string | null | undefined;
  /** The organization that issued it. */
  issuedByOrganization?: string | number | null | undefined;
  /** The date of issue, not after today. */
  issuedOn?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** Whether it is binding. */
  kind: DirectiveKind;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** Its text: at most 10,000 characters. */
  text: LocalizedTextInput;
};

/** A language of texts. */
export type Lang =
  /** English. */
  | 'EN'
  /** Vietnamese. */
  | 'VI';

/**
 * What is known of an activity whose planned end is past and that is neither COMPLETED nor
 * CANCELLED.
 */
export type LatenessKind =
  /**
   * Late (chậm tiến độ): something was reported since the plan, but not that it was completed.
   * That is, it is ONGOING or SUSPENDED, or has an actual period, or an event that was HELD,
   * or a published outcome.
   */
  | 'LATE'
  /**
   * No report (chưa có báo cáo): nothing was reported since the plan, so it may have been
   * carried out or not.
   */
  | 'NO_REPORT';

/**
 * A text in Vietnamese, in English, or in both; at least one is required. Texts are not
 * translated. White space at the ends and control characters are not allowed; titles are one line.
 */
export type LocalizedTextInput = {
  /** In English. */
  en?: string | null | undefined;
  /** In Vietnamese. */
  vi?: string | null | undefined;
};

/** The measure of a value (IATI codelist IndicatorMeasure). */
export type Measure =
  /** Nominal (định danh): the number names a class. */
  | 'NOMINAL'
  /** Ordinal (thứ bậc): the number is a rank. */
  | 'ORDINAL'
  /** A percentage (tỷ lệ phần trăm). */
  | 'PERCENTAGE'
  /** Qualitative (định tính): words, no number. */
  | 'QUALITATIVE'
  /** A count or an amount in a unit (số lượng). */
  | 'UNIT';

/**
 * A document that stays, and a duplicate of it. What the duplicate says besides is added: names as
 * aliases, sources, and what the other does not have.
 */
export type MergeDocumentsInput = {
  /**
   * Attributes in which both differ, to leave the value of the duplicate: `title`,
   * `publisher`, `publishedOn`, `language`, `sha256`, `reliability`, `reading` or `note`. A
   * difference that is not named here refuses the merge, with both values.
   */
  differing?: Array<string>;
  /** The record to change. */
  document: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The duplicate, which is merged into the other. Its id and key then find that one. */
  duplicate: string | number;
  /** The version of the duplicate that the caller has read. Without it, no version is checked. */
  duplicateVersion?: number | null | undefined;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * Whether a merge is done in parts if more than 10,000 records point at the duplicate: then
   * the first 10,000 are moved, and the same input is sent again until the duplicate is among
   * `duplicates`. By default such a merge is refused.
   */
  inParts?: boolean;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/**
 * An organization that stays, and a duplicate of it. What the duplicate says besides is added: names as
 * aliases, sources, and what the other does not have.
 */
export type MergeOrganizationsInput = {
  /**
   * Attributes in which both differ, to leave the value of the duplicate: `kind` or `note`. A
   * difference that is not named here refuses the merge, with both values.
   */
  differing?: Array<string>;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The duplicate, which is merged into the other. Its id and key then find that one. */
  duplicate: string | number;
  /** The version of the duplicate that the caller has read. Without it, no version is checked. */
  duplicateVersion?: number | null | undefined;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * Whether a merge is done in parts if more than 10,000 records point at the duplicate: then
   * the first 10,000 are moved, and the same input is sent again until the duplicate is among
   * `duplicates`. By default such a merge is refused.
   */
  inParts?: boolean;
  /** The record to change. */
  organization: string | number;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/**
 * What the figure of a claim counts (chỉ tiêu công bố). Each but OTHER can be compared with
 * the records: within the claim's agreement with its descendants, and its scope.
 */
export type Metric =
  /**
   * Agreed activities (nội dung, hoạt động đã thỏa thuận), whatever became of them; by their
   * planned period, else the actual one.
   */
  | 'AGREED_ACTIVITIES'
  /**
   * Agreements, memoranda and plans (văn bản hợp tác); by the day they were signed, else by
   * their period.
   */
  | 'AGREEMENTS'
  /** Calendar years of the agreement's own period (số năm thực hiện). */
  | 'AGREEMENT_YEARS'
  /** People who attended the events that were HELD (lượt người tham dự). */
  | 'ATTENDANCE'
  /**
   * Money committed to the activities from all sources (kinh phí cam kết), in the currency
   * of the claim.
   */
  | 'COMMITTED_MONEY'
  /** Activities that are COMPLETED (đã hoàn thành). */
  | 'COMPLETED_ACTIVITIES'
  /** Participating organizations of kind DEPARTMENT (sở, ban, ngành). */
  | 'DEPARTMENTS'
  /** Participating organizations of kind ENTERPRISE (doanh nghiệp). */
  | 'ENTERPRISES'
  /**
   * Events that were HELD (sự kiện). With provinces and the role HOST, those that these
   * provinces hosted.
   */
  | 'EVENTS'
  /** Events of kind FESTIVAL that were HELD (lễ hội). */
  | 'FESTIVALS'
  /** Fields of the agreement itself (lĩnh vực hợp tác), not of those under it. */
  | 'FIELDS'
  /** Participating organizations of kind HOSPITAL (bệnh viện). */
  | 'HOSPITALS'
  /**
   * Activities carried out at least in part (đã triển khai): ONGOING or COMPLETED; by their
   * actual period, else the planned one.
   */
  | 'IMPLEMENTED_ACTIVITIES'
  /** Money committed by enterprises (vốn đầu tư đăng ký của doanh nghiệp). */
  | 'INVESTMENT_CAPITAL'
  /**
   * The judgement that much of what was agreed was not carried out (nhiều nội dung chưa được
   * triển khai): more than half of the agreed activities are neither ONGOING nor COMPLETED.
   */
  | 'LARGELY_NOT_IMPLEMENTED'
  /** Agreements of kind MEMORANDUM (biên bản ghi nhớ). */
  | 'MEMORANDA'
  /**
   * The judgement that cooperation was mostly mutual (chủ yếu là hai chiều): of the
   * activities whose participants give and receive, more than half are mutual.
   */
  | 'MOSTLY_MUTUAL'
  /**
   * The judgement that cooperation was mostly one way (chủ yếu là hỗ trợ một chiều): of the
   * activities whose participants give and receive, more than half are one way.
   */
  | 'MOSTLY_ONE_WAY'
  /** Money committed as official development assistance (vốn ODA). */
  | 'ODA_MONEY'
  /** Activities that are ONGOING (đang thực hiện). */
  | 'ONGOING_ACTIVITIES'
  /** Something else (khác), in the words of `metricWords`. It is stated, but not compared. */
  | 'OTHER'
  /** Approved outcomes (kết quả), whatever their values. */
  | 'OUTCOMES'
  /**
   * The sum of approved outcomes in the unit of the claim (giá trị kết quả); of a cumulative
   * series the last value. Amounts of money in one currency are converted: `billion VND`
   * and `million VND`.
   */
  | 'OUTCOME_VALUE'
  /**
   * Organizations that take part in the activities and the events that were HELD (đơn vị
   * tham gia).
   */
  | 'PARTICIPATING_ORGANIZATIONS'
  /**
   * Provinces that take part in the activities and the events that were HELD, or host them
   * (địa phương tham gia).
   */
  | 'PARTICIPATING_PROVINCES'
  /** Activities that are PLANNED (chưa thực hiện); by their planned period. */
  | 'PLANNED_ACTIVITIES'
  /** Projects (dự án): the sum of approved outcomes in the unit `projects`. */
  | 'PROJECTS'
  /**
   * Provinces that are parties to the agreements (địa phương ký kết), other than those of the
   * scope.
   */
  | 'PROVINCES'
  /** Money committed as contributions of society (kinh phí xã hội hóa). */
  | 'SOCIALISED_MONEY'
  /** Money committed from the state budget (ngân sách nhà nước). */
  | 'STATE_BUDGET_MONEY';

/** An amount of money. */
export type MoneyInput = {
  /**
   * The amount, in units of the currency: not negative, and with no more decimals than the
   * currency has. `"400000000"` dong, `"12.50"` dollars.
   */
  amount: string;
  /** The currency (ISO 4217), such as `VND`. */
  currency: string;
};

/** A name, and the day for which it is meant. */
export type NameInput = {
  /**
   * The day for which it is meant. By default that of the request (in Viet Nam); in figures, the
   * day of the boundaries.
   */
  on?: string | null | undefined;
  /**
   * The name: in either language, with or without the word for the kind, a former name, or an
   * alias such as `TPHCM`. Case, punctuation, spaces and the place of a tone's mark do not count;
   * diacritics do. A name that several units share is refused, with their keys.
   */
  value: string;
};

/** Why a claim cannot be compared. */
export type NotComparableReason =
  /** The metric is OTHER: the registry has no count for it. */
  | 'METRIC'
  /** The scope restricts something that the counted records do not state. */
  | 'SCOPE'
  /** The claim is in another unit than the metric is counted in. */
  | 'UNIT'
  /** The claim states no value, or one that is too large to compute with. */
  | 'VALUE'
  /**
   * More are recorded than claimed, but the claim also restricts its scope in words, and how
   * many records these words mean cannot be counted. UNDER_RECORDED would hold all the same.
   */
  | 'WORDS';

/** The effect of a change on a record, as the caller sees it. */
export type Operation =
  /**
   * The record is new to the caller: registered, or visible for the first time, as an approved
   * outcome is to the public.
   */
  | 'CREATED'
  /** The caller may no longer see the record; a mirror should remove it. */
  | 'HIDDEN'
  /**
   * The record was merged into another of its noun, which stands for it (`mergedInto`). A mirror
   * should remove it and refer to that one.
   */
  | 'MERGED'
  /**
   * An outcome was retracted. It stays readable, with the reason; a mirror should no longer
   * count it.
   */
  | 'RETRACTED'
  /** The caller has seen the record before, and it has a new version. */
  | 'UPDATED';

/** The kind of organization. */
export type OrganizationKind =
  /** Association (hiệp hội). */
  | 'ASSOCIATION'
  /** Department (sở), or another agency of a province. */
  | 'DEPARTMENT'
  /** District (quận, huyện), or a city under a province. */
  | 'DISTRICT'
  /** Enterprise (doanh nghiệp). */
  | 'ENTERPRISE'
  /** Hospital (bệnh viện). */
  | 'HOSPITAL'
  /** Other (khác). */
  | 'OTHER'
  /** People's committee (Ủy ban nhân dân) of a province. */
  | 'PEOPLES_COMMITTEE'
  /** School or university (trường học, trường đại học). */
  | 'SCHOOL';

/** The kind of result (IATI codelist ResultType). */
export type OutcomeKind =
  /** Impact (tác động): a lasting change. */
  | 'IMPACT'
  /** Another kind (khác), or not stated by the source. */
  | 'OTHER'
  /** Outcome (kết quả): a change for the beneficiaries. */
  | 'OUTCOME'
  /** Output (sản phẩm, đầu ra): goods, services, trained people. */
  | 'OUTPUT';

/** The status of an outcome in the approval process. */
export type OutcomeStatus =
  /** Approved (đã phê duyệt) and published. */
  | 'APPROVED'
  /** Draft (bản nháp). */
  | 'DRAFT'
  /** Retracted (đã rút), with the reason. */
  | 'RETRACTED'
  /** Returned (trả lại) with a note. */
  | 'RETURNED'
  /** Submitted (đã trình), waiting for approval. */
  | 'SUBMITTED'
  /** Superseded (đã thay thế) by a later outcome. */
  | 'SUPERSEDED';

/** An outcome, with the version that the caller has read. */
export type OutcomeVersionInput = {
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the record has a
   * newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The outcome. */
  outcome: string | number;
};

/**
 * A province, or one of its organizations, in a role. At least one of the two is required. One
 * province may have several roles.
 */
export type ParticipantInput = {
  /** What the role rests on: the words of a source, or a remark, at most 2,000 characters. */
  basis?: string | null | undefined;
  /** The organization of that province, if one takes part. */
  organization?: string | number | null | undefined;
  /** The province; that of the organization by default. */
  province?: string | number | null | undefined;
  /** The role: UNSPECIFIED if no source says who gives and who receives. */
  role: Role;
  /**
   * The side on which it stands, such as `city`: at most 60 characters. By default, the side
   * of its province among the parties to the agreement, if these have sides.
   */
  side?: string | null | undefined;
};

/** A province or organization that signs. At least one of the two is required. */
export type PartyInput = {
  /** The organization of that province, if one signs. */
  organization?: string | number | null | undefined;
  /** The province; that of the organization by default. */
  province?: string | number | null | undefined;
  /** Whether it is the lead. */
  role: PartyRole;
  /**
   * The side on which it signs, such as `city`: at most 60 characters. Omit it if there are
   * no sides.
   */
  side?: string | null | undefined;
};

/** The role of a party. */
export type PartyRole =
  /** Lead party (bên chủ trì). */
  | 'LEAD'
  /** Signatory (bên tham gia). */
  | 'MEMBER';

/** A period, each end with the precision of its source. At least one end is required. */
export type PeriodInput = {
  /** The last day, month or year; omit it if it is not known. */
  end?: string | null | undefined;
  /** The first day, month or year; omit it if it is not known. */
  start?: string | null | undefined;
};

/** An activity to register. */
export type PlanActivityInput = {
  /** The agreement; that of the field if none is named. */
  agreement?: string | number | null | undefined;
  /** The money committed to it; at most 500. */
  commitments?: Array<CommitmentInput>;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The priority field of the agreement, or of one that this stands under. A field or a sector is
   * required.
   */
  field?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The participants with their roles: 1 to 500. */
  participants: Array<ParticipantInput>;
  /** When it is to take place. */
  planned?: PeriodInput | null | undefined;
  /** The sector; derived from the field if there is one. */
  sector?: string | number | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** Its title: at most 500 characters. */
  title: LocalizedTextInput;
};

/** Identifies a province. */
export type ProvinceBy =
  {   /** By a code that it had on a day. */
  code: CodeInput; id?: never; key?: never; name?: never; }
  |  { code?: never;   /** By id. */
  id: string | number; key?: never; name?: never; }
  |  { code?: never; id?: never;   /** By external key, such as `dak-lak`. */
  key: string; name?: never; }
  |  { code?: never; id?: never; key?: never;   /** By a name or alias, of the unit that exists on a day. */
  name: NameInput; };

/** Centrally governed city, or province. */
export type ProvinceKind =
  /** Centrally governed city (thành phố trực thuộc trung ương). */
  | 'MUNICIPALITY'
  /** Province (tỉnh). */
  | 'PROVINCE';

/** The precision with which a source states a value. */
export type Qualifier =
  /** About the value (khoảng). */
  | 'ABOUT'
  /** Dozens (hàng chục); no value is printed. */
  | 'DOZENS'
  /** Exactly the value (chính xác). */
  | 'EXACT'
  /** More than the value (hơn). */
  | 'MORE_THAN'
  /** A little less than the value (gần). */
  | 'NEARLY'
  /** Tens of thousands (hàng chục nghìn); no value is printed. */
  | 'TENS_OF_THOUSANDS'
  /** At most the value (đến). */
  | 'UP_TO';

/** How much of a document the person who recorded it has read. */
export type Reading =
  /** An excerpt (trích đoạn); the rest may contain more. */
  | 'EXCERPT'
  /** The whole document (toàn văn). */
  | 'FULL';

/** A published figure to register. */
export type RecordClaimInput = {
  /** The agreement that it concerns. */
  agreement?: string | number | null | undefined;
  /** Claims that it contradicts; at most 500. */
  conflictsWith?: Array<string | number>;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** Whether the figure was planned or reported. */
  kind: ClaimKind;
  /** What the figure counts. */
  metric: Metric;
  /**
   * What it counts, in words: at most 300 characters. Required with the metric OTHER, and
   * with no other.
   */
  metricWords?: string | null | undefined;
  /** The claim in words: at most 10,000 characters. */
  narrative?: LocalizedTextInput | null | undefined;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** How exactly it was stated. */
  qualifier?: Qualifier | null | undefined;
  /** The scope of the figure; everything by default. */
  scope?: ClaimScopeInput | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** The issuer, as printed: at most 300 characters. */
  statedBy?: string | null | undefined;
  /** The organization that stated it. */
  statedByOrganization?: string | number | null | undefined;
  /** The date of the statement, not after today. */
  statedOn?: string | null | undefined;
  /** The unit of the figure: at most 300 characters. */
  unit?: string | null | undefined;
  /** The figure. A figure or words are required. */
  value?: string | null | undefined;
};

/** The noun of a record. */
export type RecordKind =
  /** An `Activity` (hoạt động). */
  | 'ACTIVITY'
  /** An `Agreement` (thỏa thuận). */
  | 'AGREEMENT'
  /** A `Claim` (số liệu công bố). */
  | 'CLAIM'
  /** A `Directive` (chỉ đạo, kiến nghị). */
  | 'DIRECTIVE'
  /** A `Document` (tài liệu). */
  | 'DOCUMENT'
  /** An `Event` (sự kiện). */
  | 'EVENT'
  /** A `Field` (lĩnh vực). */
  | 'FIELD'
  /** An `Indicator` (chỉ số, chỉ tiêu). */
  | 'INDICATOR'
  /** An `Organization` (cơ quan, tổ chức). */
  | 'ORGANIZATION'
  /** An `Outcome` (kết quả). */
  | 'OUTCOME'
  /** A `Province` (tỉnh, thành phố). */
  | 'PROVINCE'
  /** A `Sector` (ngành). */
  | 'SECTOR'
  /** A `Succession` (sáp nhập, chia tách). */
  | 'SUCCESSION';

/** An outcome to record. */
export type RecordOutcomeInput = {
  /**
   * The activity that it is a result of; derived from the event if there is one. An activity
   * or an event is required.
   */
  activity?: string | number | null | undefined;
  /** The beneficiary. */
  beneficiary?: ActorInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The event that it is a result of. */
  event?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The indicator that it is a value of. */
  indicator?: string | number | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The kind of result. */
  kind: OutcomeKind;
  /** The measure of its value; derived from the indicator if there is one. */
  measure?: Measure | null | undefined;
  /** The result in words: at most 10,000 characters. */
  narrative?: LocalizedTextInput | null | undefined;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The period that the value covers; it must have begun. */
  period?: PeriodInput | null | undefined;
  /** The provider. */
  provider?: ActorInput | null | undefined;
  /** The precision of the value. */
  qualifier?: Qualifier | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** Whether it is submitted at once instead of kept as a draft. */
  submit?: boolean;
  /** Its title: at most 500 characters. */
  title: LocalizedTextInput;
  /**
   * The unit of the value, at most 300 characters; derived from the indicator if there is
   * one.
   */
  unit?: string | null | undefined;
  /** The value; omit it for a qualitative result. Not negative for a unit or percentage. */
  value?: string | null | undefined;
};

/** An organization of a province to register. */
export type RegisterOrganizationInput = {
  /**
   * Other names by which people call it, such as `TPHCM`: one line each, at most 500, each of
   * at most 300 characters.
   */
  aliases?: Array<string>;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The kind of organization. */
  kind: OrganizationKind;
  /** Its name: at most 500 characters. */
  name: LocalizedTextInput;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The province that it belongs to. */
  province: string | number;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
};

/** The reliability of a document. */
export type Reliability =
  /** Low (thấp): a mirror, a machine translation, a page without an author. */
  | 'LOW'
  /** Normal (bình thường) for a publication of its kind. */
  | 'NORMAL';

/** An activity to reopen. */
export type ReopenActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/** A directive to reopen. */
export type ReopenDirectiveInput = {
  /** The record to change. */
  directive: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/** An event to reopen. */
export type ReopenEventInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The record to change. */
  event: string | number;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/** The report on an event. Omitted lists, place and host are unchanged, null removes them. */
export type ReportEventHeldInput = {
  /** The number of attendees, not negative. */
  attendance?: number | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The record to change. */
  event: string | number;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The province where it was held. */
  host?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** All participants; at most 500. */
  participants?: Array<ParticipantInput> | null | undefined;
  /** The days on which it was held; omit them if the recorded days are right. */
  period?: PeriodInput | null | undefined;
  /** The place within that province: at most 300 characters. */
  place?: string | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
};

/** New days of an event. Omitted place and host are unchanged, null removes them. */
export type RescheduleEventInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The record to change. */
  event: string | number;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The province where it now takes place. */
  host?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Its new days; without them the event becomes POSTPONED. */
  period?: PeriodInput | null | undefined;
  /** The place within that province: at most 300 characters. */
  place?: string | null | undefined;
  /** Why it is postponed, only without new days: at most 2,000 characters. */
  reason?: string | null | undefined;
};

/** An activity to resume. */
export type ResumeActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The first day, not after today; only if it is not recorded yet. */
  startedOn?: string | null | undefined;
};

/** An outcome to retract. */
export type RetractOutcomeInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The record to change. */
  outcome: string | number;
  /** The reason: at most 2,000 characters. */
  reason: string;
};

/** An outcome to return. */
export type ReturnOutcomeInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** What to correct: at most 2,000 characters. */
  note: string;
  /** The record to change. */
  outcome: string | number;
};

/** Changes of the plan of an activity. Omitted fields are unchanged, null removes a value. */
export type ReviseActivityPlanInput = {
  /** The record to change. */
  activity: string | number;
  /** The agreement; that of the field if one is set, unless it stands under that already. */
  agreement?: string | number | null | undefined;
  /** All money committed to it; at most 500. */
  commitments?: Array<CommitmentInput> | null | undefined;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /** The priority field. */
  field?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** What is uncertain: at most 2,000 characters. */
  note?: string | null | undefined;
  /** All participants with their roles: 1 to 500. */
  participants?: Array<ParticipantInput> | null | undefined;
  /** When it is to take place. */
  planned?: PeriodInput | null | undefined;
  /** The sector; derived from the field if one is set. */
  sector?: string | number | null | undefined;
  /** All documents that print it; at most 500. */
  sources?: Array<SourceInput> | null | undefined;
  /** Its title: at most 500 characters. */
  title?: LocalizedTextInput | null | undefined;
};

/** The role of a participant in an activity or event. One province may have several roles. */
export type Role =
  /** Beneficiary (bên thụ hưởng). */
  | 'BENEFICIARY'
  /** Funder (bên tài trợ). */
  | 'FUNDER'
  /** Host (bên đăng cai): provides the place. */
  | 'HOST'
  /** Implementer (bên thực hiện): acts on behalf of others. */
  | 'IMPLEMENTER'
  /** Partner (đối tác): a source calls it joint action of those named, who give and receive. */
  | 'PARTNER'
  /** Provider (bên hỗ trợ): gives goods, services, knowledge or work. */
  | 'PROVIDER'
  /** Unspecified (chưa rõ vai trò): takes part, but no source says who gives and who receives. */
  | 'UNSPECIFIED';

/** An event to register. */
export type ScheduleEventInput = {
  /** The activity that it belongs to. An activity or an agreement is required. */
  activity?: string | number | null | undefined;
  /** The agreement that it belongs to, if there is no activity. */
  agreement?: string | number | null | undefined;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /** The province where it takes place. */
  host?: string | number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The kind of event. */
  kind: EventKind;
  /** The level. */
  level?: EventLevel | null | undefined;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The participants with their roles; at most 500. */
  participants?: Array<ParticipantInput>;
  /** The period from its first to its last day. */
  period: PeriodInput;
  /** The place within that province: at most 300 characters. */
  place?: string | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** Its title: at most 500 characters. */
  title: LocalizedTextInput;
};

/** The scope of figures. Omitted fields are ignored. */
export type ScopeInput = {
  /**
   * Only records under this agreement, or under one that implements or continues it, at any
   * depth.
   */
  agreement?: CodedBy | null | undefined;
  /**
   * Only records that count on a day of this period: `2023`, `2023/2025`, `../2025`. An activity
   * counts on the earliest possible day of its actual period, or else of its planned one. An
   * event or outcome without a day counts with the record that it belongs to. Records without
   * any day count in no period.
   */
  period?: string | null | undefined;
  /** Only records in one of these sectors. An agreement-level event is in none. */
  sector?: Array<CodedBy> | null | undefined;
  /** Only activities with one of these statuses, and the records that belong to them. */
  status?: Array<ActivityStatus> | null | undefined;
};

/** The part of a record that a text belongs to, in decreasing weight. */
export type SearchPart =
  /** An identifier: the key and the codes. */
  | 'CODE'
  /** Narratives, descriptions, reasons and notes. */
  | 'NARRATIVE'
  /** A place: that of an event, or the region of a province. */
  | 'PLACE'
  /** Its title or name. */
  | 'TITLE';

/** A merged document that is to be its own again: one of `duplicates`. */
export type SeparateDocumentInput = {
  /** The record to change. */
  document: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/** A merged organization that is to be its own again: one of `duplicates`. */
export type SeparateOrganizationInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The record to change. */
  organization: string | number;
  /** Why: at most 2,000 characters. The history shows it. */
  reason: string;
};

/** The target of an indicator for a period. */
export type SetIndicatorTargetInput = {
  /** What the value means: at most 2,000 characters. */
  comment?: string | null | undefined;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The record to change. */
  indicator: string | number;
  /** The period; it replaces a target of exactly this period. */
  period: PeriodInput;
  /**
   * The target value, in the indicator's unit; null or omitted removes the target of the
   * period.
   */
  value?: string | null | undefined;
};

/** An agreement to register. */
export type SignAgreementInput = {
  /**
   * The code that people use for it: letters, digits and `-_./`, at most 60 characters;
   * unique among agreements.
   */
  code: string;
  /** What it is about, in more words than the title: at most 10,000 characters. */
  description?: LocalizedTextInput | null | undefined;
  /** Whether it is still being negotiated. Only its parties see a draft. */
  draft?: boolean;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * The caller's external key for the record: letters, digits and `-_./:`, at most
   * 120 bytes; unique within the noun.
   */
  key?: string | null | undefined;
  /** The kind of agreement. */
  kind: AgreementKind;
  /**
   * What is uncertain, in the words of the person who records it: at most 2,000
   * characters.
   */
  note?: string | null | undefined;
  /** The agreement that it implements or continues. */
  parent?: string | number | null | undefined;
  /** The parties: two or more, or one for a plan; at most 500. */
  parties?: Array<PartyInput>;
  /** The period for which it is in force. */
  period?: PeriodInput | null | undefined;
  /** The day of signing, not after today; omit it for a draft, and only then. */
  signedOn?: string | null | undefined;
  /** The documents that print this, at most 500. */
  sources?: Array<SourceInput>;
  /** Its title: at most 500 characters. */
  title: LocalizedTextInput;
};

/** A document that prints a fact. */
export type SourceInput = {
  /** The document. */
  document: string | number;
  /**
   * The words that prove the fact, as printed: at most 2,000 characters; omit them if the
   * document only corroborates it.
   */
  quote?: string | null | undefined;
};

/** An activity to report as started. */
export type StartActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The first day, not after today. */
  startedOn: string;
};

/** An outcome to submit for approval. */
export type SubmitOutcomeInput = {
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The record to change. */
  outcome: string | number;
};

/** An activity to suspend. */
export type SuspendActivityInput = {
  /** The record to change. */
  activity: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The reason: at most 2,000 characters. */
  reason: string;
};

/** A target for a period. */
export type TargetInput = {
  /** What the value means: at most 2,000 characters. */
  comment?: string | null | undefined;
  /** The period; unique among the targets of an indicator. */
  period: PeriodInput;
  /** The target value, in the indicator's unit. */
  value: string;
};

/** The early end of an agreement. */
export type TerminateAgreementInput = {
  /** The record to change. */
  agreement: string | number;
  /** Whether the input is only checked: errors are returned, and nothing is written. */
  dryRun?: boolean;
  /**
   * The version that the caller has read. The input is refused with CONFLICT if the
   * record has a newer version. Without it, no version is checked.
   */
  expectedVersion?: number | null | undefined;
  /**
   * Identifies the command for 30 days: if the same caller sends it again, the first answer is
   * returned and nothing is written. 1 to 200 characters.
   */
  idempotencyKey?: string | null | undefined;
  /** The first day on which it is no longer in force; it may be in the future. */
  on: string;
  /** The reason: at most 2,000 characters. */
  reason: string;
};

/** The kind of error of an input. */
export type UserErrorCode =
  /**
   * Another change came first: the record is at `currentVersion` instead of the expected
   * version, or a correction of it is still open. Read the record again and send the change with
   * its present version, or act on the open correction.
   */
  | 'CONFLICT'
  /** The same thing is named twice. Name it once. */
  | 'DUPLICATE'
  /**
   * The caller may not write the record. Used for the records of an import; a mutation that the
   * caller may not send fails as a whole, with the code FORBIDDEN.
   */
  | 'FORBIDDEN'
  /**
   * The idempotency key was used for another input; the message names the change that it led to.
   * Use another key.
   */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The text is not an id. Use the `id` field of a record. */
  | 'ID_INVALID'
  /**
   * The id belongs to a record of another noun than the expected one, which the message names.
   * Name a record of that noun.
   */
  | 'ID_OF_OTHER_NOUN'
  /**
   * The present status of the record does not allow this. The message names the present status,
   * the requested one, and the statuses from which that one can be reached. `viewerCan` lists
   * what is possible now.
   */
  | 'ILLEGAL_TRANSITION'
  /**
   * Two parts of the input, or the input and a record that it names, contradict each other.
   * Correct one of them, or omit the derived one.
   */
  | 'INCONSISTENT'
  /** A value has the wrong form; the message describes the right one. Correct the value. */
  | 'INVALID'
  /** No record that the caller may see has this id. Name a registered record. */
  | 'NOT_FOUND'
  /**
   * A period ends before it starts, or a day lies outside its allowed range. Correct one of the
   * days.
   */
  | 'OUT_OF_ORDER'
  /** A required value is missing or empty. Provide it. */
  | 'REQUIRED'
  /** Nobody can approve their own submission. Have somebody else approve the outcome. */
  | 'SELF_APPROVAL'
  /** Another record has this key, code or address. Choose another, or change that record. */
  | 'TAKEN'
  /** A text or list exceeds its limit, which the message states. Shorten it. */
  | 'TOO_LONG';

/**
 * The result of comparing a claim with the records. The qualifier determines which counts
 * match a value v: EXACT (or none) only v; MORE_THAN any greater count; NEARLY from nine
 * tenths of v to less than v; ABOUT up to a tenth less or more; UP_TO any count not greater.
 * DOZENS and TENS_OF_THOUSANDS state no value.
 */
export type Verdict =
  /**
   * The records bear a judgement out, whatever the sources leave open: both bounds of the
   * share are above a half.
   */
  | 'CONSISTENT'
  /**
   * The records contradict a judgement, whatever the sources leave open: neither bound of
   * the share is above a half.
   */
  | 'CONTRADICTED'
  /** What is recorded matches the claim. */
  | 'MATCHES'
  /**
   * The registry cannot tell what the claim is about; `reason` says why, and `needed` what
   * would have to be recorded.
   */
  | 'NOT_COMPARABLE'
  /** More is recorded than claimed. */
  | 'OVER_RECORDED'
  /**
   * Whether the records bear a judgement out hangs on what no source states, or there are
   * no such records.
   */
  | 'UNDECIDED'
  /** Less is recorded than claimed. */
  | 'UNDER_RECORDED';

export type PartOfFragment = { role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null };

export type ActorOfFragment = { province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null };

export type PartiesOfFragment = { parties: Array<{ side: string | null, partyRole: PartyRole, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> };

export type DoneSubjectQueryVariables = Exact<{
  id: string | number;
  live?: boolean | null | undefined;
}>;


export type DoneSubjectQuery = { node:
    | { __typename: 'Activity', version: number, viewerCan: Array<Action>, statusReason: string | null, note: string | null, dueOn: string | null, id: string, vi: string, en: string, descriptionVi: string | null, descriptionEn: string | null, activityStatus: ActivityStatus, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, sector: { id: string, name: string } | null, field: { id: string, fieldTitle: string | null, sector: { id: string, name: string } | null } | null, agreement: { id: string, code: string, title: string } | null, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, commitments: Array<{ funding: Funding, money: { amount: string, currency: string } }>, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Agreement', id: string }
    | { __typename: 'Claim', id: string }
    | { __typename: 'Directive', id: string }
    | { __typename: 'Document', id: string }
    | { __typename: 'Event', version: number, viewerCan: Array<Action>, statusReason: string | null, startsOn: string | null, endsOn: string | null, place: string | null, attendance: number | null, note: string | null, id: string, vi: string, en: string, descriptionVi: string | null, descriptionEn: string | null, eventKind: EventKind, eventLevel: EventLevel | null, eventStatus: EventStatus, host: { id: string, key: string | null, name: string } | null, activity: { id: string, title: string, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> } | null, agreement: { id: string, code: string, title: string } | null, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Field', id: string }
    | { __typename: 'Indicator', version: number, viewerCan: Array<Action>, unit: string | null, ascending: boolean, cumulative: boolean, note: string | null, id: string, vi: string, en: string, indicatorMeasure: Measure, baseline: { year: number, value: string | null, comment: string | null } | null, targets: Array<{ value: string, comment: string | null, period: { start: string | null, end: string | null, edtf: string } }>, activity: { id: string, title: string, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Organization', id: string }
    | { __typename: 'Outcome', version: number, viewerCan: Array<Action>, statusReason: string | null, value: string | null, qualifier: Qualifier | null, unit: string | null, note: string | null, id: string, vi: string, en: string, outcomeKind: OutcomeKind, outcomeStatus: OutcomeStatus, outcomeMeasure: Measure, narrativeVi: string | null, narrativeEn: string | null, period: { start: string | null, end: string | null, edtf: string } | null, provider: { province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null } | null, beneficiary: { province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null } | null, activity: { id: string, title: string, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> } | null, event: { id: string, title: string } | null, indicator: { id: string, title: string } | null, supersedes: { id: string, title: string } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Province', id: string }
    | { __typename: 'Sector', id: string }
    | { __typename: 'Succession', id: string }
   | null };

export type AgreedSubjectQueryVariables = Exact<{
  id: string | number;
  live?: boolean | null | undefined;
}>;


export type AgreedSubjectQuery = { node:
    | { __typename: 'Activity', id: string }
    | { __typename: 'Agreement', version: number, viewerCan: Array<Action>, code: string, signedOn: string | null, note: string | null, id: string, vi: string, en: string, descriptionVi: string | null, descriptionEn: string | null, agreementKind: AgreementKind, agreementStatus: AgreementStatus, period: { start: string | null, end: string | null, edtf: string } | null, parent: { id: string, code: string, title: string } | null, fields: Array<{ id: string, fieldTitle: string | null, sector: { id: string, name: string } | null }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, parties: Array<{ side: string | null, partyRole: PartyRole, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> }
    | { __typename: 'Claim', version: number, viewerCan: Array<Action>, metric: Metric, metricWords: string | null, value: string | null, unit: string | null, qualifier: Qualifier | null, statedBy: string | null, statedOn: string | null, note: string | null, id: string, claimKind: ClaimKind, narrativeVi: string | null, narrativeEn: string | null, scope: { text: string | null, role: Role | null, period: { start: string | null, end: string | null, edtf: string } | null, provinces: Array<{ id: string, key: string | null, name: string }> | null, sector: { id: string, name: string } | null }, statedByOrganization: { id: string, name: string } | null, conflictsWith: Array<{ __typename: 'Claim', metric: Metric, narrative: string | null, id: string }> | null, agreement: { id: string, code: string, title: string, parties: Array<{ side: string | null, partyRole: PartyRole, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Directive', version: number, viewerCan: Array<Action>, due: string | null, issuedBy: string | null, issuedOn: string | null, addressedTo: Array<string>, note: string | null, id: string, vi: string, en: string, directiveKind: DirectiveKind, directiveStatus: DirectiveStatus, issuedByOrganization: { id: string, name: string } | null, addressedToOrganizations: Array<{ id: string, name: string }> | null, agreement: { id: string, code: string, title: string, parties: Array<{ side: string | null, partyRole: PartyRole, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> } | null, answeredBy: Array<{ id: string, title: string }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Document', id: string }
    | { __typename: 'Event', id: string }
    | { __typename: 'Field', version: number, viewerCan: Array<Action>, note: string | null, id: string, fieldVi: string | null, fieldEn: string | null, objectivesVi: string | null, objectivesEn: string | null, sector: { id: string, name: string } | null, lead: { id: string, name: string } | null, agreement: { id: string, code: string, title: string, parties: Array<{ side: string | null, partyRole: PartyRole, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Indicator', id: string }
    | { __typename: 'Organization', id: string }
    | { __typename: 'Outcome', id: string }
    | { __typename: 'Province', id: string }
    | { __typename: 'Sector', id: string }
    | { __typename: 'Succession', id: string }
   | null };

export type NamedSubjectQueryVariables = Exact<{
  id: string | number;
  live?: boolean | null | undefined;
}>;


export type NamedSubjectQuery = { node:
    | { __typename: 'Activity', id: string }
    | { __typename: 'Agreement', id: string }
    | { __typename: 'Claim', id: string }
    | { __typename: 'Directive', id: string }
    | { __typename: 'Document', version: number, viewerCan: Array<Action>, url: string | null, publisher: string | null, publishedOn: string | null, language: string, reading: Reading, reliability: Reliability, note: string | null, id: string, vi: string, en: string, duplicates: Array<{ id: string, title: string, viewerCan: Array<Action> }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Event', id: string }
    | { __typename: 'Field', id: string }
    | { __typename: 'Indicator', id: string }
    | { __typename: 'Organization', version: number, viewerCan: Array<Action>, aliases: Array<string>, note: string | null, id: string, vi: string, en: string, organizationKind: OrganizationKind, province: { id: string, key: string | null, name: string } | null, duplicates: Array<{ id: string, name: string, viewerCan: Array<Action> }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Outcome', id: string }
    | { __typename: 'Province', version: number, viewerCan: Array<Action>, key: string | null, note: string | null, id: string, vi: string, en: string, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Sector', version: number, viewerCan: Array<Action>, code: string, note: string | null, id: string, vi: string, en: string, descriptionVi: string | null, descriptionEn: string | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }
    | { __typename: 'Succession', id: string }
   | null };

export type SinceQueryVariables = Exact<{
  id: string | number;
  live?: boolean | null | undefined;
}>;


export type SinceQuery = { node:
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string }
    | { id: string, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { id: string }
   | null };

export type RefusalFragment = { code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null };

export type DoneFragment = { seq: number, replayed: boolean };

export type StartActivityMutationVariables = Exact<{
  input: StartActivityInput;
}>;


export type StartActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type CompleteActivityMutationVariables = Exact<{
  input: CompleteActivityInput;
}>;


export type CompleteActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type SuspendActivityMutationVariables = Exact<{
  input: SuspendActivityInput;
}>;


export type SuspendActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ResumeActivityMutationVariables = Exact<{
  input: ResumeActivityInput;
}>;


export type ResumeActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type CancelActivityMutationVariables = Exact<{
  input: CancelActivityInput;
}>;


export type CancelActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ReopenActivityMutationVariables = Exact<{
  input: ReopenActivityInput;
}>;


export type ReopenActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ReviseActivityPlanMutationVariables = Exact<{
  input: ReviseActivityPlanInput;
}>;


export type ReviseActivityPlanMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type RecordOutcomeMutationVariables = Exact<{
  input: RecordOutcomeInput;
}>;


export type RecordOutcomeMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type CorrectOutcomeMutationVariables = Exact<{
  input: CorrectOutcomeInput;
}>;


export type CorrectOutcomeMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type SubmitOutcomeMutationVariables = Exact<{
  input: SubmitOutcomeInput;
}>;


export type SubmitOutcomeMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ReturnOutcomeMutationVariables = Exact<{
  input: ReturnOutcomeInput;
}>;


export type ReturnOutcomeMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type RetractOutcomeMutationVariables = Exact<{
  input: RetractOutcomeInput;
}>;


export type RetractOutcomeMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ApproveOutcomesMutationVariables = Exact<{
  input: ApproveOutcomesInput;
}>;


export type ApproveOutcomesMutation = { it: { records: Array<{ id: string, version: number, viewerCan: Array<Action> }> | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ScheduleEventMutationVariables = Exact<{
  input: ScheduleEventInput;
}>;


export type ScheduleEventMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ReportEventHeldMutationVariables = Exact<{
  input: ReportEventHeldInput;
}>;


export type ReportEventHeldMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type RescheduleEventMutationVariables = Exact<{
  input: RescheduleEventInput;
}>;


export type RescheduleEventMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type CancelEventMutationVariables = Exact<{
  input: CancelEventInput;
}>;


export type CancelEventMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ReopenEventMutationVariables = Exact<{
  input: ReopenEventInput;
}>;


export type ReopenEventMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AnswerDirectiveMutationVariables = Exact<{
  input: AnswerDirectiveInput;
}>;


export type AnswerDirectiveMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type CloseDirectiveMutationVariables = Exact<{
  input: CloseDirectiveInput;
}>;


export type CloseDirectiveMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type ReopenDirectiveMutationVariables = Exact<{
  input: ReopenDirectiveInput;
}>;


export type ReopenDirectiveMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AddDocumentMutationVariables = Exact<{
  input: AddDocumentInput;
}>;


export type AddDocumentMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action>, title: string } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type SignAgreementMutationVariables = Exact<{
  input: SignAgreementInput;
}>;


export type SignAgreementMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendAgreementMutationVariables = Exact<{
  input: AmendAgreementInput;
}>;


export type AmendAgreementMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type TerminateAgreementMutationVariables = Exact<{
  input: TerminateAgreementInput;
}>;


export type TerminateAgreementMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AddFieldMutationVariables = Exact<{
  input: AddFieldInput;
}>;


export type AddFieldMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendFieldMutationVariables = Exact<{
  input: AmendFieldInput;
}>;


export type AmendFieldMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type PlanActivityMutationVariables = Exact<{
  input: PlanActivityInput;
}>;


export type PlanActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendActivityMutationVariables = Exact<{
  input: AmendActivityInput;
}>;


export type AmendActivityMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendEventMutationVariables = Exact<{
  input: AmendEventInput;
}>;


export type AmendEventMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type DefineIndicatorMutationVariables = Exact<{
  input: DefineIndicatorInput;
}>;


export type DefineIndicatorMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendIndicatorMutationVariables = Exact<{
  input: AmendIndicatorInput;
}>;


export type AmendIndicatorMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type SetIndicatorTargetMutationVariables = Exact<{
  input: SetIndicatorTargetInput;
}>;


export type SetIndicatorTargetMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type RecordClaimMutationVariables = Exact<{
  input: RecordClaimInput;
}>;


export type RecordClaimMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendClaimMutationVariables = Exact<{
  input: AmendClaimInput;
}>;


export type AmendClaimMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type IssueDirectiveMutationVariables = Exact<{
  input: IssueDirectiveInput;
}>;


export type IssueDirectiveMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendDirectiveMutationVariables = Exact<{
  input: AmendDirectiveInput;
}>;


export type AmendDirectiveMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendDocumentMutationVariables = Exact<{
  input: AmendDocumentInput;
}>;


export type AmendDocumentMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type MergeDocumentsMutationVariables = Exact<{
  input: MergeDocumentsInput;
}>;


export type MergeDocumentsMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type SeparateDocumentMutationVariables = Exact<{
  input: SeparateDocumentInput;
}>;


export type SeparateDocumentMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type RegisterOrganizationMutationVariables = Exact<{
  input: RegisterOrganizationInput;
}>;


export type RegisterOrganizationMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendOrganizationMutationVariables = Exact<{
  input: AmendOrganizationInput;
}>;


export type AmendOrganizationMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type MergeOrganizationsMutationVariables = Exact<{
  input: MergeOrganizationsInput;
}>;


export type MergeOrganizationsMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type SeparateOrganizationMutationVariables = Exact<{
  input: SeparateOrganizationInput;
}>;


export type SeparateOrganizationMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AddSectorMutationVariables = Exact<{
  input: AddSectorInput;
}>;


export type AddSectorMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AmendSectorMutationVariables = Exact<{
  input: AmendSectorInput;
}>;


export type AmendSectorMutation = { it: { record: { id: string, version: number, viewerCan: Array<Action> } | null, errors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null, currentVersion: number | null }>, change: { seq: number, replayed: boolean } | null } | null };

export type AgreementsQueryVariables = Exact<{
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type AgreementsQuery = { agreements: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, code: string, title: string, kind: AgreementKind, status: AgreementStatus, signedOn: string | null, period: { edtf: string } | null, parent: { code: string } | null, activities: { totalCount: number | null } | null }> } | null };

export type AgreementPageQueryVariables = Exact<{
  code: string;
  on?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type AgreementPageQuery = { agreement: { id: string, code: string, title: string, kind: AgreementKind, status: AgreementStatus, signedOn: string | null, note: string | null, period: { start: string | null, end: string | null, edtf: string } | null, parent: { code: string, title: string } | null, termination: { on: string, reason: string } | null, parties: Array<{ role: PartyRole, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, fields: Array<{ id: string, title: string | null, sector: { name: string } | null, lead: { id: string, name: string } | null, activities: { totalCount: number | null } | null }> | null, progress: { on: string, agreed: number, completed: number, ongoing: number, planned: number, suspended: number, cancelled: number, unknown: number, completionRate: string | null, elapsedRate: string | null, overdueCount: number, overdue: { nodes: Array<{ daysLate: number, due: string, kind: LatenessKind, activity: { id: string } }> } | null } | null, reconciliation: Array<{ recorded: number | null, gap: string | null, verdict: Verdict, reason: NotComparableReason | null, claim: { id: string, metric: Metric, value: string | null, unit: string | null, qualifier: Qualifier | null, statedOn: string | null, narrative: string | null, scope: { text: string | null }, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> } | null, contributors: { totalCount: number | null, nodes: Array<
          | { __typename: 'Activity', title: string, id: string }
          | { __typename: 'Agreement', code: string, title: string, id: string }
          | { __typename: 'Claim', metric: Metric, narrative: string | null, id: string }
          | { __typename: 'Directive', text: string, id: string }
          | { __typename: 'Document', title: string, id: string }
          | { __typename: 'Event', title: string, id: string }
          | { __typename: 'Field', id: string, fieldTitle: string | null, sector: { name: string } | null }
          | { __typename: 'Indicator', title: string, id: string }
          | { __typename: 'Organization', name: string, id: string }
          | { __typename: 'Outcome', title: string, id: string }
          | { __typename: 'Province', key: string | null, name: string, id: string }
          | { __typename: 'Sector', name: string, id: string }
          | { __typename: 'Succession', on: string, id: string }
        > } | null }> | null, directives: { totalCount: number | null, nodes: Array<{ id: string, text: string, kind: DirectiveKind, status: DirectiveStatus, due: string | null, overdue: boolean, issuedBy: string | null, issuedOn: string | null, addressedTo: Array<string>, answeredBy: Array<{ id: string, title: string }> | null }> } | null, children: { totalCount: number | null, nodes: Array<{ id: string, code: string, title: string, kind: AgreementKind, status: AgreementStatus, signedOn: string | null, activities: { totalCount: number | null } | null }> } | null } | null };

export type ActivitiesOfAgreementQueryVariables = Exact<{
  code: string;
  on?: string | null | undefined;
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ActivitiesOfAgreementQuery = { agreement: { progress: { contributors: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, status: ActivityStatus, direction: FlowDirection | null, dueOn: string | null, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, sector: { name: string } | null, agreement: { code: string } | null, participants: Array<{ role: Role, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, lateness: { kind: LatenessKind, days: number } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null } | null }> }> } | null } | null } | null };

export type PublishedAboutQueryVariables = Exact<{
  live?: boolean | null | undefined;
}>;


export type PublishedAboutQuery = { claims: { totalCount: number | null, nodes: Array<{ id: string, agreement: { code: string, title: string } | null }> } | null, head: { seq: number, at: string | null } | null };

export type CountsQueryVariables = Exact<{
  live?: boolean | null | undefined;
}>;


export type CountsQuery = { provinces: { totalCount: number | null } | null, agreements: { totalCount: number | null } | null, activities: { totalCount: number | null } | null, events: { totalCount: number | null } | null, outcomes: { totalCount: number | null } | null, documents: { totalCount: number | null } | null };

export type ReportedBesideRecordedQueryVariables = Exact<{
  code: string;
  live?: boolean | null | undefined;
}>;


export type ReportedBesideRecordedQuery = { agreement: { id: string, code: string, title: string, signedOn: string | null, progress: { on: string, agreed: number, completed: number, ongoing: number, planned: number, unknown: number, lateCount: number, noReportCount: number } | null, directions: { oneWay: number, mutual: number, unspecified: number, oneWayShare: { low: string | null, high: string | null }, givers: Array<{ oneWay: number, province: { id: string, key: string | null, name: string } | null }> } | null, reconciliation: Array<{ recorded: number | null, gap: string | null, verdict: Verdict, reason: NotComparableReason | null, claim: { id: string, metric: Metric, value: string | null, unit: string | null, qualifier: Qualifier | null, statedOn: string | null, scope: { text: string | null, provinces: Array<{ id: string, name: string }> | null }, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> } | null, undecidedBy: Array<{ count: number }> }> | null } | null };

export type FeedPositionQueryVariables = Exact<{
  seq: number;
  live?: boolean | null | undefined;
}>;


export type FeedPositionQuery = { at: { head: { cursor: string } | null } | null };

export type LastChangesQueryVariables = Exact<{
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type LastChangesQuery = { changes: { nodes: Array<{ seq: number, at: string, by: string | null, command: string, recordCount: number, records: Array<{ kind: RecordKind, operation: Operation, node:
          | { __typename: 'Activity', title: string, id: string }
          | { __typename: 'Agreement', code: string, title: string, id: string }
          | { __typename: 'Claim', metric: Metric, narrative: string | null, id: string }
          | { __typename: 'Directive', text: string, id: string }
          | { __typename: 'Document', title: string, id: string }
          | { __typename: 'Event', title: string, id: string }
          | { __typename: 'Field', id: string, fieldTitle: string | null, sector: { name: string } | null }
          | { __typename: 'Indicator', title: string, id: string }
          | { __typename: 'Organization', name: string, id: string }
          | { __typename: 'Outcome', title: string, id: string }
          | { __typename: 'Province', key: string | null, name: string, id: string }
          | { __typename: 'Sector', name: string, id: string }
          | { __typename: 'Succession', on: string, id: string }
         | null }> }> } | null };

export type MapUnitsQueryVariables = Exact<{
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type MapUnitsQuery = { provinces: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, key: string | null, name: string, kind: ProvinceKind, validFrom: string | null, validTo: string | null, codes: Array<{ value: string }>, earlierForms: Array<{ until: string, kind: ProvinceKind, name: string }> }> } | null };

export type SuccessionsQueryVariables = Exact<{
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type SuccessionsQuery = { successions: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, on: string, predecessors: Array<{ id: string }> | null, successors: Array<{ id: string }> | null }> } | null };

export type HubQueryVariables = Exact<{
  boundaries?: BoundariesInput | null | undefined;
  scope?: ScopeInput | null | undefined;
  live?: boolean | null | undefined;
}>;


export type HubQuery = { cooperationMatrix: { boundaries: { on: string | null }, network: { provinces: { nodes: Array<{ degree: number, province: { id: string, key: string | null, name: string } | null }> } | null } | null } | null };

export type FlowsOfProvinceQueryVariables = Exact<{
  of: ProvinceBy;
  boundaries?: BoundariesInput | null | undefined;
  scope?: ScopeInput | null | undefined;
  live?: boolean | null | undefined;
}>;


export type FlowsOfProvinceQuery = { cooperationMatrix: { boundaries: { on: string | null }, of: { id: string, key: string | null, name: string } | null, cells: { totalCount: number, nodes: Array<{ a: { id: string, key: string | null, name: string } | null, b: { id: string, key: string | null, name: string } | null, tally: { activities: number, flows: { oneWayAToB: number, oneWayBToA: number, mutual: number, unspecified: number } | null, events: { count: number }, outcomes: { count: number } } | null }> } | null } | null };

export type MatrixQueryVariables = Exact<{
  scope?: ScopeInput | null | undefined;
  boundaries?: BoundariesInput | null | undefined;
  live?: boolean | null | undefined;
}>;


export type MatrixQuery = { cooperationMatrix: { boundaries: { on: string | null }, totals: { activities: number, events: { count: number }, outcomes: { count: number } } | null, network: { pairs: number, oneWayPairs: number, mutualPairs: number, oneWay: number, mutual: number, oneWayShareBounds: { low: string | null, high: string | null } } | null, cells: { totalCount: number, nodes: Array<{ a: { id: string, key: string | null, name: string } | null, b: { id: string, key: string | null, name: string } | null, tally: { activities: number, flows: { aToB: number, bToA: number, mutual: number, unspecified: number, oneWay: number, oneWayAToB: number, oneWayBToA: number } | null, events: { count: number }, outcomes: { count: number } } | null }> } | null } | null };

export type ScopesQueryVariables = Exact<{
  live?: boolean | null | undefined;
}>;


export type ScopesQuery = { sectors: { nodes: Array<{ id: string, code: string, name: string }> } | null, agreements: { nodes: Array<{ id: string, code: string, title: string }> } | null };

export type FlowFiguresFragment = { aToB: number, bToA: number, mutual: number, unspecified: number, oneWay: number, oneWayAToB: number, oneWayBToA: number, oneWayShareBounds: { low: string | null, high: string | null } };

export type PairQueryVariables = Exact<{
  a: ProvinceBy;
  b: ProvinceBy;
  scope?: ScopeInput | null | undefined;
  boundaries?: BoundariesInput | null | undefined;
  live?: boolean | null | undefined;
}>;


export type PairQuery = { cooperation: { a: { id: string, key: string | null, name: string } | null, b: { id: string, key: string | null, name: string } | null, boundaries: { on: string | null }, tally: { activities: number, completionRate: string | null, flows: { aToB: number, bToA: number, mutual: number, unspecified: number, oneWay: number, oneWayAToB: number, oneWayBToA: number, oneWayShareBounds: { low: string | null, high: string | null } } | null, byStatus: Array<{ status: ActivityStatus, count: number }>, bySector: Array<{ sector: { id: string, code: string, name: string } | null, tally: { activities: number, flows: { oneWayAToB: number, oneWayBToA: number, mutual: number } | null } }> | null, byYear: Array<{ year: number | null, tally: { activities: number, flows: { oneWayAToB: number, oneWayBToA: number, mutual: number } | null } }> | null, events: { count: number, hostedByA: number, hostedByB: number, hostedElsewhere: number, hostUnknown: number }, outcomes: { count: number, evidenced: number, sums: Array<{ unit: string, total: string | null, count: number, inexact: number }> }, unresolved: Array<{ kind: RecordKind, count: number }> } | null, events: { totalCount: number | null, nodes: Array<{ id: string, title: string, kind: EventKind, status: EventStatus, startsOn: string | null, endsOn: string | null, place: string | null, host: { id: string, key: string | null, name: string } | null }> } | null, outcomes: { totalCount: number | null, nodes: Array<{ id: string, title: string, value: string | null, unit: string | null, status: OutcomeStatus, period: { edtf: string } | null }> } | null, agreements: { totalCount: number | null, nodes: Array<{ id: string, code: string, title: string, status: AgreementStatus }> } | null } | null };

export type ActivitiesOfPairQueryVariables = Exact<{
  a: ProvinceBy;
  b: ProvinceBy;
  scope?: ScopeInput | null | undefined;
  boundaries?: BoundariesInput | null | undefined;
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ActivitiesOfPairQuery = { cooperation: { activities: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, status: ActivityStatus, direction: FlowDirection | null, dueOn: string | null, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, sector: { name: string } | null, agreement: { code: string } | null, participants: Array<{ role: Role, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, lateness: { kind: LatenessKind, days: number } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null } | null }> }> } | null } | null };

export type ProvincesQueryVariables = Exact<{
  on?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ProvincesQuery = { provinces: { totalCount: number | null, nodes: Array<{ kind: ProvinceKind, region: string | null, validFrom: string | null, validTo: string | null, id: string, key: string | null, name: string }> } | null };

export type ProvincePageQueryVariables = Exact<{
  by: ProvinceBy;
  live?: boolean | null | undefined;
}>;


export type ProvincePageQuery = { province: { kind: ProvinceKind, region: string | null, validFrom: string | null, validTo: string | null, note: string | null, id: string, key: string | null, name: string, codes: Array<{ scheme: CodeScheme, value: string, validFrom: string | null, validTo: string | null }>, predecessors: Array<{ validTo: string | null, id: string, key: string | null, name: string }> | null, successors: Array<{ validFrom: string | null, id: string, key: string | null, name: string }> | null, successions: Array<{ id: string, on: string }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, agreements: { totalCount: number | null, nodes: Array<{ id: string, code: string, title: string, status: AgreementStatus, signedOn: string | null }> } | null, hostedEvents: { totalCount: number | null, nodes: Array<{ id: string, title: string, kind: EventKind, status: EventStatus, startsOn: string | null, endsOn: string | null, place: string | null, host: { id: string, key: string | null, name: string } | null }> } | null, events: { totalCount: number | null, nodes: Array<{ id: string, title: string, kind: EventKind, status: EventStatus, startsOn: string | null, endsOn: string | null, place: string | null, host: { id: string, key: string | null, name: string } | null }> } | null, outcomesProvided: { totalCount: number | null } | null, outcomesReceived: { totalCount: number | null } | null, organizations: { totalCount: number | null, nodes: Array<{ id: string, name: string, kind: OrganizationKind }> } | null } | null };

export type ActivitiesOfProvinceQueryVariables = Exact<{
  by: ProvinceBy;
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ActivitiesOfProvinceQuery = { province: { activities: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, status: ActivityStatus, direction: FlowDirection | null, dueOn: string | null, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, sector: { name: string } | null, agreement: { code: string } | null, participants: Array<{ role: Role, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, lateness: { kind: LatenessKind, days: number } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null } | null }> }> } | null } | null };

export type PastFragment = { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> };

export type RecordPageQueryVariables = Exact<{
  id: string | number;
  live?: boolean | null | undefined;
}>;


export type RecordPageQuery = { node:
    | { __typename: 'Activity', title: string, status: ActivityStatus, statusReason: string | null, note: string | null, id: string, planned: { edtf: string } | null, actual: { edtf: string } | null, sector: { id: string, name: string } | null, field: { id: string, fieldTitle: string | null, sector: { name: string } | null } | null, agreement: { id: string, code: string, title: string } | null, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, commitments: Array<{ funding: Funding, money: { amount: string, currency: string } }>, events: { nodes: Array<{ id: string, title: string }> } | null, outcomes: { nodes: Array<{ id: string, title: string }> } | null, indicators: { nodes: Array<{ id: string, title: string }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Agreement', code: string, title: string, note: string | null, id: string, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Claim', metric: Metric, kind: ClaimKind, value: string | null, qualifier: Qualifier | null, unit: string | null, narrative: string | null, statedBy: string | null, statedOn: string | null, note: string | null, id: string, scope: { text: string | null, period: { edtf: string } | null, province: { id: string, key: string | null, name: string } | null, sector: { id: string, name: string } | null }, statedByOrganization: { id: string, name: string } | null, agreement: { id: string, code: string, title: string } | null, conflictsWith: Array<{ id: string, metric: Metric, value: string | null }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Directive', text: string, due: string | null, overdue: boolean, issuedBy: string | null, issuedOn: string | null, addressedTo: Array<string>, note: string | null, id: string, directiveKind: DirectiveKind, directiveStatus: DirectiveStatus, issuedByOrganization: { id: string, name: string } | null, addressedToOrganizations: Array<{ id: string, name: string }> | null, agreement: { id: string, code: string, title: string } | null, answeredBy: Array<{ id: string, title: string }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Document', title: string, url: string | null, publisher: string | null, publishedOn: string | null, language: string, reading: Reading, reliability: Reliability, sha256: string | null, note: string | null, id: string, citedBy: Array<
        | { __typename: 'Activity', title: string, id: string }
        | { __typename: 'Agreement', code: string, title: string, id: string }
        | { __typename: 'Claim', metric: Metric, narrative: string | null, id: string }
        | { __typename: 'Directive', text: string, id: string }
        | { __typename: 'Document', title: string, id: string }
        | { __typename: 'Event', title: string, id: string }
        | { __typename: 'Field', id: string, fieldTitle: string | null, sector: { name: string } | null }
        | { __typename: 'Indicator', title: string, id: string }
        | { __typename: 'Organization', name: string, id: string }
        | { __typename: 'Outcome', title: string, id: string }
        | { __typename: 'Province', key: string | null, name: string, id: string }
        | { __typename: 'Sector', name: string, id: string }
        | { __typename: 'Succession', on: string, id: string }
      > | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Event', title: string, level: EventLevel | null, statusReason: string | null, startsOn: string | null, endsOn: string | null, place: string | null, attendance: number | null, note: string | null, id: string, eventKind: EventKind, eventStatus: EventStatus, host: { id: string, key: string | null, name: string } | null, activity: { id: string, title: string } | null, agreement: { id: string, code: string, title: string } | null, participants: Array<{ role: Role, side: string | null, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, outcomes: { nodes: Array<{ id: string, title: string }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Field', objectives: string | null, note: string | null, id: string, fieldTitle: string | null, sector: { id: string, name: string } | null, lead: { id: string, name: string } | null, agreement: { id: string, code: string, title: string } | null, activities: { nodes: Array<{ id: string, title: string }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Indicator', title: string, measure: Measure, unit: string | null, ascending: boolean, cumulative: boolean, note: string | null, id: string, baseline: { year: number, value: string | null, comment: string | null } | null, targets: Array<{ comment: string | null, target: string, period: { edtf: string } }>, activity: { id: string, title: string } | null, outcomes: { nodes: Array<{ id: string, title: string }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Organization', name: string, note: string | null, id: string, organizationKind: OrganizationKind, province: { id: string, key: string | null, name: string } | null, agreements: { nodes: Array<{ id: string, code: string, title: string }> } | null, activities: { nodes: Array<{ id: string, title: string }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Outcome', title: string, statusReason: string | null, value: string | null, qualifier: Qualifier | null, unit: string | null, narrative: string | null, note: string | null, id: string, outcomeKind: OutcomeKind, outcomeStatus: OutcomeStatus, outcomeMeasure: Measure, period: { edtf: string } | null, provider: { province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null } | null, beneficiary: { province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null } | null, activity: { id: string, title: string } | null, event: { id: string, title: string } | null, indicator: { id: string, title: string } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Province', key: string | null, name: string, note: string | null, id: string, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Sector', code: string, name: string, description: string | null, note: string | null, id: string, activities: { nodes: Array<{ id: string, title: string }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
    | { __typename: 'Succession', on: string, note: string | null, id: string, predecessors: Array<{ id: string, key: string | null, name: string }> | null, successors: Array<{ id: string, key: string | null, name: string }> | null, instrument: { id: string, title: string } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }>, history: { nodes: Array<{ seq: number, at: string, by: string | null, command: string | null, version: number, diff: Array<{ field: string, before: unknown, after: unknown }> }> } | null }
   | null };

export type ReportQueryVariables = Exact<{
  code: string;
  on?: string | null | undefined;
  boundaries?: BoundariesInput | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ReportQuery = { agreement: { id: string, code: string, title: string, signedOn: string | null, period: { edtf: string } | null, parties: Array<{ role: PartyRole, province: { id: string, name: string } | null, organization: { id: string, name: string } | null }>, progress: { on: string, agreed: number, completed: number, ongoing: number, planned: number, suspended: number, cancelled: number, unknown: number, unresolved: number, completionRate: string | null, elapsedRate: string | null, overdueCount: number, lateCount: number, noReportCount: number } | null, directions: { oneWay: number, mutual: number, unspecified: number, withoutPair: number, oneWayShare: { low: string | null, high: string | null } } | null, reconciliation: Array<{ recorded: number | null, verdict: Verdict, reason: NotComparableReason | null, claim: { id: string, metric: Metric, value: string | null, unit: string | null, qualifier: Qualifier | null, statedOn: string | null, narrative: string | null, scope: { text: string | null }, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> } | null, undecidedBy: Array<{ count: number }> }> | null, directives: { totalCount: number | null, nodes: Array<{ id: string, text: string, kind: DirectiveKind, status: DirectiveStatus, due: string | null, overdue: boolean, issuedBy: string | null, issuedOn: string | null, addressedTo: Array<string>, answeredBy: Array<{ id: string, title: string }> | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }> } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> } | null, cooperationMatrix: { boundaries: { on: string | null }, cells: { totalCount: number, nodes: Array<{ a: { id: string, name: string } | null, b: { id: string, name: string } | null, tally: { activities: number, flows: { oneWayAToB: number, oneWayBToA: number, mutual: number, unspecified: number } | null } | null }> } | null } | null };

export type ReportedActivitiesQueryVariables = Exact<{
  code: string;
  on?: string | null | undefined;
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ReportedActivitiesQuery = { agreement: { progress: { contributors: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, status: ActivityStatus, direction: FlowDirection | null, dueOn: string | null, sector: { code: string, name: string } | null, planned: { edtf: string } | null, actual: { edtf: string } | null, lateness: { kind: LatenessKind, days: number } | null, participants: Array<{ role: Role, province: { id: string, name: string } | null, organization: { id: string, name: string } | null }>, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null }> }> } | null } | null } | null };

export type SearchQueryVariables = Exact<{
  text: string;
  kinds?: Array<RecordKind> | RecordKind | null | undefined;
  live?: boolean | null | undefined;
}>;


export type SearchQuery = { search: { edges: Array<{ score: number, highlights: Array<{ lang: Lang | null, part: SearchPart, pieces: Array<{ text: string, matched: boolean }> }>, node:
        | { __typename: 'Activity', title: string, id: string }
        | { __typename: 'Agreement', code: string, title: string, id: string }
        | { __typename: 'Claim', metric: Metric, narrative: string | null, id: string }
        | { __typename: 'Directive', text: string, id: string }
        | { __typename: 'Document', title: string, id: string }
        | { __typename: 'Event', title: string, id: string }
        | { __typename: 'Field', id: string, fieldTitle: string | null, sector: { name: string } | null }
        | { __typename: 'Indicator', title: string, id: string }
        | { __typename: 'Organization', name: string, id: string }
        | { __typename: 'Outcome', title: string, id: string }
        | { __typename: 'Province', key: string | null, name: string, id: string }
        | { __typename: 'Sector', name: string, id: string }
        | { __typename: 'Succession', on: string, id: string }
       }> } | null };

type Label_Activity_Fragment = { __typename: 'Activity', title: string, id: string };

type Label_Agreement_Fragment = { __typename: 'Agreement', code: string, title: string, id: string };

type Label_Claim_Fragment = { __typename: 'Claim', metric: Metric, narrative: string | null, id: string };

type Label_Directive_Fragment = { __typename: 'Directive', text: string, id: string };

type Label_Document_Fragment = { __typename: 'Document', title: string, id: string };

type Label_Event_Fragment = { __typename: 'Event', title: string, id: string };

type Label_Field_Fragment = { __typename: 'Field', id: string, fieldTitle: string | null, sector: { name: string } | null };

type Label_Indicator_Fragment = { __typename: 'Indicator', title: string, id: string };

type Label_Organization_Fragment = { __typename: 'Organization', name: string, id: string };

type Label_Outcome_Fragment = { __typename: 'Outcome', title: string, id: string };

type Label_Province_Fragment = { __typename: 'Province', key: string | null, name: string, id: string };

type Label_Sector_Fragment = { __typename: 'Sector', name: string, id: string };

type Label_Succession_Fragment = { __typename: 'Succession', on: string, id: string };

export type LabelFragment =
  | Label_Activity_Fragment
  | Label_Agreement_Fragment
  | Label_Claim_Fragment
  | Label_Directive_Fragment
  | Label_Document_Fragment
  | Label_Event_Fragment
  | Label_Field_Fragment
  | Label_Indicator_Fragment
  | Label_Organization_Fragment
  | Label_Outcome_Fragment
  | Label_Province_Fragment
  | Label_Sector_Fragment
  | Label_Succession_Fragment
;

export type PlaceFragment = { id: string, key: string | null, name: string };

export type ProofFragment = { quote: string | null, document: { id: string, title: string, url: string | null, publisher: string | null, publishedOn: string | null } | null };

export type ActivityRowFragment = { id: string, title: string, status: ActivityStatus, direction: FlowDirection | null, dueOn: string | null, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, sector: { name: string } | null, agreement: { code: string } | null, participants: Array<{ role: Role, basis: string | null, province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string } | null }>, lateness: { kind: LatenessKind, days: number } | null, sources: Array<{ quote: string | null, document: { id: string, title: string, url: string | null } | null }> };

export type EventRowFragment = { id: string, title: string, kind: EventKind, status: EventStatus, startsOn: string | null, endsOn: string | null, place: string | null, host: { id: string, key: string | null, name: string } | null };

export type ViewerQueryVariables = Exact<{
  live?: boolean | null | undefined;
}>;


export type ViewerQuery = { viewer: { name: string, role: CallerRole, may: Array<Action>, scope: { province: { id: string, key: string | null, name: string } | null, organization: { id: string, name: string, province: { id: string, key: string | null, name: string } | null } | null, agreement: { id: string, code: string, title: string } | null } } };

export type WaitingOutcomeFragment = { id: string, title: string, kind: OutcomeKind, statusReason: string | null, value: string | null, unit: string | null, qualifier: Qualifier | null, updatedAt: string, viewerCan: Array<Action>, outcomeStatus: OutcomeStatus, activity: { id: string, title: string } | null };

export type WaitingActivityFragment = { id: string, title: string, dueOn: string | null, viewerCan: Array<Action>, activityStatus: ActivityStatus, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, lateness: { kind: LatenessKind, days: number } | null, agreement: { code: string } | null };

export type WaitingEventFragment = { id: string, title: string, startsOn: string | null, endsOn: string | null, place: string | null, viewerCan: Array<Action>, eventStatus: EventStatus, host: { id: string, key: string | null, name: string } | null };

export type WaitingOutcomesQueryVariables = Exact<{
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type WaitingOutcomesQuery = { outcomes: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, kind: OutcomeKind, statusReason: string | null, value: string | null, unit: string | null, qualifier: Qualifier | null, updatedAt: string, viewerCan: Array<Action>, outcomeStatus: OutcomeStatus, activity: { id: string, title: string } | null }> } | null };

export type WaitingDirectivesQueryVariables = Exact<{
  live?: boolean | null | undefined;
}>;


export type WaitingDirectivesQuery = { directives: { totalCount: number | null, nodes: Array<{ id: string, text: string, due: string | null, overdue: boolean, viewerCan: Array<Action>, directiveStatus: DirectiveStatus, agreement: { code: string, title: string } | null }> } | null };

export type MyActivitiesQueryVariables = Exact<{
  filter?: ActivityFilter | null | undefined;
  events?: EventFilter | null | undefined;
  live?: boolean | null | undefined;
}>;


export type MyActivitiesQuery = { activities: { totalCount: number | null, nodes: Array<{ id: string, title: string, dueOn: string | null, viewerCan: Array<Action>, activityStatus: ActivityStatus, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, lateness: { kind: LatenessKind, days: number } | null, agreement: { code: string } | null }> } | null, events: { totalCount: number | null, nodes: Array<{ id: string, title: string, startsOn: string | null, endsOn: string | null, place: string | null, viewerCan: Array<Action>, eventStatus: EventStatus, host: { id: string, key: string | null, name: string } | null }> } | null };

export type ActivitiesOfOrganizationQueryVariables = Exact<{
  organization: string | number;
  filter?: ActivityFilter | null | undefined;
  events?: EventFilter | null | undefined;
  live?: boolean | null | undefined;
}>;


export type ActivitiesOfOrganizationQuery = { organization: { activities: { totalCount: number | null, nodes: Array<{ id: string, title: string, dueOn: string | null, viewerCan: Array<Action>, activityStatus: ActivityStatus, planned: { start: string | null, end: string | null, edtf: string } | null, actual: { start: string | null, end: string | null, edtf: string } | null, lateness: { kind: LatenessKind, days: number } | null, agreement: { code: string } | null }> } | null, events: { totalCount: number | null, nodes: Array<{ id: string, title: string, startsOn: string | null, endsOn: string | null, place: string | null, viewerCan: Array<Action>, eventStatus: EventStatus, host: { id: string, key: string | null, name: string } | null }> } | null } | null };

export type PossibleQueryVariables = Exact<{
  id: string | number;
  live?: boolean | null | undefined;
}>;


export type PossibleQuery = { node:
    | { __typename: 'Activity', viewerCan: Array<Action>, id: string }
    | { __typename: 'Agreement', viewerCan: Array<Action>, id: string }
    | { __typename: 'Claim', viewerCan: Array<Action>, id: string }
    | { __typename: 'Directive', viewerCan: Array<Action>, id: string }
    | { __typename: 'Document', viewerCan: Array<Action>, id: string, duplicates: Array<{ id: string, viewerCan: Array<Action> }> | null }
    | { __typename: 'Event', viewerCan: Array<Action>, id: string }
    | { __typename: 'Field', viewerCan: Array<Action>, id: string }
    | { __typename: 'Indicator', viewerCan: Array<Action>, id: string }
    | { __typename: 'Organization', viewerCan: Array<Action>, id: string, duplicates: Array<{ id: string, viewerCan: Array<Action> }> | null }
    | { __typename: 'Outcome', viewerCan: Array<Action>, id: string }
    | { __typename: 'Province', viewerCan: Array<Action>, id: string }
    | { __typename: 'Sector', viewerCan: Array<Action>, id: string }
    | { __typename: 'Succession', id: string }
   | null };

export type FindQueryVariables = Exact<{
  text: string;
  kinds?: Array<RecordKind> | RecordKind | null | undefined;
}>;


export type FindQuery = { search: { edges: Array<{ node:
        | { __typename: 'Activity', title: string, id: string }
        | { __typename: 'Agreement', code: string, title: string, id: string }
        | { __typename: 'Claim', metric: Metric, narrative: string | null, id: string }
        | { __typename: 'Directive', text: string, id: string }
        | { __typename: 'Document', title: string, id: string }
        | { __typename: 'Event', title: string, id: string }
        | { __typename: 'Field', id: string, fieldTitle: string | null, sector: { name: string } | null }
        | { __typename: 'Indicator', title: string, id: string }
        | { __typename: 'Organization', name: string, id: string }
        | { __typename: 'Outcome', title: string, id: string }
        | { __typename: 'Province', key: string | null, name: string, id: string }
        | { __typename: 'Sector', name: string, id: string }
        | { __typename: 'Succession', on: string, id: string }
       }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const PlaceFragmentDoc = new TypedDocumentString(`
    fragment Place on Province {
  id
  key
  name
}
    `, {"fragmentName":"Place"}) as unknown as TypedDocumentString<PlaceFragment, unknown>;
export const PartOfFragmentDoc = new TypedDocumentString(`
    fragment PartOf on Participant {
  role
  side
  basis
  province {
    ...Place
  }
  organization {
    id
    name
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"fragmentName":"PartOf"}) as unknown as TypedDocumentString<PartOfFragment, unknown>;
export const ActorOfFragmentDoc = new TypedDocumentString(`
    fragment ActorOf on Actor {
  province {
    ...Place
  }
  organization {
    id
    name
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"fragmentName":"ActorOf"}) as unknown as TypedDocumentString<ActorOfFragment, unknown>;
export const PartiesOfFragmentDoc = new TypedDocumentString(`
    fragment PartiesOf on Agreement {
  parties {
    partyRole: role
    side
    province {
      ...Place
    }
    organization {
      id
      name
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"fragmentName":"PartiesOf"}) as unknown as TypedDocumentString<PartiesOfFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const DoneFragmentDoc = new TypedDocumentString(`
    fragment Done on Commit {
  seq
  replayed
}
    `, {"fragmentName":"Done"}) as unknown as TypedDocumentString<DoneFragment, unknown>;
export const FlowFiguresFragmentDoc = new TypedDocumentString(`
    fragment FlowFigures on Flows {
  aToB
  bToA
  mutual
  unspecified
  oneWay
  oneWayAToB
  oneWayBToA
  oneWayShareBounds {
    low
    high
  }
}
    `, {"fragmentName":"FlowFigures"}) as unknown as TypedDocumentString<FlowFiguresFragment, unknown>;
export const PastFragmentDoc = new TypedDocumentString(`
    fragment Past on RevisionConnection {
  nodes {
    seq
    at
    by
    command
    version
    diff {
      field
      before
      after
    }
  }
}
    `, {"fragmentName":"Past"}) as unknown as TypedDocumentString<PastFragment, unknown>;
export const LabelFragmentDoc = new TypedDocumentString(`
    fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}
    `, {"fragmentName":"Label"}) as unknown as TypedDocumentString<LabelFragment, unknown>;
export const ProofFragmentDoc = new TypedDocumentString(`
    fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}
    `, {"fragmentName":"Proof"}) as unknown as TypedDocumentString<ProofFragment, unknown>;
export const ActivityRowFragmentDoc = new TypedDocumentString(`
    fragment ActivityRow on Activity {
  id
  title
  status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  sector {
    name
  }
  agreement {
    code
  }
  participants {
    role
    basis
    province {
      ...Place
    }
    organization {
      id
      name
    }
  }
  direction
  dueOn
  lateness {
    kind
    days
  }
  sources {
    quote
    document {
      id
      title
      url
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"fragmentName":"ActivityRow"}) as unknown as TypedDocumentString<ActivityRowFragment, unknown>;
export const EventRowFragmentDoc = new TypedDocumentString(`
    fragment EventRow on Event {
  id
  title
  kind
  status
  startsOn
  endsOn
  place
  host {
    ...Place
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"fragmentName":"EventRow"}) as unknown as TypedDocumentString<EventRowFragment, unknown>;
export const WaitingOutcomeFragmentDoc = new TypedDocumentString(`
    fragment WaitingOutcome on Outcome {
  id
  title
  kind
  outcomeStatus: status
  statusReason
  value
  unit
  qualifier
  updatedAt
  activity {
    id
    title
  }
  viewerCan
}
    `, {"fragmentName":"WaitingOutcome"}) as unknown as TypedDocumentString<WaitingOutcomeFragment, unknown>;
export const WaitingActivityFragmentDoc = new TypedDocumentString(`
    fragment WaitingActivity on Activity {
  id
  title
  activityStatus: status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  dueOn
  lateness {
    kind
    days
  }
  agreement {
    code
  }
  viewerCan
}
    `, {"fragmentName":"WaitingActivity"}) as unknown as TypedDocumentString<WaitingActivityFragment, unknown>;
export const WaitingEventFragmentDoc = new TypedDocumentString(`
    fragment WaitingEvent on Event {
  id
  title
  eventStatus: status
  startsOn
  endsOn
  place
  host {
    ...Place
  }
  viewerCan
}
    fragment Place on Province {
  id
  key
  name
}`, {"fragmentName":"WaitingEvent"}) as unknown as TypedDocumentString<WaitingEventFragment, unknown>;
export const DoneSubjectDocument = new TypedDocumentString(`
    query DoneSubject($id: ID!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  node(id: $id) {
    __typename
    id
    ... on Activity {
      version
      viewerCan
      vi: title(lang: VI)
      en: title(lang: EN)
      descriptionVi: description(lang: VI)
      descriptionEn: description(lang: EN)
      activityStatus: status
      statusReason
      planned {
        start
        end
        edtf
      }
      actual {
        start
        end
        edtf
      }
      note
      sector {
        id
        name
      }
      field {
        id
        fieldTitle: title
        sector {
          id
          name
        }
      }
      agreement {
        id
        code
        title
      }
      participants {
        ...PartOf
      }
      commitments {
        funding
        money {
          amount
          currency
        }
      }
      dueOn
      sources {
        ...Proof
      }
    }
    ... on Event {
      version
      viewerCan
      vi: title(lang: VI)
      en: title(lang: EN)
      descriptionVi: description(lang: VI)
      descriptionEn: description(lang: EN)
      eventKind: kind
      eventLevel: level
      eventStatus: status
      statusReason
      startsOn
      endsOn
      place
      attendance
      host {
        ...Place
      }
      note
      activity {
        id
        title
        participants {
          ...PartOf
        }
      }
      agreement {
        id
        code
        title
      }
      participants {
        ...PartOf
      }
      sources {
        ...Proof
      }
    }
    ... on Indicator {
      version
      viewerCan
      vi: title(lang: VI)
      en: title(lang: EN)
      indicatorMeasure: measure
      unit
      ascending
      cumulative
      baseline {
        year
        value
        comment
      }
      targets {
        period {
          start
          end
          edtf
        }
        value
        comment
      }
      activity {
        id
        title
        participants {
          ...PartOf
        }
      }
      note
      sources {
        ...Proof
      }
    }
    ... on Outcome {
      version
      viewerCan
      vi: title(lang: VI)
      en: title(lang: EN)
      outcomeKind: kind
      outcomeStatus: status
      outcomeMeasure: measure
      statusReason
      value
      qualifier
      unit
      narrativeVi: narrative(lang: VI)
      narrativeEn: narrative(lang: EN)
      period {
        start
        end
        edtf
      }
      provider {
        ...ActorOf
      }
      beneficiary {
        ...ActorOf
      }
      activity {
        id
        title
        participants {
          ...PartOf
        }
      }
      event {
        id
        title
      }
      indicator {
        id
        title
      }
      supersedes {
        id
        title
      }
      note
      sources {
        ...Proof
      }
    }
  }
}
    fragment PartOf on Participant {
  role
  side
  basis
  province {
    ...Place
  }
  organization {
    id
    name
  }
}
fragment ActorOf on Actor {
  province {
    ...Place
  }
  organization {
    id
    name
  }
}
fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}`, {"hash":"sha256:9f895387cac65d61a4a47220dfe7f4f57c912be374b79b704a20b35bc8a6c56d"}) as unknown as TypedDocumentString<DoneSubjectQuery, DoneSubjectQueryVariables>;
export const AgreedSubjectDocument = new TypedDocumentString(`
    query AgreedSubject($id: ID!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  node(id: $id) {
    __typename
    id
    ... on Agreement {
      version
      viewerCan
      vi: title(lang: VI)
      en: title(lang: EN)
      descriptionVi: description(lang: VI)
      descriptionEn: description(lang: EN)
      code
      agreementKind: kind
      agreementStatus: status
      signedOn
      period {
        start
        end
        edtf
      }
      parent {
        id
        code
        title
      }
      ...PartiesOf
      fields {
        id
        fieldTitle: title
        sector {
          id
          name
        }
      }
      note
      sources {
        ...Proof
      }
    }
    ... on Claim {
      version
      viewerCan
      claimKind: kind
      metric
      metricWords
      value
      unit
      qualifier
      narrativeVi: narrative(lang: VI)
      narrativeEn: narrative(lang: EN)
      scope {
        text
        period {
          start
          end
          edtf
        }
        provinces {
          ...Place
        }
        role
        sector {
          id
          name
        }
      }
      statedBy
      statedOn
      statedByOrganization {
        id
        name
      }
      conflictsWith {
        ...Label
      }
      agreement {
        id
        code
        title
        ...PartiesOf
      }
      note
      sources {
        ...Proof
      }
    }
    ... on Directive {
      version
      viewerCan
      vi: text(lang: VI)
      en: text(lang: EN)
      directiveKind: kind
      directiveStatus: status
      due
      issuedBy
      issuedOn
      issuedByOrganization {
        id
        name
      }
      addressedTo
      addressedToOrganizations {
        id
        name
      }
      agreement {
        id
        code
        title
        ...PartiesOf
      }
      answeredBy {
        id
        title
      }
      note
      sources {
        ...Proof
      }
    }
    ... on Field {
      version
      viewerCan
      fieldVi: title(lang: VI)
      fieldEn: title(lang: EN)
      objectivesVi: objectives(lang: VI)
      objectivesEn: objectives(lang: EN)
      sector {
        id
        name
      }
      lead {
        id
        name
      }
      agreement {
        id
        code
        title
        ...PartiesOf
      }
      note
      sources {
        ...Proof
      }
    }
  }
}
    fragment PartiesOf on Agreement {
  parties {
    partyRole: role
    side
    province {
      ...Place
    }
    organization {
      id
      name
    }
  }
}
fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}
fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}`, {"hash":"sha256:81560f51b421ca699ed66a0fa4fbd44089e9bed86e55bb3f7b1cd87e9cbb43b0"}) as unknown as TypedDocumentString<AgreedSubjectQuery, AgreedSubjectQueryVariables>;
export const NamedSubjectDocument = new TypedDocumentString(`
    query NamedSubject($id: ID!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  node(id: $id) {
    __typename
    id
    ... on Document {
      version
      viewerCan
      vi: title
      en: title
      url
      publisher
      publishedOn
      language
      reading
      reliability
      duplicates {
        id
        title
        viewerCan
      }
      note
      sources {
        ...Proof
      }
    }
    ... on Organization {
      version
      viewerCan
      vi: name(lang: VI)
      en: name(lang: EN)
      organizationKind: kind
      province {
        ...Place
      }
      aliases
      duplicates {
        id
        name
        viewerCan
      }
      note
      sources {
        ...Proof
      }
    }
    ... on Province {
      version
      viewerCan
      key
      vi: name(lang: VI)
      en: name(lang: EN)
      note
      sources {
        ...Proof
      }
    }
    ... on Sector {
      version
      viewerCan
      vi: name(lang: VI)
      en: name(lang: EN)
      descriptionVi: description(lang: VI)
      descriptionEn: description(lang: EN)
      code
      note
      sources {
        ...Proof
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}`, {"hash":"sha256:a2523aed7bf60b47a0dc348a62a47286ce2441de9e41ecdb8822acb3392b0b7d"}) as unknown as TypedDocumentString<NamedSubjectQuery, NamedSubjectQueryVariables>;
export const SinceDocument = new TypedDocumentString(`
    query Since($id: ID!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  node(id: $id) {
    id
    ... on Activity {
      history(last: 20) {
        ...Past
      }
    }
    ... on Agreement {
      history(last: 20) {
        ...Past
      }
    }
    ... on Claim {
      history(last: 20) {
        ...Past
      }
    }
    ... on Directive {
      history(last: 20) {
        ...Past
      }
    }
    ... on Document {
      history(last: 20) {
        ...Past
      }
    }
    ... on Event {
      history(last: 20) {
        ...Past
      }
    }
    ... on Field {
      history(last: 20) {
        ...Past
      }
    }
    ... on Indicator {
      history(last: 20) {
        ...Past
      }
    }
    ... on Organization {
      history(last: 20) {
        ...Past
      }
    }
    ... on Outcome {
      history(last: 20) {
        ...Past
      }
    }
    ... on Sector {
      history(last: 20) {
        ...Past
      }
    }
  }
}
    fragment Past on RevisionConnection {
  nodes {
    seq
    at
    by
    command
    version
    diff {
      field
      before
      after
    }
  }
}`, {"hash":"sha256:ff28347468578006cf5cccd29a9b50f5712805fb40580e0092a3f3dc9b885b78"}) as unknown as TypedDocumentString<SinceQuery, SinceQueryVariables>;
export const StartActivityDocument = new TypedDocumentString(`
    mutation StartActivity($input: StartActivityInput!) {
  it: startActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:9454f1aa81fa157345cf6e3db54380bc3b37dfeddca23f2a0d01b1fff2be252d"}) as unknown as TypedDocumentString<StartActivityMutation, StartActivityMutationVariables>;
export const CompleteActivityDocument = new TypedDocumentString(`
    mutation CompleteActivity($input: CompleteActivityInput!) {
  it: completeActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:285cd5e6651a03d051766e8291ada0d7dab02f7d421f4f0b6bb399e60fb106e7"}) as unknown as TypedDocumentString<CompleteActivityMutation, CompleteActivityMutationVariables>;
export const SuspendActivityDocument = new TypedDocumentString(`
    mutation SuspendActivity($input: SuspendActivityInput!) {
  it: suspendActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:de2f478fa0cf6470ffa7bc8019e449f3502810b44bdbe318a5e7f0585feaae59"}) as unknown as TypedDocumentString<SuspendActivityMutation, SuspendActivityMutationVariables>;
export const ResumeActivityDocument = new TypedDocumentString(`
    mutation ResumeActivity($input: ResumeActivityInput!) {
  it: resumeActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:192703dd5d017f1737446759d8d0d3d0a741548b34b1f932aa28cae880e93a21"}) as unknown as TypedDocumentString<ResumeActivityMutation, ResumeActivityMutationVariables>;
export const CancelActivityDocument = new TypedDocumentString(`
    mutation CancelActivity($input: CancelActivityInput!) {
  it: cancelActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:418e1ff11f825db636ecb6a1bf309b4c2240c4d5bc3220baf3a2fc870719520f"}) as unknown as TypedDocumentString<CancelActivityMutation, CancelActivityMutationVariables>;
export const ReopenActivityDocument = new TypedDocumentString(`
    mutation ReopenActivity($input: ReopenActivityInput!) {
  it: reopenActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:5cfa41fd6bc4cd3f45ad1acca93766dee5b741e4fcc5828261628935c127f06d"}) as unknown as TypedDocumentString<ReopenActivityMutation, ReopenActivityMutationVariables>;
export const ReviseActivityPlanDocument = new TypedDocumentString(`
    mutation ReviseActivityPlan($input: ReviseActivityPlanInput!) {
  it: reviseActivityPlan(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:980c8c8cc797f886386bf90137d38313812566f86017cf2d32a234c90595e2b9"}) as unknown as TypedDocumentString<ReviseActivityPlanMutation, ReviseActivityPlanMutationVariables>;
export const RecordOutcomeDocument = new TypedDocumentString(`
    mutation RecordOutcome($input: RecordOutcomeInput!) {
  it: recordOutcome(input: $input) {
    record: outcome {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:debd55bdf2d396dbaacd149357020443e12d8e0808fe56fad63e5bffb301a362"}) as unknown as TypedDocumentString<RecordOutcomeMutation, RecordOutcomeMutationVariables>;
export const CorrectOutcomeDocument = new TypedDocumentString(`
    mutation CorrectOutcome($input: CorrectOutcomeInput!) {
  it: correctOutcome(input: $input) {
    record: outcome {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:280a7bb6e42851324748193505ccad9eeff74d8740678ce234a4b856fbfc24d5"}) as unknown as TypedDocumentString<CorrectOutcomeMutation, CorrectOutcomeMutationVariables>;
export const SubmitOutcomeDocument = new TypedDocumentString(`
    mutation SubmitOutcome($input: SubmitOutcomeInput!) {
  it: submitOutcome(input: $input) {
    record: outcome {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:e75bc7dff74b40393b8cb7542f17ade8340d221505eb7b523870f16b9ca6a864"}) as unknown as TypedDocumentString<SubmitOutcomeMutation, SubmitOutcomeMutationVariables>;
export const ReturnOutcomeDocument = new TypedDocumentString(`
    mutation ReturnOutcome($input: ReturnOutcomeInput!) {
  it: returnOutcome(input: $input) {
    record: outcome {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:dd60db4257cbe3f70d28d33873b276c4e1db93c7e6218a69b2e0813acd15a3ec"}) as unknown as TypedDocumentString<ReturnOutcomeMutation, ReturnOutcomeMutationVariables>;
export const RetractOutcomeDocument = new TypedDocumentString(`
    mutation RetractOutcome($input: RetractOutcomeInput!) {
  it: retractOutcome(input: $input) {
    record: outcome {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:16020cdc385a981da5d747f7299f760b31585a676e5e4e12323053c2ca091c35"}) as unknown as TypedDocumentString<RetractOutcomeMutation, RetractOutcomeMutationVariables>;
export const ApproveOutcomesDocument = new TypedDocumentString(`
    mutation ApproveOutcomes($input: ApproveOutcomesInput!) {
  it: approveOutcomes(input: $input) {
    records: outcomes {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:f7344e49fb7f7b61dae58117fe05f0364a0192ca08817a3516503260f294e3f2"}) as unknown as TypedDocumentString<ApproveOutcomesMutation, ApproveOutcomesMutationVariables>;
export const ScheduleEventDocument = new TypedDocumentString(`
    mutation ScheduleEvent($input: ScheduleEventInput!) {
  it: scheduleEvent(input: $input) {
    record: event {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:a85be0324e3208679cf24f816277b4c18429f1bb51034293b732f2c5b4c8c39e"}) as unknown as TypedDocumentString<ScheduleEventMutation, ScheduleEventMutationVariables>;
export const ReportEventHeldDocument = new TypedDocumentString(`
    mutation ReportEventHeld($input: ReportEventHeldInput!) {
  it: reportEventHeld(input: $input) {
    record: event {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:65a973408a0f550efd680ff0149f2f3fad3db206a50530092f67d14cc6f6c811"}) as unknown as TypedDocumentString<ReportEventHeldMutation, ReportEventHeldMutationVariables>;
export const RescheduleEventDocument = new TypedDocumentString(`
    mutation RescheduleEvent($input: RescheduleEventInput!) {
  it: rescheduleEvent(input: $input) {
    record: event {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:1debf1017530c8752db1db63627c4663b4d1e94023c3df3d0da752a3ac0ba9f3"}) as unknown as TypedDocumentString<RescheduleEventMutation, RescheduleEventMutationVariables>;
export const CancelEventDocument = new TypedDocumentString(`
    mutation CancelEvent($input: CancelEventInput!) {
  it: cancelEvent(input: $input) {
    record: event {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:3348f1c9ce63dd15bcd5d1c423dca0d92f56000653f4745e70e52705bbcba509"}) as unknown as TypedDocumentString<CancelEventMutation, CancelEventMutationVariables>;
export const ReopenEventDocument = new TypedDocumentString(`
    mutation ReopenEvent($input: ReopenEventInput!) {
  it: reopenEvent(input: $input) {
    record: event {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:0c4d0a727d58cad78b8058a71c2fd7f2d5b25831e71ffe7d5d01473e07ceaa3e"}) as unknown as TypedDocumentString<ReopenEventMutation, ReopenEventMutationVariables>;
export const AnswerDirectiveDocument = new TypedDocumentString(`
    mutation AnswerDirective($input: AnswerDirectiveInput!) {
  it: answerDirective(input: $input) {
    record: directive {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:faf18c0057014654b704a63ea608d1435944b32b634fa759cb9c68f170a58f7f"}) as unknown as TypedDocumentString<AnswerDirectiveMutation, AnswerDirectiveMutationVariables>;
export const CloseDirectiveDocument = new TypedDocumentString(`
    mutation CloseDirective($input: CloseDirectiveInput!) {
  it: closeDirective(input: $input) {
    record: directive {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:17eeedca56a2aa9aa3bbf83629ff5238d03197ef69bc7d967eff8103584bd09a"}) as unknown as TypedDocumentString<CloseDirectiveMutation, CloseDirectiveMutationVariables>;
export const ReopenDirectiveDocument = new TypedDocumentString(`
    mutation ReopenDirective($input: ReopenDirectiveInput!) {
  it: reopenDirective(input: $input) {
    record: directive {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:0df5087a34d156ca6fd5a74db80a4f667a9a96ac9fe34d989b7b86f4c102afef"}) as unknown as TypedDocumentString<ReopenDirectiveMutation, ReopenDirectiveMutationVariables>;
export const AddDocumentDocument = new TypedDocumentString(`
    mutation AddDocument($input: AddDocumentInput!) {
  it: addDocument(input: $input) {
    record: document {
      id
      version
      viewerCan
      title
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:59e711698f913fd3f044ddfe9a221da4929b0bc7878e673ecddaad85c1f62dd9"}) as unknown as TypedDocumentString<AddDocumentMutation, AddDocumentMutationVariables>;
export const SignAgreementDocument = new TypedDocumentString(`
    mutation SignAgreement($input: SignAgreementInput!) {
  it: signAgreement(input: $input) {
    record: agreement {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:fa2f87239e10deba31bcc3f2540aea4612c046efe786a70e710211200d7bc2f4"}) as unknown as TypedDocumentString<SignAgreementMutation, SignAgreementMutationVariables>;
export const AmendAgreementDocument = new TypedDocumentString(`
    mutation AmendAgreement($input: AmendAgreementInput!) {
  it: amendAgreement(input: $input) {
    record: agreement {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:0921ca4e1a5aa71c0f1c39ec9c5e9dd38c0b74277976393b60b905eebf13b678"}) as unknown as TypedDocumentString<AmendAgreementMutation, AmendAgreementMutationVariables>;
export const TerminateAgreementDocument = new TypedDocumentString(`
    mutation TerminateAgreement($input: TerminateAgreementInput!) {
  it: terminateAgreement(input: $input) {
    record: agreement {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:a8fffb20dc215ea911b1230ba377c9e528b620b22a012d32da61d9baf00fddbb"}) as unknown as TypedDocumentString<TerminateAgreementMutation, TerminateAgreementMutationVariables>;
export const AddFieldDocument = new TypedDocumentString(`
    mutation AddField($input: AddFieldInput!) {
  it: addField(input: $input) {
    record: field {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:6b9775f845ec20fdc94f528e617c72558bb0f36e78d1c7c46b238b5cd0e7ae07"}) as unknown as TypedDocumentString<AddFieldMutation, AddFieldMutationVariables>;
export const AmendFieldDocument = new TypedDocumentString(`
    mutation AmendField($input: AmendFieldInput!) {
  it: amendField(input: $input) {
    record: field {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:efbd4b66d15bc158d987cdfa1ca1b3fe27b6e9d22276900c7475fb4bdf63e68d"}) as unknown as TypedDocumentString<AmendFieldMutation, AmendFieldMutationVariables>;
export const PlanActivityDocument = new TypedDocumentString(`
    mutation PlanActivity($input: PlanActivityInput!) {
  it: planActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:7853018cf9a783d41fa6133a3f161025e3480ba75e08d1410c26a080bc2cbbb6"}) as unknown as TypedDocumentString<PlanActivityMutation, PlanActivityMutationVariables>;
export const AmendActivityDocument = new TypedDocumentString(`
    mutation AmendActivity($input: AmendActivityInput!) {
  it: amendActivity(input: $input) {
    record: activity {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:0b4edf40ad309b1566dd78cd145c879830c9002ed7fae1a41a606ae6954c64e7"}) as unknown as TypedDocumentString<AmendActivityMutation, AmendActivityMutationVariables>;
export const AmendEventDocument = new TypedDocumentString(`
    mutation AmendEvent($input: AmendEventInput!) {
  it: amendEvent(input: $input) {
    record: event {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:fe11b245d11e7c2363cacc027a39a59fd5340a3153f310dda21e60d6fb7a59e4"}) as unknown as TypedDocumentString<AmendEventMutation, AmendEventMutationVariables>;
export const DefineIndicatorDocument = new TypedDocumentString(`
    mutation DefineIndicator($input: DefineIndicatorInput!) {
  it: defineIndicator(input: $input) {
    record: indicator {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:1d1c75d6683c4eccdebbdae307c13e1dcabb4496e08308cf0ec7873bd2bfcc07"}) as unknown as TypedDocumentString<DefineIndicatorMutation, DefineIndicatorMutationVariables>;
export const AmendIndicatorDocument = new TypedDocumentString(`
    mutation AmendIndicator($input: AmendIndicatorInput!) {
  it: amendIndicator(input: $input) {
    record: indicator {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:b1efb7666f0d7ddd7ef510a4f7bd3c93a79cc8d58edba9d8a17cada98559b0db"}) as unknown as TypedDocumentString<AmendIndicatorMutation, AmendIndicatorMutationVariables>;
export const SetIndicatorTargetDocument = new TypedDocumentString(`
    mutation SetIndicatorTarget($input: SetIndicatorTargetInput!) {
  it: setIndicatorTarget(input: $input) {
    record: indicator {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:1b3c151b6251e70be61b4011023d044d557f8674f67b38a749309bd07cb94584"}) as unknown as TypedDocumentString<SetIndicatorTargetMutation, SetIndicatorTargetMutationVariables>;
export const RecordClaimDocument = new TypedDocumentString(`
    mutation RecordClaim($input: RecordClaimInput!) {
  it: recordClaim(input: $input) {
    record: claim {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:e347387a1c850f9f2e1b4f7e97ca40c6eca4a3bb64316d1b3b49437ebe897611"}) as unknown as TypedDocumentString<RecordClaimMutation, RecordClaimMutationVariables>;
export const AmendClaimDocument = new TypedDocumentString(`
    mutation AmendClaim($input: AmendClaimInput!) {
  it: amendClaim(input: $input) {
    record: claim {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:b902eaef137e2cfb4a8825b989d9c0ea19850d61c4f25b058a5a89bc0a416380"}) as unknown as TypedDocumentString<AmendClaimMutation, AmendClaimMutationVariables>;
export const IssueDirectiveDocument = new TypedDocumentString(`
    mutation IssueDirective($input: IssueDirectiveInput!) {
  it: issueDirective(input: $input) {
    record: directive {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:9447c95010ed3fde4d2ad8fb6708f0d370ea01eee2968e0faf03e38911b4f92e"}) as unknown as TypedDocumentString<IssueDirectiveMutation, IssueDirectiveMutationVariables>;
export const AmendDirectiveDocument = new TypedDocumentString(`
    mutation AmendDirective($input: AmendDirectiveInput!) {
  it: amendDirective(input: $input) {
    record: directive {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:8276c33e136c314bbedb33495da8a4a38063b55fc9d9b32b69446d406cf82314"}) as unknown as TypedDocumentString<AmendDirectiveMutation, AmendDirectiveMutationVariables>;
export const AmendDocumentDocument = new TypedDocumentString(`
    mutation AmendDocument($input: AmendDocumentInput!) {
  it: amendDocument(input: $input) {
    record: document {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:9a5dc4c6630e1317fecbf0a202f8843d75302a5452fc3f88f14af6d8cab770ce"}) as unknown as TypedDocumentString<AmendDocumentMutation, AmendDocumentMutationVariables>;
export const MergeDocumentsDocument = new TypedDocumentString(`
    mutation MergeDocuments($input: MergeDocumentsInput!) {
  it: mergeDocuments(input: $input) {
    record: document {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:4312820aeb9c9182531fc4f1f20665ec4e9240436c050f45736a6437ebe14faa"}) as unknown as TypedDocumentString<MergeDocumentsMutation, MergeDocumentsMutationVariables>;
export const SeparateDocumentDocument = new TypedDocumentString(`
    mutation SeparateDocument($input: SeparateDocumentInput!) {
  it: separateDocument(input: $input) {
    record: document {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:9e91151bdbd09e30273c794bd456418ec1250f2ea3ebba40431e233d4f6641a2"}) as unknown as TypedDocumentString<SeparateDocumentMutation, SeparateDocumentMutationVariables>;
export const RegisterOrganizationDocument = new TypedDocumentString(`
    mutation RegisterOrganization($input: RegisterOrganizationInput!) {
  it: registerOrganization(input: $input) {
    record: organization {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:cf738f3d2319c5f04742fc96296ab527791061833773cbdc692aff6a1d6ad2f2"}) as unknown as TypedDocumentString<RegisterOrganizationMutation, RegisterOrganizationMutationVariables>;
export const AmendOrganizationDocument = new TypedDocumentString(`
    mutation AmendOrganization($input: AmendOrganizationInput!) {
  it: amendOrganization(input: $input) {
    record: organization {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:d3a5852b01c7321796bbf2229e6b385b0ea5ccaf5af0b8fea3cfa0f08f91ba2f"}) as unknown as TypedDocumentString<AmendOrganizationMutation, AmendOrganizationMutationVariables>;
export const MergeOrganizationsDocument = new TypedDocumentString(`
    mutation MergeOrganizations($input: MergeOrganizationsInput!) {
  it: mergeOrganizations(input: $input) {
    record: organization {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:acecf1d33746ad328367bd65e1a5238a2a910cadaa7bfc4be3880d2180b2bc42"}) as unknown as TypedDocumentString<MergeOrganizationsMutation, MergeOrganizationsMutationVariables>;
export const SeparateOrganizationDocument = new TypedDocumentString(`
    mutation SeparateOrganization($input: SeparateOrganizationInput!) {
  it: separateOrganization(input: $input) {
    record: organization {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:6e587f0a36b29d9a13594e15e7830b6584b99b22c766441dfe51ac78018f0900"}) as unknown as TypedDocumentString<SeparateOrganizationMutation, SeparateOrganizationMutationVariables>;
export const AddSectorDocument = new TypedDocumentString(`
    mutation AddSector($input: AddSectorInput!) {
  it: addSector(input: $input) {
    record: sector {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:b03671735887c2c6897da2f3237ced74f8ab1b9d7c632216adb8dadc0119a3a8"}) as unknown as TypedDocumentString<AddSectorMutation, AddSectorMutationVariables>;
export const AmendSectorDocument = new TypedDocumentString(`
    mutation AmendSector($input: AmendSectorInput!) {
  it: amendSector(input: $input) {
    record: sector {
      id
      version
      viewerCan
    }
    errors {
      ...Refusal
    }
    change {
      ...Done
    }
  }
}
    fragment Refusal on UserError {
  code
  message
  field
  currentVersion
}
fragment Done on Commit {
  seq
  replayed
}`, {"hash":"sha256:091d5d5c5ac929e70cc0ce6e344585962f1cc70b1a2897e23ba64bbfecae2fb9"}) as unknown as TypedDocumentString<AmendSectorMutation, AmendSectorMutationVariables>;
export const AgreementsDocument = new TypedDocumentString(`
    query Agreements($after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  agreements(first: 90, after: $after, orderBy: DATE_DESC) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      code
      title
      kind
      status
      signedOn
      period {
        edtf
      }
      parent {
        code
      }
      activities(first: 0) {
        totalCount
      }
    }
  }
}
    `, {"hash":"sha256:e26e90b872a5dbed0e48c3673eba2f2b3678f16ffe81282cbc50ede2c0c4e7b8"}) as unknown as TypedDocumentString<AgreementsQuery, AgreementsQueryVariables>;
export const AgreementPageDocument = new TypedDocumentString(`
    query AgreementPage($code: String!, $on: Date, $live: Boolean = false) @live(if: $live, throttle: 100) {
  agreement(by: {code: $code}) {
    id
    code
    title
    kind
    status(on: $on)
    signedOn
    period {
      start
      end
      edtf
    }
    parent {
      code
      title
    }
    termination {
      on
      reason
    }
    note
    parties {
      role
      province {
        ...Place
      }
      organization {
        id
        name
      }
    }
    sources {
      ...Proof
    }
    fields {
      id
      title
      sector {
        name
      }
      lead {
        id
        name
      }
      activities(first: 0) {
        totalCount
      }
    }
    progress(on: $on) {
      on
      agreed
      completed
      ongoing
      planned
      suspended
      cancelled
      unknown
      completionRate
      elapsedRate
      overdueCount
      overdue(first: 100) {
        nodes {
          daysLate
          due
          kind
          activity {
            id
          }
        }
      }
    }
    reconciliation {
      claim {
        id
        metric
        value
        unit
        qualifier
        statedOn
        narrative
        scope {
          text
        }
        sources {
          ...Proof
        }
      }
      recorded
      gap
      verdict
      reason
      contributors(first: 5) {
        totalCount
        nodes {
          ...Label
        }
      }
    }
    directives(first: 50) {
      totalCount
      nodes {
        id
        text
        kind
        status
        due
        overdue(on: $on)
        issuedBy
        issuedOn
        addressedTo
        answeredBy {
          id
          title
        }
      }
    }
    children(first: 50) {
      totalCount
      nodes {
        id
        code
        title
        kind
        status(on: $on)
        signedOn
        activities(first: 0) {
          totalCount
        }
      }
    }
  }
}
    fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}
fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}`, {"hash":"sha256:09985ca197b5305d6a0827bc889a3a1537ed3c179f65d10df6ace07336669f2a"}) as unknown as TypedDocumentString<AgreementPageQuery, AgreementPageQueryVariables>;
export const ActivitiesOfAgreementDocument = new TypedDocumentString(`
    query ActivitiesOfAgreement($code: String!, $on: Date, $after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  agreement(by: {code: $code}) {
    progress(on: $on) {
      contributors(figure: AGREED, first: 60, after: $after, orderBy: DATE_ASC) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...ActivityRow
        }
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment ActivityRow on Activity {
  id
  title
  status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  sector {
    name
  }
  agreement {
    code
  }
  participants {
    role
    basis
    province {
      ...Place
    }
    organization {
      id
      name
    }
  }
  direction
  dueOn
  lateness {
    kind
    days
  }
  sources {
    quote
    document {
      id
      title
      url
    }
  }
}`, {"hash":"sha256:e323bf92e23e6016c541aac7957e9def25574ff32390ca5f53c42919a9231fa6"}) as unknown as TypedDocumentString<ActivitiesOfAgreementQuery, ActivitiesOfAgreementQueryVariables>;
export const PublishedAboutDocument = new TypedDocumentString(`
    query PublishedAbout($live: Boolean = false) @live(if: $live, throttle: 100) {
  claims(first: 100) {
    totalCount
    nodes {
      id
      agreement {
        code
        title
      }
    }
  }
  head {
    seq
    at
  }
}
    `, {"hash":"sha256:93300aef02de2097547f4a496c04f1f1b46b569782abaafe9109fb08e132d70c"}) as unknown as TypedDocumentString<PublishedAboutQuery, PublishedAboutQueryVariables>;
export const CountsDocument = new TypedDocumentString(`
    query Counts($live: Boolean = false) @live(if: $live, throttle: 100) {
  provinces(first: 0) {
    totalCount
  }
  agreements(first: 0) {
    totalCount
  }
  activities(first: 0) {
    totalCount
  }
  events(first: 0) {
    totalCount
  }
  outcomes(first: 0) {
    totalCount
  }
  documents(first: 0) {
    totalCount
  }
}
    `, {"hash":"sha256:4b62a0f08411086f556fccb3998c6fb11b99a23d2446808abacd963a43e1c24c"}) as unknown as TypedDocumentString<CountsQuery, CountsQueryVariables>;
export const ReportedBesideRecordedDocument = new TypedDocumentString(`
    query ReportedBesideRecorded($code: String!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  agreement(by: {code: $code}) {
    id
    code
    title
    signedOn
    progress {
      on
      agreed
      completed
      ongoing
      planned
      unknown
      lateCount
      noReportCount
    }
    directions {
      oneWay
      mutual
      unspecified
      oneWayShare {
        low
        high
      }
      givers {
        oneWay
        province {
          ...Place
        }
      }
    }
    reconciliation {
      claim {
        id
        metric
        value
        unit
        qualifier
        statedOn
        scope {
          text
          provinces {
            id
            name
          }
        }
        sources {
          ...Proof
        }
      }
      recorded
      undecidedBy {
        count
      }
      gap
      verdict
      reason
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}`, {"hash":"sha256:6c850a96f5f17064fbb70a621b77578648a1868acac0a9b4ab669fe42ff81573"}) as unknown as TypedDocumentString<ReportedBesideRecordedQuery, ReportedBesideRecordedQueryVariables>;
export const FeedPositionDocument = new TypedDocumentString(`
    query FeedPosition($seq: Int!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  at(moment: {seq: $seq}) {
    head {
      cursor
    }
  }
}
    `, {"hash":"sha256:45fe7e28f3f3b21e43be6b20c437db0e5107c447c1ea3cc15c308ad653838e03"}) as unknown as TypedDocumentString<FeedPositionQuery, FeedPositionQueryVariables>;
export const LastChangesDocument = new TypedDocumentString(`
    query LastChanges($after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  changes(after: $after, first: 8) {
    nodes {
      seq
      at
      by
      command
      recordCount
      records(first: 2) {
        kind
        operation
        node {
          ...Label
        }
      }
    }
  }
}
    fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}`, {"hash":"sha256:7559f16836c7170afed40f458936ccf801eead9728b0e54e57a78c9173cda2a8"}) as unknown as TypedDocumentString<LastChangesQuery, LastChangesQueryVariables>;
export const MapUnitsDocument = new TypedDocumentString(`
    query MapUnits($after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  provinces(first: 100, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      key
      name
      kind
      validFrom
      validTo
      codes(scheme: ISO_3166_2) {
        value
      }
      earlierForms {
        until
        kind
        name
      }
    }
  }
}
    `, {"hash":"sha256:e207c474c6273d5ade2d5f994f035cc75b9684da7cd8e17f6afebca4057ed067"}) as unknown as TypedDocumentString<MapUnitsQuery, MapUnitsQueryVariables>;
export const SuccessionsDocument = new TypedDocumentString(`
    query Successions($after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  successions(first: 100, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      on
      predecessors {
        id
      }
      successors {
        id
      }
    }
  }
}
    `, {"hash":"sha256:ef788da329e0ada9e36e16ef513a8e091ed0230e3f2f1a3860273bd93af960f0"}) as unknown as TypedDocumentString<SuccessionsQuery, SuccessionsQueryVariables>;
export const HubDocument = new TypedDocumentString(`
    query Hub($boundaries: BoundariesInput, $scope: ScopeInput, $live: Boolean = false) @live(if: $live, throttle: 100) {
  cooperationMatrix(boundaries: $boundaries, scope: $scope) {
    boundaries {
      on
    }
    network {
      provinces(first: 1) {
        nodes {
          degree
          province {
            ...Place
          }
        }
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"hash":"sha256:b48c5fab311dd585139c9c06c4fd0effc11757f9ca20b13e99a8a254d5cb7247"}) as unknown as TypedDocumentString<HubQuery, HubQueryVariables>;
export const FlowsOfProvinceDocument = new TypedDocumentString(`
    query FlowsOfProvince($of: ProvinceBy!, $boundaries: BoundariesInput, $scope: ScopeInput, $live: Boolean = false) @live(if: $live, throttle: 100) {
  cooperationMatrix(of: $of, boundaries: $boundaries, scope: $scope) {
    boundaries {
      on
    }
    of {
      ...Place
    }
    cells(first: 2000) {
      totalCount
      nodes {
        a {
          ...Place
        }
        b {
          ...Place
        }
        tally {
          activities
          flows {
            oneWayAToB
            oneWayBToA
            mutual
            unspecified
          }
          events {
            count
          }
          outcomes {
            count
          }
        }
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"hash":"sha256:a9317b0189fa9ae9b8f077ddda9e9db32ccbceb6a300bae48cd9d89886731ecc"}) as unknown as TypedDocumentString<FlowsOfProvinceQuery, FlowsOfProvinceQueryVariables>;
export const MatrixDocument = new TypedDocumentString(`
    query Matrix($scope: ScopeInput, $boundaries: BoundariesInput, $live: Boolean = false) @live(if: $live, throttle: 100) {
  cooperationMatrix(scope: $scope, boundaries: $boundaries) {
    boundaries {
      on
    }
    totals {
      activities
      events {
        count
      }
      outcomes {
        count
      }
    }
    network {
      pairs
      oneWayPairs
      mutualPairs
      oneWay
      mutual
      oneWayShareBounds {
        low
        high
      }
    }
    cells(first: 2000, orderBy: {figure: ACTIVITIES}) {
      totalCount
      nodes {
        a {
          ...Place
        }
        b {
          ...Place
        }
        tally {
          activities
          flows {
            aToB
            bToA
            mutual
            unspecified
            oneWay
            oneWayAToB
            oneWayBToA
          }
          events {
            count
          }
          outcomes {
            count
          }
        }
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"hash":"sha256:bb84938218d5e0110cf66150f00cc846030eb620c9540978b68e2754f2cca81c"}) as unknown as TypedDocumentString<MatrixQuery, MatrixQueryVariables>;
export const ScopesDocument = new TypedDocumentString(`
    query Scopes($live: Boolean = false) @live(if: $live, throttle: 100) {
  sectors(first: 100) {
    nodes {
      id
      code
      name
    }
  }
  agreements(first: 100) {
    nodes {
      id
      code
      title
    }
  }
}
    `, {"hash":"sha256:3faf8e1c003827809a71728fe18ea1fbca8cda0e524b82e17da259731f36454a"}) as unknown as TypedDocumentString<ScopesQuery, ScopesQueryVariables>;
export const PairDocument = new TypedDocumentString(`
    query Pair($a: ProvinceBy!, $b: ProvinceBy!, $scope: ScopeInput, $boundaries: BoundariesInput, $live: Boolean = false) @live(if: $live, throttle: 100) {
  cooperation(between: {a: $a, b: $b}, scope: $scope, boundaries: $boundaries) {
    a {
      ...Place
    }
    b {
      ...Place
    }
    boundaries {
      on
    }
    tally {
      activities
      completionRate
      flows {
        ...FlowFigures
      }
      byStatus {
        status
        count
      }
      bySector {
        sector {
          id
          code
          name
        }
        tally {
          activities
          flows {
            oneWayAToB
            oneWayBToA
            mutual
          }
        }
      }
      byYear {
        year
        tally {
          activities
          flows {
            oneWayAToB
            oneWayBToA
            mutual
          }
        }
      }
      events {
        count
        hostedByA
        hostedByB
        hostedElsewhere
        hostUnknown
      }
      outcomes {
        count
        evidenced
        sums {
          unit
          total
          count
          inexact
        }
      }
      unresolved {
        kind
        count
      }
    }
    events(first: 40) {
      totalCount
      nodes {
        ...EventRow
      }
    }
    outcomes(first: 40) {
      totalCount
      nodes {
        id
        title
        value
        unit
        status
        period {
          edtf
        }
      }
    }
    agreements(first: 40) {
      totalCount
      nodes {
        id
        code
        title
        status
      }
    }
  }
}
    fragment FlowFigures on Flows {
  aToB
  bToA
  mutual
  unspecified
  oneWay
  oneWayAToB
  oneWayBToA
  oneWayShareBounds {
    low
    high
  }
}
fragment Place on Province {
  id
  key
  name
}
fragment EventRow on Event {
  id
  title
  kind
  status
  startsOn
  endsOn
  place
  host {
    ...Place
  }
}`, {"hash":"sha256:a8a5aa3cc8a9c5458bc4020e33dcf2b40ccb951f13c013b3ec6266b910eafde3"}) as unknown as TypedDocumentString<PairQuery, PairQueryVariables>;
export const ActivitiesOfPairDocument = new TypedDocumentString(`
    query ActivitiesOfPair($a: ProvinceBy!, $b: ProvinceBy!, $scope: ScopeInput, $boundaries: BoundariesInput, $after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  cooperation(between: {a: $a, b: $b}, scope: $scope, boundaries: $boundaries) {
    activities(first: 60, after: $after, orderBy: DATE_ASC) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...ActivityRow
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment ActivityRow on Activity {
  id
  title
  status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  sector {
    name
  }
  agreement {
    code
  }
  participants {
    role
    basis
    province {
      ...Place
    }
    organization {
      id
      name
    }
  }
  direction
  dueOn
  lateness {
    kind
    days
  }
  sources {
    quote
    document {
      id
      title
      url
    }
  }
}`, {"hash":"sha256:07cc060acdc780ee1bff069f4b609c7766ef36ea6969839ad14b9474b5c63f35"}) as unknown as TypedDocumentString<ActivitiesOfPairQuery, ActivitiesOfPairQueryVariables>;
export const ProvincesDocument = new TypedDocumentString(`
    query Provinces($on: Date, $live: Boolean = false) @live(if: $live, throttle: 100) {
  provinces(first: 100, filter: {validOn: $on}, orderBy: TITLE_ASC) {
    totalCount
    nodes {
      ...Place
      kind
      region
      validFrom
      validTo
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"hash":"sha256:8e56f7058d574d89f217eedb2e13ddb79caa61cff9757f2785fbf590fe5c1db4"}) as unknown as TypedDocumentString<ProvincesQuery, ProvincesQueryVariables>;
export const ProvincePageDocument = new TypedDocumentString(`
    query ProvincePage($by: ProvinceBy!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  province(by: $by) {
    ...Place
    kind
    region
    validFrom
    validTo
    note
    codes {
      scheme
      value
      validFrom
      validTo
    }
    predecessors {
      ...Place
      validTo
    }
    successors {
      ...Place
      validFrom
    }
    successions {
      id
      on
    }
    sources {
      ...Proof
    }
    agreements(first: 50) {
      totalCount
      nodes {
        id
        code
        title
        status
        signedOn
      }
    }
    hostedEvents(first: 50) {
      totalCount
      nodes {
        ...EventRow
      }
    }
    events(first: 50) {
      totalCount
      nodes {
        ...EventRow
      }
    }
    outcomesProvided(first: 0) {
      totalCount
    }
    outcomesReceived(first: 0) {
      totalCount
    }
    organizations(first: 50) {
      totalCount
      nodes {
        id
        name
        kind
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}
fragment EventRow on Event {
  id
  title
  kind
  status
  startsOn
  endsOn
  place
  host {
    ...Place
  }
}`, {"hash":"sha256:d6d975c9437af19bb4f9e7342fece6f3167ab4ca93ee33b3e28c44415f93aff2"}) as unknown as TypedDocumentString<ProvincePageQuery, ProvincePageQueryVariables>;
export const ActivitiesOfProvinceDocument = new TypedDocumentString(`
    query ActivitiesOfProvince($by: ProvinceBy!, $after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  province(by: $by) {
    activities(first: 60, after: $after, orderBy: DATE_ASC) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...ActivityRow
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment ActivityRow on Activity {
  id
  title
  status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  sector {
    name
  }
  agreement {
    code
  }
  participants {
    role
    basis
    province {
      ...Place
    }
    organization {
      id
      name
    }
  }
  direction
  dueOn
  lateness {
    kind
    days
  }
  sources {
    quote
    document {
      id
      title
      url
    }
  }
}`, {"hash":"sha256:e3f4d7c4bbac05e9cff51ebbb33f6e22cbd409977079278a33db2b2513fcb73a"}) as unknown as TypedDocumentString<ActivitiesOfProvinceQuery, ActivitiesOfProvinceQueryVariables>;
export const RecordPageDocument = new TypedDocumentString(`
    query RecordPage($id: ID!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  node(id: $id) {
    __typename
    id
    ... on Activity {
      title
      status
      statusReason
      planned {
        edtf
      }
      actual {
        edtf
      }
      sector {
        id
        name
      }
      field {
        id
        fieldTitle: title
        sector {
          name
        }
      }
      agreement {
        id
        code
        title
      }
      participants {
        role
        side
        basis
        province {
          ...Place
        }
        organization {
          id
          name
        }
      }
      commitments {
        funding
        money {
          amount
          currency
        }
      }
      events(first: 20) {
        nodes {
          id
          title
        }
      }
      outcomes(first: 20) {
        nodes {
          id
          title
        }
      }
      indicators(first: 20) {
        nodes {
          id
          title
        }
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Agreement {
      code
      title
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Claim {
      metric
      kind
      value
      qualifier
      unit
      narrative
      scope {
        text
        period {
          edtf
        }
        province {
          ...Place
        }
        sector {
          id
          name
        }
      }
      statedBy
      statedOn
      statedByOrganization {
        id
        name
      }
      agreement {
        id
        code
        title
      }
      conflictsWith {
        id
        metric
        value
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Directive {
      text
      directiveKind: kind
      directiveStatus: status
      due
      overdue
      issuedBy
      issuedOn
      addressedTo
      issuedByOrganization {
        id
        name
      }
      addressedToOrganizations {
        id
        name
      }
      agreement {
        id
        code
        title
      }
      answeredBy {
        id
        title
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Document {
      title
      url
      publisher
      publishedOn
      language
      reading
      reliability
      sha256
      citedBy {
        ...Label
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Event {
      title
      eventKind: kind
      level
      eventStatus: status
      statusReason
      startsOn
      endsOn
      place
      attendance
      host {
        ...Place
      }
      activity {
        id
        title
      }
      agreement {
        id
        code
        title
      }
      participants {
        role
        side
        basis
        province {
          ...Place
        }
        organization {
          id
          name
        }
      }
      outcomes(first: 20) {
        nodes {
          id
          title
        }
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Field {
      fieldTitle: title
      objectives
      sector {
        id
        name
      }
      lead {
        id
        name
      }
      agreement {
        id
        code
        title
      }
      activities(first: 50) {
        nodes {
          id
          title
        }
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Indicator {
      title
      measure
      unit
      ascending
      cumulative
      baseline {
        year
        value
        comment
      }
      targets {
        period {
          edtf
        }
        target: value
        comment
      }
      activity {
        id
        title
      }
      outcomes(first: 20) {
        nodes {
          id
          title
        }
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Organization {
      name
      organizationKind: kind
      province {
        ...Place
      }
      agreements(first: 20) {
        nodes {
          id
          code
          title
        }
      }
      activities(first: 20) {
        nodes {
          id
          title
        }
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Outcome {
      title
      outcomeKind: kind
      outcomeStatus: status
      statusReason
      value
      qualifier
      unit
      outcomeMeasure: measure
      narrative
      period {
        edtf
      }
      provider {
        province {
          ...Place
        }
        organization {
          id
          name
        }
      }
      beneficiary {
        province {
          ...Place
        }
        organization {
          id
          name
        }
      }
      activity {
        id
        title
      }
      event {
        id
        title
      }
      indicator {
        id
        title
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Province {
      key
      name
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Sector {
      code
      name
      description
      activities(first: 50) {
        nodes {
          id
          title
        }
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
    ... on Succession {
      on
      predecessors {
        ...Place
      }
      successors {
        ...Place
      }
      instrument {
        id
        title
      }
      note
      sources {
        ...Proof
      }
      history(last: 10) {
        ...Past
      }
    }
  }
}
    fragment Past on RevisionConnection {
  nodes {
    seq
    at
    by
    command
    version
    diff {
      field
      before
      after
    }
  }
}
fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}
fragment Place on Province {
  id
  key
  name
}
fragment Proof on Source {
  quote
  document {
    id
    title
    url
    publisher
    publishedOn
  }
}`, {"hash":"sha256:6b5c59ff1ac6822061917a2d5f577ea0364ec3039b79ca38541024b5b6697908"}) as unknown as TypedDocumentString<RecordPageQuery, RecordPageQueryVariables>;
export const ReportDocument = new TypedDocumentString(`
    query Report($code: String!, $on: Date, $boundaries: BoundariesInput, $live: Boolean = false) @live(if: $live, throttle: 100) {
  agreement(by: {code: $code}) {
    id
    code
    title
    signedOn
    period {
      edtf
    }
    parties {
      role
      province {
        id
        name
      }
      organization {
        id
        name
      }
    }
    progress(on: $on) {
      on
      agreed
      completed
      ongoing
      planned
      suspended
      cancelled
      unknown
      unresolved
      completionRate
      elapsedRate
      overdueCount
      lateCount
      noReportCount
    }
    directions(boundaries: $boundaries) {
      oneWay
      mutual
      unspecified
      withoutPair
      oneWayShare {
        low
        high
      }
    }
    reconciliation {
      claim {
        id
        metric
        value
        unit
        qualifier
        statedOn
        narrative
        scope {
          text
        }
        sources {
          quote
          document {
            id
            title
            url
            publisher
            publishedOn
          }
        }
      }
      recorded
      undecidedBy {
        count
      }
      verdict
      reason
    }
    directives(first: 100) {
      totalCount
      nodes {
        id
        text
        kind
        status
        due
        overdue(on: $on)
        issuedBy
        issuedOn
        addressedTo
        answeredBy {
          id
          title
        }
        sources {
          quote
          document {
            id
            title
            url
            publisher
            publishedOn
          }
        }
      }
    }
    sources {
      quote
      document {
        id
        title
        url
        publisher
        publishedOn
      }
    }
  }
  cooperationMatrix(scope: {agreement: {code: $code}}, boundaries: $boundaries) {
    boundaries {
      on
    }
    cells(first: 500) {
      totalCount
      nodes {
        a {
          id
          name
        }
        b {
          id
          name
        }
        tally {
          activities
          flows {
            oneWayAToB
            oneWayBToA
            mutual
            unspecified
          }
        }
      }
    }
  }
}
    `, {"hash":"sha256:3253241aa4aa48a41b5b6ebedc5a045f57d84799a45855f9a7700f59a5fbdcc4"}) as unknown as TypedDocumentString<ReportQuery, ReportQueryVariables>;
export const ReportedActivitiesDocument = new TypedDocumentString(`
    query ReportedActivities($code: String!, $on: Date, $after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  agreement(by: {code: $code}) {
    progress(on: $on) {
      contributors(figure: AGREED, first: 60, after: $after, orderBy: DATE_ASC) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          title
          status
          sector {
            code
            name
          }
          planned {
            edtf
          }
          actual {
            edtf
          }
          direction
          dueOn
          lateness(on: $on) {
            kind
            days
          }
          participants {
            role
            province {
              id
              name
            }
            organization {
              id
              name
            }
          }
          sources {
            quote
            document {
              id
              title
              url
              publisher
              publishedOn
            }
          }
        }
      }
    }
  }
}
    `, {"hash":"sha256:002f613157cf930f7c63cd9959ef594ce1ae50fc78a181d9bfd59562bb4e18fd"}) as unknown as TypedDocumentString<ReportedActivitiesQuery, ReportedActivitiesQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $kinds: [RecordKind!], $live: Boolean = false) @live(if: $live, throttle: 100) {
  search(text: $text, kinds: $kinds, first: 30) {
    edges {
      score
      highlights {
        lang
        part
        pieces {
          text
          matched
        }
      }
      node {
        ...Label
      }
    }
  }
}
    fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}`, {"hash":"sha256:6a4405c0bab79f922b50f25291632997b4454e2a6d51cdaf42d2b162d6a0e91b"}) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer($live: Boolean = false) @live(if: $live, throttle: 100) {
  viewer {
    name
    role
    may
    scope {
      province {
        ...Place
      }
      organization {
        id
        name
        province {
          ...Place
        }
      }
      agreement {
        id
        code
        title
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}`, {"hash":"sha256:edc9241e6d8c97daee8050ed77dd6a66f423d0aad7d9797ac870e88fcc7746d6"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const WaitingOutcomesDocument = new TypedDocumentString(`
    query WaitingOutcomes($after: String, $live: Boolean = false) @live(if: $live, throttle: 100) {
  outcomes(
    first: 100
    after: $after
    filter: {status: [DRAFT, RETURNED, SUBMITTED]}
    orderBy: DATE_DESC
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...WaitingOutcome
    }
  }
}
    fragment WaitingOutcome on Outcome {
  id
  title
  kind
  outcomeStatus: status
  statusReason
  value
  unit
  qualifier
  updatedAt
  activity {
    id
    title
  }
  viewerCan
}`, {"hash":"sha256:2751d462a0dcfc6fcc79824b4d797c8cbf087b14c8c7ffc56c03a3de9499247f"}) as unknown as TypedDocumentString<WaitingOutcomesQuery, WaitingOutcomesQueryVariables>;
export const WaitingDirectivesDocument = new TypedDocumentString(`
    query WaitingDirectives($live: Boolean = false) @live(if: $live, throttle: 100) {
  directives(first: 100, filter: {status: [OPEN, ANSWERED]}, orderBy: DATE_DESC) {
    totalCount
    nodes {
      id
      text
      directiveStatus: status
      due
      overdue
      agreement {
        code
        title
      }
      viewerCan
    }
  }
}
    `, {"hash":"sha256:a5802f8560e489cba76f49bc39354a820cf362b226ef9598988d86d0d3ed8043"}) as unknown as TypedDocumentString<WaitingDirectivesQuery, WaitingDirectivesQueryVariables>;
export const MyActivitiesDocument = new TypedDocumentString(`
    query MyActivities($filter: ActivityFilter, $events: EventFilter, $live: Boolean = false) @live(if: $live, throttle: 100) {
  activities(first: 100, filter: $filter, orderBy: DATE_DESC) {
    totalCount
    nodes {
      ...WaitingActivity
    }
  }
  events(first: 100, filter: $events, orderBy: DATE_DESC) {
    totalCount
    nodes {
      ...WaitingEvent
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment WaitingActivity on Activity {
  id
  title
  activityStatus: status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  dueOn
  lateness {
    kind
    days
  }
  agreement {
    code
  }
  viewerCan
}
fragment WaitingEvent on Event {
  id
  title
  eventStatus: status
  startsOn
  endsOn
  place
  host {
    ...Place
  }
  viewerCan
}`, {"hash":"sha256:ebbb59db32bb1c4cee1ec8af601f10133177ca657a95be78bc6e107d4b5b5159"}) as unknown as TypedDocumentString<MyActivitiesQuery, MyActivitiesQueryVariables>;
export const ActivitiesOfOrganizationDocument = new TypedDocumentString(`
    query ActivitiesOfOrganization($organization: ID!, $filter: ActivityFilter, $events: EventFilter, $live: Boolean = false) @live(if: $live, throttle: 100) {
  organization(by: {id: $organization}) {
    activities(first: 100, filter: $filter, orderBy: DATE_DESC) {
      totalCount
      nodes {
        ...WaitingActivity
      }
    }
    events(first: 100, filter: $events, orderBy: DATE_DESC) {
      totalCount
      nodes {
        ...WaitingEvent
      }
    }
  }
}
    fragment Place on Province {
  id
  key
  name
}
fragment WaitingActivity on Activity {
  id
  title
  activityStatus: status
  planned {
    start
    end
    edtf
  }
  actual {
    start
    end
    edtf
  }
  dueOn
  lateness {
    kind
    days
  }
  agreement {
    code
  }
  viewerCan
}
fragment WaitingEvent on Event {
  id
  title
  eventStatus: status
  startsOn
  endsOn
  place
  host {
    ...Place
  }
  viewerCan
}`, {"hash":"sha256:34c44c0e58f3c04c19b93d89314398b8002b24e02f988283088be7d0c1cd11e3"}) as unknown as TypedDocumentString<ActivitiesOfOrganizationQuery, ActivitiesOfOrganizationQueryVariables>;
export const PossibleDocument = new TypedDocumentString(`
    query Possible($id: ID!, $live: Boolean = false) @live(if: $live, throttle: 100) {
  node(id: $id) {
    __typename
    id
    ... on Activity {
      viewerCan
    }
    ... on Agreement {
      viewerCan
    }
    ... on Claim {
      viewerCan
    }
    ... on Directive {
      viewerCan
    }
    ... on Document {
      viewerCan
      duplicates {
        id
        viewerCan
      }
    }
    ... on Event {
      viewerCan
    }
    ... on Field {
      viewerCan
    }
    ... on Indicator {
      viewerCan
    }
    ... on Organization {
      viewerCan
      duplicates {
        id
        viewerCan
      }
    }
    ... on Outcome {
      viewerCan
    }
    ... on Province {
      viewerCan
    }
    ... on Sector {
      viewerCan
    }
  }
}
    `, {"hash":"sha256:2ac85c72eeeac4cd06eff168e9e7f833eb87d7a6d795e9453b04bc05eded15b3"}) as unknown as TypedDocumentString<PossibleQuery, PossibleQueryVariables>;
export const FindDocument = new TypedDocumentString(`
    query Find($text: String!, $kinds: [RecordKind!]) {
  search(text: $text, kinds: $kinds, first: 12) {
    edges {
      node {
        ...Label
      }
    }
  }
}
    fragment Label on Node {
  __typename
  id
  ... on Activity {
    title
  }
  ... on Agreement {
    code
    title
  }
  ... on Claim {
    metric
    narrative
  }
  ... on Directive {
    text
  }
  ... on Document {
    title
  }
  ... on Event {
    title
  }
  ... on Field {
    fieldTitle: title
    sector {
      name
    }
  }
  ... on Indicator {
    title
  }
  ... on Organization {
    name
  }
  ... on Outcome {
    title
  }
  ... on Province {
    key
    name
  }
  ... on Sector {
    name
  }
  ... on Succession {
    on
  }
}`, {"hash":"sha256:9361cd765f64bb988fa0a536ee9ed7418ac5c59963e6409b207f6b952cd43d6e"}) as unknown as TypedDocumentString<FindQuery, FindQueryVariables>;