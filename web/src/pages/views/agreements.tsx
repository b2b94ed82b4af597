// All agreements.
import { Link } from 'wouter';
import { agreementAt } from '../address';
import { useAnswer } from '../api';
import { AgreementsDocument } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { Page, ShowQuery } from '../parts/page';
import { Failed, Loading } from '../parts/states';
import { Table } from '../parts/table';
import { useWord } from '../words';

export default function Agreements() {
  const say = useSay();
  const word = useWord();
  const { day, period, number } = useFormat();
  const { data, error, sent } = useAnswer(AgreementsDocument, {});
  return (
    <Page title={say('Thỏa thuận', 'Agreements')}>
      {error && <Failed error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <Table
          caption={say('Thỏa thuận', 'Agreements')}
          file="agreements"
          rows={data.agreements?.nodes ?? []}
          id={({ id }) => id}
          columns={[
            { name: word('title'), show: ({ code, title }) => <Link href={agreementAt(code)}>{title}</Link>, value: ({ title }) => title },
            { name: word('kind'), show: ({ kind }) => word(kind), value: ({ kind }) => word(kind) },
            { name: word('status'), show: ({ status }) => <span className={`tag tag-${status}`}>{word(status)}</span>, value: ({ status }) => word(status) },
            { name: say('Ký ngày', 'Signed on'), show: ({ signedOn }) => day(signedOn), value: ({ signedOn }) => signedOn },
            { name: word('period'), show: (it) => period(it.period?.edtf), value: (it) => it.period?.edtf },
            { name: say('Thuộc', 'Under'), show: ({ parent }) => (parent ? <Link href={agreementAt(parent.code)}>{parent.code}</Link> : '–'), value: ({ parent }) => parent?.code },
            { name: word('activities'), show: ({ activities }) => number(activities?.totalCount), value: ({ activities }) => activities?.totalCount, isNumber: true },
          ]}
        />
      )}
      <ShowQuery sent={sent} />
    </Page>
  );
}
