// What a form is about, in short: whoever approves or completes a record sees what it says.
import { Link } from 'wouter';
import { recordAt } from '../address';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import { chosenOf, partiesOf, type Subject } from '../work/subject';
import { Sources } from './sources';

/** How a record stands, where it has a status. */
export const statusOf = (subject: Subject): string | undefined => {
  switch (subject.__typename) {
    case 'Activity':
      return subject.activityStatus;
    case 'Agreement':
      return subject.agreementStatus;
    case 'Event':
      return subject.eventStatus;
    case 'Outcome':
      return subject.outcomeStatus;
    case 'Directive':
      return subject.directiveStatus;
    default:
      return undefined;
  }
};

/** What the record of a form is called, in the reader's language where it has a name in it. */
export function useTitle() {
  const say = useSay();
  const word = useWord();
  return (subject: Subject): string => {
    switch (subject.__typename) {
      case 'Registry':
        return say('bản ghi mới', 'a new record');
      case 'Claim':
        return say(subject.narrativeVi ?? '', subject.narrativeEn ?? '') || word(subject.metric);
      case 'Field':
        return say(subject.fieldVi ?? '', subject.fieldEn ?? '') || subject.sector?.name || word('Field');
      default:
        return say(subject.vi, subject.en);
    }
  };
}

export function SubjectFacts({ subject }: { subject: Subject }) {
  const say = useSay();
  const word = useWord();
  const titleOf = useTitle();
  const facts = useFacts(subject).filter(([, it]) => it !== '' && it !== '–');
  if (subject.__typename === 'Registry') return null;
  return (
    <section className="about" aria-label={say('Bản ghi', 'The record')}>
      <p>
        <Link href={recordAt(subject.id)}>{titleOf(subject)}</Link> <span className="small">{word(subject.__typename)}</span>
      </p>
      <dl className="facts">
        {facts.map(([name, text]) => (
          <div key={name} className={text.length > 60 ? 'wide' : undefined}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {subject.sources.length > 0 && (
        <details>
          <summary>{say(`Nguồn (${subject.sources.length})`, `Sources (${subject.sources.length})`)}</summary>
          <Sources sources={subject.sources} />
        </details>
      )}
    </section>
  );
}

function useFacts(subject: Subject): [name: string, text: string][] {
  const word = useWord();
  const say = useSay();
  const { day, period, number } = useFormat();
  const status: [string, string] = [word('status'), word(statusOf(subject))];
  const reason: [string, string] = [say('Ghi chú', 'Note'), 'statusReason' in subject ? subject.statusReason ?? '' : ''];
  const parties: [string, string] = [word('participants'), partiesOf(subject).map(({ name }) => name).join(', ')];
  const span = (it: { start: string | null; end: string | null } | null) => period(it && [it.start ?? '', it.end ?? ''].join('/'));
  const amount = (value: string | null, unit: string | null, qualifier?: string | null) => (value === null ? '' : [qualifier && word(qualifier), number(value), unit].filter(Boolean).join(' '));
  switch (subject.__typename) {
    case 'Activity':
      return [status, [word('planned'), span(subject.planned)], [word('actual'), span(subject.actual)], [word('due'), day(subject.dueOn)], reason, parties];
    case 'Agreement':
      return [status, [word('kind'), word(subject.agreementKind)], [say('Ký ngày', 'Signed on'), day(subject.signedOn)], [word('period'), span(subject.period)], [say('Các bên', 'Parties'), parties[1]]];
    case 'Claim':
      return [
        [word('metric'), word(subject.metric)],
        [word('kind'), word(subject.claimKind)],
        [word('value'), amount(subject.value, subject.unit, subject.qualifier)],
        [word('statedBy'), subject.statedBy ?? ''],
        [word('statedOn'), day(subject.statedOn)],
        [word('agreement'), subject.agreement?.title ?? ''],
      ];
    case 'Directive':
      return [status, [word('due'), day(subject.due)], [word('issuedBy'), subject.issuedBy ?? ''], [word('answeredBy'), subject.answeredBy?.map(({ title }) => title).join('; ') ?? '']];
    case 'Document':
      return [[word('publisher'), subject.publisher ?? ''], [word('publishedOn'), day(subject.publishedOn)], [word('url'), subject.url ?? '']];
    case 'Event':
      return [status, [word('startsOn'), day(subject.startsOn)], [word('endsOn'), day(subject.endsOn)], [word('place'), [subject.place, subject.host?.name].filter(Boolean).join(', ')], reason, parties];
    case 'Field':
      return [[word('agreement'), subject.agreement?.title ?? ''], [word('sector'), subject.sector?.name ?? ''], [word('lead'), subject.lead?.name ?? '']];
    case 'Indicator':
      return [
        [word('activity'), subject.activity?.title ?? ''],
        [word('measure'), word(subject.indicatorMeasure)],
        [word('unit'), subject.unit ?? ''],
        [word('targets'), subject.targets.map((it) => `${period(it.period.edtf)}: ${number(it.value)}`).join('; ')],
      ];
    case 'Organization':
      return [[word('kind'), word(subject.organizationKind)], [word('province'), subject.province?.name ?? '']];
    case 'Outcome':
      return [
        status,
        [word('kind'), word(subject.outcomeKind)],
        [word('value'), amount(subject.value, subject.unit, subject.qualifier)],
        [word('period'), period(subject.period?.edtf)],
        [word('provider'), (subject.provider && chosenOf(subject.provider)?.name) ?? ''],
        [word('beneficiary'), (subject.beneficiary && chosenOf(subject.beneficiary)?.name) ?? ''],
        [word('activity'), subject.activity?.title ?? ''],
        [word('narrative'), subject.narrativeVi ?? ''],
        reason,
      ];
    case 'Sector':
      return [[word('code'), subject.code]];
    default:
      return [];
  }
}
