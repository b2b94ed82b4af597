// Agreements as rows of a table.
import { Link } from 'wouter';
import { agreementAt } from '../address';
import type { AgreementsQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import { Section } from './page';
import { Empty } from './states';
import type { Column } from './table';

type Row = Omit<NonNullable<AgreementsQuery['agreements']>['nodes'][number], 'period' | 'parent'>;

/** What every table of agreements shows: `first` begins, `last` ends the row. */
export function useAgreementColumns<R extends Row>(): { first: Column<R>[]; last: Column<R>[] } {
  const say = useSay();
  const word = useWord();
  const { day, number } = useFormat();
  return {
    first: [
      { name: word('title'), show: ({ code, title }) => <Link href={agreementAt(code)}>{title}</Link>, value: ({ title }) => title },
      { name: word('kind'), show: ({ kind }) => word(kind), value: ({ kind }) => word(kind) },
      { name: word('status'), show: ({ status }) => <span className={`tag tag-${status}`}>{word(status)}</span>, value: ({ status }) => word(status) },
      { name: say('Ký ngày', 'Signed on'), show: ({ signedOn }) => day(signedOn), value: ({ signedOn }) => signedOn },
    ],
    last: [{ name: word('activities'), show: ({ activities }) => number(activities?.totalCount), value: ({ activities }) => activities?.totalCount, isNumber: true }],
  };
}

/** Agreements as a list of links, as a part of a page. */
export function AgreementLinks({ agreements }: { agreements: readonly { id: string; code: string; title: string; status: string }[] }) {
  const say = useSay();
  const word = useWord();
  return (
    <Section title={say('Thỏa thuận', 'Agreements')}>
      {agreements.length === 0 && <Empty />}
      <ul className="plain">
        {agreements.map((it) => (
          <li key={it.id}>
            <Link href={agreementAt(it.code)}>{it.title}</Link> <span className="small">{word(it.status)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
