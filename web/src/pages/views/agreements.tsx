// All agreements.
import { Link } from 'wouter';
import { agreementAt } from '../address';
import { useRows } from '../api';
import { AgreementsDocument, type AgreementsQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useAgreementColumns } from '../parts/agreements';
import { Page, ShowQuery } from '../parts/page';
import { Failed, Loading } from '../parts/states';
import { Table } from '../parts/table';
import { useWord } from '../words';

export default function Agreements() {
  const say = useSay();
  const word = useWord();
  const { period } = useFormat();
  const { first, last } = useAgreementColumns<NonNullable<AgreementsQuery['agreements']>['nodes'][number]>();
  const { rows, total, more, error, sent } = useRows(AgreementsDocument, {}, (it) => it.agreements);
  return (
    <Page title={say('Thỏa thuận', 'Agreements')}>
      {error && <Failed error={error} />}
      {!rows && !error && <Loading />}
      {rows && (
        <Table
          caption={say('Thỏa thuận', 'Agreements')}
          file="agreements"
          rows={rows}
          total={total}
          more={more}
          id={({ id }) => id}
          columns={[
            ...first,
            { name: word('period'), show: (it) => period(it.period?.edtf), value: (it) => it.period?.edtf },
            { name: say('Thuộc', 'Under'), show: ({ parent }) => (parent ? <Link href={agreementAt(parent.code)}>{parent.code}</Link> : '–'), value: ({ parent }) => parent?.code },
            ...last,
          ]}
        />
      )}
      <ShowQuery sent={sent} />
    </Page>
  );
}
