// One agreement: its fields and activities, planned beside actual; what was published beside what is recorded;
// directives and what answers them; what is under it.
import { Link } from 'wouter';
import { agreementAt, dayOf, recordAt, useFilters } from '../address';
import { useAnswer, useRows } from '../api';
import { ActivitiesOfAgreementDocument, AgreementPageDocument, type AgreementPageQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { ActionsOf } from '../parts/actions';
import { ActivitySection, type Lateness } from '../parts/activities';
import { useAgreementColumns } from '../parts/agreements';
import { DayFilter } from '../parts/filters';
import { NodeLink, PlaceLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { byStatus } from '../parts/progress';
import { SourceSection } from '../parts/sources';
import { Empty, Failed, Loading, Missing } from '../parts/states';
import { Table } from '../parts/table';
import { Timeline } from '../parts/timeline';
import { useWord } from '../words';

type Agreement = NonNullable<AgreementPageQuery['agreement']>;

export default function AgreementPage({ code }: { code: string }) {
  const say = useSay();
  const [filters, setFilter] = useFilters();
  const on = dayOf(filters.get('on'));
  const { data, error, sent } = useAnswer(AgreementPageDocument, { code, on });
  const activities = useRows(ActivitiesOfAgreementDocument, { code, on }, (it) => it.agreement?.progress?.contributors);
  if (error) return <Page title={code}><Failed error={error} /></Page>;
  if (!data) return <Page title={code}><Loading /></Page>;
  const { agreement } = data;
  if (!agreement) return <Page title={code}><Missing what={code} /></Page>;
  const late: Lateness = new Map(agreement.progress?.overdue?.nodes.map((it) => [it.activity.id, it]));
  return (
    <Page title={agreement.title} lead={<Head agreement={agreement} />}>
      <div className="filters">
        <DayFilter value={on ?? ''} onChange={(day) => setFilter('on', day)} />
        <Link href={`/report${agreementAt(code)}${on ? `?on=${on}` : ''}`}>{say('Báo cáo để in', 'Report for print')}</Link>
      </div>
      <ActionsOf id={agreement.id} title={agreement.title} />
      <Progress agreement={agreement} />
      <ActivitySection activities={activities} late={late} file={`${code}-activities`} picture={(rows) => <Timeline rows={rows} today={agreement.progress?.on ?? ''} late={late} />} />
      <Section title={say('Công bố và hồ sơ', 'Published beside recorded')}>
        <Reconciled agreement={agreement} />
      </Section>
      <Section title={say('Lĩnh vực', 'Fields')}>
        <Fields agreement={agreement} />
      </Section>
      <Section title={say('Chỉ đạo, kiến nghị', 'Directives')}>
        <Directives agreement={agreement} />
      </Section>
      <Section title={say('Văn bản thuộc thỏa thuận', 'Agreements under it')}>
        <Children agreement={agreement} />
      </Section>
      <SourceSection of={agreement} />
      <ShowQuery sent={[sent, activities.sent]} />
    </Page>
  );
}

function Head({ agreement }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { day, period } = useFormat();
  return (
    <dl className="facts">
      <div>
        <dt>{word('kind')}</dt>
        <dd>{word(agreement.kind)}</dd>
      </div>
      <div>
        <dt>{word('status')}</dt>
        <dd>
          <span className={`tag tag-${agreement.status}`}>{word(agreement.status)}</span>
        </dd>
      </div>
      <div>
        <dt>{say('Ký ngày', 'Signed on')}</dt>
        <dd>{day(agreement.signedOn)}</dd>
      </div>
      <div>
        <dt>{word('period')}</dt>
        <dd>{period(agreement.period?.edtf)}</dd>
      </div>
      {agreement.parent && (
        <div className="wide">
          <dt>{say('Thuộc', 'Under')}</dt>
          <dd>
            <Link href={agreementAt(agreement.parent.code)}>{agreement.parent.title}</Link>
          </dd>
        </div>
      )}
      <div className="wide">
        <dt>{say('Các bên', 'Parties')}</dt>
        <dd>
          {agreement.parties.map(({ province, organization }, at) => (
            <span key={at}>
              {at > 0 && ', '}
              {province ? <PlaceLink place={province} /> : organization && <Link href={recordAt(organization.id)}>{organization.name}</Link>}
            </span>
          ))}
        </dd>
      </div>
    </dl>
  );
}

function Progress({ agreement: { progress } }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { number, day, share } = useFormat();
  if (!progress) return null;
  const parts = byStatus(progress);
  const sum = Math.max(1, parts.reduce((total, [, count]) => total + count, 0));
  let x = 0;
  return (
    <Section title={say(`Tiến độ đến ${day(progress.on)}`, `Progress on ${day(progress.on)}`)}>
      <svg className="stack" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        {parts.map(([status, count]) => {
          const width = (count / sum) * 100;
          x += width;
          return <rect key={status} className={`fill-${status}`} x={x - width} width={width} height="4" data-status={status} data-value={count} />;
        })}
      </svg>
      <ul className="legend">
        <li data-figure="agreed">
          <strong>{number(progress.agreed)}</strong> {say('đã thỏa thuận', 'agreed')}
        </li>
        {parts
          .filter(([, count]) => count > 0)
          .map(([status, count]) => (
            <li key={status}>
              <span className={`swatch fill-${status}`} aria-hidden="true" /> <strong>{number(count)}</strong> {word(status)}
            </li>
          ))}
        <li data-figure="overdue">
          <strong>{number(progress.overdueCount)}</strong> {say('quá hạn', 'past the due day')}
        </li>
        <li>
          <strong>{share(progress.completionRate)}</strong> {say('hoàn thành', 'completion rate')}
        </li>
      </ul>
    </Section>
  );
}

function Reconciled({ agreement: { reconciliation, code } }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { number, day } = useFormat();
  return (
    <Table
      caption={say('Công bố và hồ sơ', 'Published beside recorded')}
      file={`${code}-reconciliation`}
      rows={reconciliation ?? []}
      id={({ claim }) => claim?.id ?? ''}
      columns={[
        {
          name: word('Claim'),
          show: ({ claim }) =>
            claim && (
              <>
                <Link href={recordAt(claim.id)}>{word(claim.metric)}</Link>
                {(claim.narrative ?? claim.scope.text) && <span className="small block">{claim.narrative ?? claim.scope.text}</span>}
              </>
            ),
          value: ({ claim }) => [word(claim?.metric), claim?.narrative ?? claim?.scope.text].filter(Boolean).join(': '),
        },
        { name: word('statedOn'), show: ({ claim }) => day(claim?.statedOn), value: ({ claim }) => claim?.statedOn },
        {
          name: say('Công bố', 'Published'),
          show: ({ claim }) => (
            <span data-mark="published">
              {claim?.qualifier && claim.qualifier !== 'EXACT' && `${word(claim.qualifier)} `}
              {number(claim?.value)} <span className="small">{claim?.unit}</span>
            </span>
          ),
          value: ({ claim }) => (claim?.value == null ? undefined : Number(claim.value)),
          isNumber: true,
        },
        { name: say('Có hồ sơ', 'Recorded'), show: ({ recorded }) => <span data-mark="recorded">{number(recorded)}</span>, value: ({ recorded }) => recorded, isNumber: true },
        {
          name: say('Kết luận', 'Verdict'),
          show: ({ verdict, reason }) => (
            <span className={`verdict verdict-${verdict}`}>
              {word(verdict)}
              {reason && <span className="small block">{word(`BECAUSE_${reason}`)}</span>}
            </span>
          ),
          value: ({ verdict, reason }) => [word(verdict), reason && word(`BECAUSE_${reason}`)].filter(Boolean).join(': '),
        },
        {
          name: say('Bản ghi', 'Records'),
          show: ({ contributors }) =>
            contributors && contributors.nodes.length > 0 ? (
              <details>
                <summary>{number(contributors.totalCount)}</summary>
                <ul className="plain">
                  {contributors.nodes.map((node) => (
                    <li key={node.id}>
                      <NodeLink node={node} />
                    </li>
                  ))}
                </ul>
              </details>
            ) : (
              '–'
            ),
          value: ({ contributors }) => contributors?.totalCount,
        },
      ]}
    />
  );
}

function Fields({ agreement: { fields, code } }: { agreement: Agreement }) {
  const word = useWord();
  const { number } = useFormat();
  return (
    <Table
      caption={word('Field')}
      file={`${code}-fields`}
      rows={fields ?? []}
      id={({ id }) => id}
      columns={[
        {
          name: word('sector'),
          show: ({ id, title, sector }) => <Link href={recordAt(id)}>{title ?? sector?.name}</Link>,
          value: ({ title, sector }) => title ?? sector?.name,
        },
        { name: word('lead'), show: ({ lead }) => (lead ? <Link href={recordAt(lead.id)}>{lead.name}</Link> : '–'), value: ({ lead }) => lead?.name },
        { name: word('activities'), show: ({ activities }) => number(activities?.totalCount), value: ({ activities }) => activities?.totalCount, isNumber: true },
      ]}
    />
  );
}

function Directives({ agreement: { directives, code } }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { day } = useFormat();
  return (
    <Table
      caption={word('Directive')}
      file={`${code}-directives`}
      rows={directives?.nodes ?? []}
      total={directives?.totalCount}
      id={({ id }) => id}
      columns={[
        { name: word('text'), show: ({ id, text }) => <Link href={recordAt(id)}>{text}</Link>, value: ({ text }) => text },
        { name: word('issuedBy'), show: ({ issuedBy }) => issuedBy ?? '–', value: ({ issuedBy }) => issuedBy },
        { name: word('issuedOn'), show: ({ issuedOn }) => day(issuedOn), value: ({ issuedOn }) => issuedOn },
        { name: word('due'), show: ({ due, overdue }) => (<>{day(due)}{overdue && <span className="tag tag-LATE">{say('quá hạn', 'overdue')}</span>}</>), value: ({ due }) => due },
        { name: word('status'), show: ({ status }) => <span className={`tag tag-${status}`}>{word(status)}</span>, value: ({ status }) => word(status) },
        {
          name: word('answeredBy'),
          show: ({ answeredBy }) =>
            answeredBy && answeredBy.length > 0 ? (
              <ul className="plain">
                {answeredBy.map(({ id, title }) => (
                  <li key={id}>
                    <Link href={recordAt(id)}>{title}</Link>
                  </li>
                ))}
              </ul>
            ) : (
              '–'
            ),
          value: ({ answeredBy }) => answeredBy?.map(({ title }) => title).join('; '),
        },
      ]}
    />
  );
}

function Children({ agreement: { children, code } }: { agreement: Agreement }) {
  const say = useSay();
  const { first, last } = useAgreementColumns<NonNullable<Agreement['children']>['nodes'][number]>();
  if (!children || children.nodes.length === 0) return <Empty>{say('Không có.', 'None.')}</Empty>;
  return <Table caption={say('Văn bản thuộc thỏa thuận', 'Agreements under it')} file={`${code}-agreements`} rows={children.nodes} total={children.totalCount} id={({ id }) => id} columns={[...first, ...last]} />;
}
