// All forms, by what they do: for each mutation that the pages offer, its document, and the fields that it takes. Those for
// administrators (provinces and successions) and for partner systems (many records at once) have none.
import type { Action } from '../gql/graphql';
import type { Field } from './fields';
import { ACTIVITIES } from './forms/activities';
import { AGREEMENTS } from './forms/agreements';
import { EVENTS } from './forms/events';
import { OUTCOMES } from './forms/outcomes';
import { REGISTERS } from './forms/registers';
import type { Form, Forms } from './pieces';
import type { Subject } from './subject';

export const FORMS: Forms = { ...ACTIVITIES, ...AGREEMENTS, ...EVENTS, ...OUTCOMES, ...REGISTERS };

/** The fields that a form has about a record. */
export const fieldsOf = ({ fields }: Form, { __typename }: Subject): Field[] => fields.filter((it) => it.under?.includes(__typename) ?? true);

/** The actions that the pages have a form for, of those that the API says are possible, the usual next step first. */
export const offered = (can: readonly string[]): Action[] => {
  const known = Object.keys(FORMS) as Action[];
  return known.filter((action) => can.includes(action)).sort((a, b) => rank(a) - rank(b));
};

/** The actions that make a record under none, of those that a token may do at all. */
export const begun = (may: readonly string[]): Action[] => offered(may).filter((action) => FORMS[action]?.nouns.includes('Registry'));

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
  'PLAN_ACTIVITY',
  'RECORD_CLAIM',
  'REVISE_ACTIVITY_PLAN',
  'SET_INDICATOR_TARGET',
  'SCHEDULE_EVENT',
  'ISSUE_DIRECTIVE',
  'SIGN_AGREEMENT',
];

const rank = (action: Action) => (FIRST.includes(action) ? FIRST.indexOf(action) : FIRST.length);

/** How an address names an action, and back. */
export const slugOf = (action: string) => action.toLowerCase().replaceAll('_', '-');
export const actionOf = (slug: string) => slug.toUpperCase().replaceAll('-', '_') as Action;
export const formAt = (action: string, id: string) => `/do/${slugOf(action)}/${encodeURIComponent(id)}`;
