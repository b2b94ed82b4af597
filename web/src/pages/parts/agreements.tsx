// Agreements as rows of a table.
import { Link } from 'wouter';
import { agreementAt } from '../address';
import type { AgreementsQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
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
