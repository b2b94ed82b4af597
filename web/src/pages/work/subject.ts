// What a form is about: a record as the API has it, or the registry itself, for what is made under no record.
import type { Chosen, Proof, Value, Values } from '../drafts';
import { useAnswer, type Answer } from '../api';
import {
  AgreedSubjectDocument,
  DoneSubjectDocument,
  NamedSubjectDocument,
  type Action,
  type ActorOfFragment,
  type AgreedSubjectQuery,
  type DoneSubjectQuery,
  type NamedSubjectQuery,
  type PartOfFragment,
  type PartiesOfFragment,
  type ProofFragment,
} from '../gql/graphql';

type Asked = DoneSubjectQuery | AgreedSubjectQuery | NamedSubjectQuery;
type Node = Extract<NonNullable<Asked['node']>, { version: number }>;

/** The registry itself, as whoever holds the token may write into it. */
export interface Registry {
  __typename: 'Registry';
  id: typeof NEW;
  version: number;
  viewerCan: readonly Action[];
  note: null;
  sources: ProofFragment[];
}

/** A record that a form is about. */
export type Subject = Node | Registry;
export type Noun = Subject['__typename'];

/** How an address names the registry in place of a record. */
export const NEW = 'new';

export const registryFor = (viewerCan: readonly Action[]): Registry => ({ __typename: 'Registry', id: NEW, version: 0, viewerCan, note: null, sources: [] });

/** The nouns that each query reads. */
const DONE: readonly Noun[] = ['Activity', 'Event', 'Indicator', 'Outcome'];
const AGREED: readonly Noun[] = ['Agreement', 'Claim', 'Directive', 'Field'];
const NAMED: readonly Noun[] = ['Document', 'Organization', 'Province', 'Sector'];

/** The record of an id, of one of some nouns; null where there is none. Nothing is asked without nouns. */
export function useSubject(id: string, nouns: readonly Noun[]): Pick<Answer<unknown>, 'error' | 'again'> & { subject: Node | null | undefined } {
  const isOf = (group: readonly Noun[]) => nouns.some((noun) => group.includes(noun));
  const done = useAnswer(DoneSubjectDocument, { id }, !isOf(DONE));
  const agreed = useAnswer(AgreedSubjectDocument, { id }, !isOf(AGREED));
  const named = useAnswer(NamedSubjectDocument, { id }, !isOf(NAMED));
  const asked: Answer<Asked>[] = [...(isOf(DONE) ? [done] : []), ...(isOf(AGREED) ? [agreed] : []), ...(isOf(NAMED) ? [named] : [])];
  const found = asked.flatMap(({ data }) => (data?.node && 'version' in data.node ? [data.node] : []))[0];
  const isComplete = asked.length > 0 && asked.every(({ data }) => data !== undefined);
  return {
    subject: found ?? (isComplete ? null : undefined),
    error: asked.find(({ error }) => error)?.error,
    again: () => asked.forEach((it) => it.again()),
  };
}

/** Reads something of records of some nouns; of others there is nothing. */
export const of =
  <N extends Noun>(nouns: N | readonly N[], read: (it: Extract<Subject, { __typename: N }>) => Value | null | undefined) =>
  (it: Subject): Value | undefined =>
    ([] as readonly Noun[]).concat(nouns).includes(it.__typename) ? read(it as Extract<Subject, { __typename: N }>) ?? undefined : undefined;

type Part = Pick<PartOfFragment, 'province' | 'organization'>;

export function chosenOf({ province, organization }: Part | ActorOfFragment): Chosen | null {
  if (organization) return { kind: 'Organization', id: organization.id, name: organization.name };
  return province && { kind: 'Province', id: province.id, name: province.name };
}

/** A record that another names, as a field holds it. */
export const named = (kind: string, it: { id: string; name?: string; title?: string } | null | undefined): Chosen | null =>
  it ? { kind, id: it.id, name: it.name ?? it.title ?? '' } : null;

interface Fielded {
  id: string;
  fieldTitle: string | null;
  sector: { name: string } | null;
}

/** A field of an agreement is called as its sector, where it has no title. */
export const fieldNamed = (it: Fielded | null | undefined): Chosen | null => it ? { kind: 'Field', id: it.id, name: it.fieldTitle ?? it.sector?.name ?? '' } : null;

export const proofsOf = (sources: readonly ProofFragment[]): Proof[] =>
  sources.flatMap(({ document, quote }) => (document ? [{ document: { kind: 'Document', id: document.id, name: document.title }, quote: quote ?? '' }] : []));

/** A text in English, where it is not only the Vietnamese one shown instead. */
export const englishOf = (vi: string | null, en: string | null) => (en === vi ? '' : en ?? '');

/** Those who take part, as the rows of a list. */
export const participantsOf = (parts: readonly PartOfFragment[]): Values[] =>
  parts.map((it) => ({ '': chosenOf(it), role: it.role, side: it.side ?? '', basis: it.basis ?? '' }));

/** The parties of an agreement, as the rows of a list. */
export const signersOf = ({ parties }: PartiesOfFragment): Values[] => parts(parties).map((it) => ({ '': chosenOf(it), role: it.partyRole, side: it.side ?? '' }));

const parts = <P>(all: readonly P[] | null | undefined): readonly P[] => all ?? [];

/** Those who take part in what a record is about. */
export function partiesOf(subject: Subject): Chosen[] {
  const all: (Part | ActorOfFragment | null | undefined)[] = [];
  const organizations = (...them: ({ id: string; name: string } | null)[]) => them.forEach((it) => it && all.push({ province: null, organization: it }));
  switch (subject.__typename) {
    case 'Activity':
      all.push(...subject.participants);
      break;
    case 'Agreement':
      all.push(...subject.parties);
      break;
    case 'Claim':
      all.push(...parts(subject.agreement?.parties), ...parts(subject.scope.provinces).map((province) => ({ province, organization: null })));
      organizations(subject.statedByOrganization);
      break;
    case 'Directive':
      all.push(...parts(subject.agreement?.parties));
      organizations(subject.issuedByOrganization, ...parts(subject.addressedToOrganizations));
      break;
    case 'Event':
      all.push(...subject.participants, ...parts(subject.activity?.participants));
      break;
    case 'Field':
      all.push(...parts(subject.agreement?.parties));
      organizations(subject.lead);
      break;
    case 'Indicator':
      all.push(...parts(subject.activity?.participants));
      break;
    case 'Outcome':
      all.push(subject.provider, subject.beneficiary, ...parts(subject.activity?.participants));
      break;
    case 'Organization':
      all.push({ province: subject.province, organization: null });
      break;
    default:
  }
  const chosen = all.flatMap((part) => {
    if (!part) return [];
    return [chosenOf(part), named('Province', part.province)].filter((it) => it !== null);
  });
  return [...new Map(chosen.map((it) => [it.id, it])).values()];
}

interface Mergeable {
  viewerCan: readonly Action[];
  duplicates?: readonly { viewerCan: readonly Action[] }[] | null;
}

/** What may be done with a record, and with those that were merged into it: they have no page of their own. */
export const canOf = ({ viewerCan, duplicates }: Mergeable): readonly Action[] => [...new Set([...viewerCan, ...(duplicates ?? []).flatMap((it) => it.viewerCan)])];

/** What was merged into a record. */
export function duplicatesOf(subject: Subject): Chosen[] {
  if (!('duplicates' in subject)) return [];
  return parts<{ id: string; name?: string; title?: string }>(subject.duplicates).flatMap((it) => named(subject.__typename, it) ?? []);
}

/** What can be chosen without a search: those who take part, and the fields of an agreement. */
export function nearOf(subject: Subject): Chosen[] {
  const fields = subject.__typename === 'Agreement' ? parts(subject.fields).flatMap((it) => fieldNamed(it) ?? []) : [];
  return [...partiesOf(subject), ...fields];
}
