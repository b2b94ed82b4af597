// What a form is about, in short: whoever approves or completes a record sees what it says.
import { Link } from 'wouter';
import { recordAt } from '../address';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import { chosenOf, partiesOf, type Subject } from '../work/fields';
import { Sources } from './sources';

export const statusOf = (subject: Subject): string => {
  switch (subject.__typename) {
    case 'Activity':
      return subject.activityStatus;
    case 'Event':
      return subject.eventStatus;
    case 'Outcome':
      return subject.outcomeStatus;
    case 'Directive':
      return subject.directiveStatus;
  }
};

/** What the record of a form is called, in the reader's language where it has a name in it. */
export function useTitle() {
  const say = useSay();
  return (subject: Subject) => ('text' in subject ? subject.text : say(subject.vi, subject.en));
}

export function SubjectFacts({ subject }: { subject: Subject }) {
  const say = useSay();
  const word = useWord();
  const titleOf = useTitle();
  const facts = useFacts(subject).filter(([, it]) => it !== '' && it !== '–');
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
  switch (subject.__typename) {
    case 'Activity':
      return [status, [word('planned'), span(subject.planned)], [word('actual'), span(subject.actual)], [word('due'), day(subject.dueOn)], reason, parties];
    case 'Event':
      return [status, [word('startsOn'), day(subject.startsOn)], [word('endsOn'), day(subject.endsOn)], [word('place'), [subject.place, subject.host?.name].filter(Boolean).join(', ')], reason, parties];
    case 'Outcome':
      return [
        status,
        [word('kind'), word(subject.outcomeKind)],
        [word('value'), subject.value === null ? '' : [subject.qualifier && word(subject.qualifier), number(subject.value), subject.unit].filter(Boolean).join(' ')],
        [word('period'), period(subject.period?.edtf)],
        [word('provider'), (subject.provider && chosenOf(subject.provider)?.name) ?? ''],
        [word('beneficiary'), (subject.beneficiary && chosenOf(subject.beneficiary)?.name) ?? ''],
        [word('activity'), subject.activity?.title ?? ''],
        [word('narrative'), subject.narrativeVi ?? ''],
        reason,
      ];
    case 'Directive':
      return [status, [word('due'), day(subject.due)], [word('issuedBy'), subject.issuedBy ?? ''], [word('answeredBy'), subject.answeredBy?.map(({ title }) => title).join('; ') ?? '']];
  }
}
