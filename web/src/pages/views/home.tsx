// The first page: what this is, the question of the review with its answer, and what changed last.
import { lazy, Suspense, useRef } from 'react';
import { Link } from 'wouter';
import { agreementAt } from '../address';
import { useAnswer } from '../api';
import {
  CountsDocument,
  FeedPositionDocument,
  LastChangesDocument,
  PublishedAboutDocument,
  ReportedBesideRecordedDocument,
  type PublishedAboutQuery,
  type ReportedBesideRecordedQuery,
} from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useCommand, useWord } from '../words';
import { NodeLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { Sources } from '../parts/sources';
import { Empty, Failed, Loading } from '../parts/states';
import { Direction } from '../parts/direction';
import { ReconciledFigure, ReconciledFiles } from '../parts/figure';

type Reconciliation = NonNullable<NonNullable<ReportedBesideRecordedQuery['agreement']>['reconciliation']>[number];

const Overview = lazy(() => import('../map/overview'));

/** Figures of a review that are shown at a glance. */
const FIGURES = 4;

export default function Home() {
  const say = useSay();
  const { number } = useFormat();
  const about = useAnswer(PublishedAboutDocument, {});
  const counts = useAnswer(CountsDocument, {});
  const agreement = about.data && mostPublished(about.data);
  return (
    <Page
      title={say('Hợp tác giữa các tỉnh, thành phố', 'Cooperation between provinces')}
      lead={
        <p>
          {say(
            'hoptac ghi lại các tỉnh, thành phố đã thỏa thuận gì với nhau, đã làm được gì, ai hỗ trợ và ai nhận. Mỗi điều đều kèm tài liệu và trích dẫn; điều gì không nguồn nào nêu thì để trống.',
            'hoptac records what provinces agreed with each other, what was done, who gave and who received. Each fact has its document and quote; what no source states is left open.',
          )}
        </p>
      }
    >
      {about.error && <Failed error={about.error} />}
      {!about.data && !about.error && <Loading />}
      {agreement && <Question code={agreement.code} />}
      {about.data && (
        <>
          <Suspense fallback={<Loading />}>
            <Overview />
          </Suspense>
          <Section title={say('Có gì trong sổ', 'What is in the registry')}>
            <ul className="counts">
              {(
                [
                  ['/agreements', counts.data?.agreements?.totalCount, say('thỏa thuận', 'agreements')],
                  ['/matrix', counts.data?.activities?.totalCount, say('hoạt động', 'activities')],
                  ['/provinces', counts.data?.provinces?.totalCount, say('tỉnh, thành phố, xưa và nay', 'provinces, past and present')],
                  ['/search', counts.data?.documents?.totalCount, say('tài liệu nguồn', 'source documents')],
                ] as const
              ).map(([address, count, name]) => (
                <li key={name}>
                  <Link href={address}>
                    <span className="count">{number(count)}</span> {name}
                  </Link>
                </li>
              ))}
            </ul>
          </Section>
          <Changes seq={about.data.head?.seq ?? 0} />
          <ShowQuery sent={[about.sent, counts.sent]} />
        </>
      )}
    </Page>
  );
}

/** The agreement about which most figures were published. */
function mostPublished({ claims }: PublishedAboutQuery) {
  const counts = new Map<string, { code: string; count: number }>();
  for (const { agreement } of claims?.nodes ?? []) {
    if (!agreement) continue;
    const entry = counts.get(agreement.code) ?? { code: agreement.code, count: 0 };
    entry.count += 1;
    counts.set(agreement.code, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0];
}

function Question({ code }: { code: string }) {
  const say = useSay();
  const { number, day } = useFormat();
  const { data, error, sent } = useAnswer(ReportedBesideRecordedDocument, { code });
  if (error) return <Failed error={error} />;
  if (!data) return <Loading />;
  const { agreement } = data;
  if (!agreement) return null;
  const figures = firstFigures(agreement.reconciliation ?? []);
  const progress = agreement.progress;
  return (
    <Section title={say('Câu hỏi của hội nghị sơ kết', 'The question of the review')}>
      <p>
        {say('Với', 'Of')} <Link href={agreementAt(agreement.code)}>{agreement.title}</Link>
        {say(
          ', báo cáo công bố các con số dưới đây. Việc nào, cho ai, trễ bao lâu, và các con số có đúng không? Cạnh mỗi con số là số đếm được từ hồ sơ có nguồn.',
          ', the review published the figures below. Which activities, for whom, how late, and are the numbers right? Beside each stands what is counted from records with a source.',
        )}
      </p>
      {figures.length === 0 ? (
        <Empty />
      ) : (
        <ul className="figures">
          {figures.map((it) => (
            <li key={it.claim?.id}>
              <ReconciledFigure reconciliation={it} />
              <details>
                <summary>{say('Nguồn', 'Source')}</summary>
                <p className="small">
                  {it.claim?.scope.text} {it.claim?.statedOn && `(${day(it.claim.statedOn)})`}
                </p>
                <Sources sources={it.claim?.sources ?? []} />
              </details>
            </li>
          ))}
        </ul>
      )}
      {figures.length > 0 && <ReconciledFiles file={`${agreement.code}-review`} rows={figures} />}
      {agreement.directions && <OneWayOrMutual directions={agreement.directions} />}
      {progress && (
        <p data-figures="progress">
          {say(
            `Hôm nay hồ sơ có ${number(progress.agreed)} hoạt động đã thỏa thuận: ${number(progress.completed)} hoàn thành, ${number(progress.ongoing)} đang thực hiện, ${number(progress.planned)} mới lập kế hoạch, ${number(progress.unknown)} chưa rõ; ${number(progress.lateCount)} trễ hạn, ${number(progress.noReportCount)} quá hạn mà không ai báo cáo.`,
            `Today the records have ${number(progress.agreed)} agreed activities: ${number(progress.completed)} completed, ${number(progress.ongoing)} ongoing, ${number(progress.planned)} only planned, ${number(progress.unknown)} unknown; ${number(progress.lateCount)} are late, and of ${number(progress.noReportCount)} past their due day nobody reported anything.`,
          )}{' '}
          <Link href={agreementAt(agreement.code)}>{say('Xem từng hoạt động', 'See each activity')}</Link>.
        </p>
      )}
      <ShowQuery sent={sent} />
    </Section>
  );
}

/** Whether support went one way, as far as anybody states it. */
function OneWayOrMutual({ directions }: { directions: NonNullable<NonNullable<ReportedBesideRecordedQuery['agreement']>['directions']> }) {
  const say = useSay();
  const { share } = useFormat();
  const { oneWay, mutual, unspecified, oneWayShare, givers } = directions;
  const from = givers.filter((it) => it.oneWay > 0).flatMap(({ province }) => (province ? [province.name] : []));
  return (
    <>
      <Direction
        parts={[
          { kind: 'a', name: say(`Một chiều, từ ${from.join(', ')}`, `One way, from ${from.join(', ')}`), count: oneWay },
          { kind: 'mutual', name: say('Hai chiều', 'Mutual'), count: mutual },
          { kind: 'unspecified', name: say('Không nguồn nào nêu chiều', 'No source states the direction'), count: unspecified },
        ]}
      />
      <p>
        {say(
          `“Chủ yếu một chiều”: từ ${share(oneWayShare.low)} đến ${share(oneWayShare.high)} các hoạt động là một chiều, tùy điều mà không nguồn nào nêu.`,
          `“Mostly one way”: between ${share(oneWayShare.low)} and ${share(oneWayShare.high)} of the activities are one way, depending on what no source states.`,
        )}
      </p>
    </>
  );
}

/** The first figures that a review stated and that are counted, one for each metric and place. */
function firstFigures(all: Reconciliation[]): Reconciliation[] {
  const metrics = new Set<string>();
  return all
    .filter(({ claim, recorded }) => {
      if (claim?.value == null || recorded == null) return false;
      const counted = [claim.metric, ...(claim.scope.provinces ?? []).map(({ id }) => id)].join(' ');
      if (metrics.has(counted)) return false;
      metrics.add(counted);
      return true;
    })
    .slice(0, FIGURES);
}

function Changes({ seq }: { seq: number }) {
  const say = useSay();
  const word = useWord();
  const command = useCommand();
  const { moment, number } = useFormat();
  const before = Math.max(0, seq - 8);
  const position = useAnswer(FeedPositionDocument, { seq: before }, before === 0);
  const after = before === 0 ? null : position.data?.at?.head?.cursor;
  const changes = useAnswer(LastChangesDocument, { after }, after === undefined);
  // What was there stays until the new list has come.
  const kept = useRef(changes.data?.changes?.nodes);
  kept.current = changes.data?.changes?.nodes ?? kept.current;
  const nodes = kept.current;
  return (
    <Section title={say('Mới thay đổi', 'What changed last')}>
      {changes.error && <Failed error={changes.error} />}
      {!nodes && !changes.error && <Loading />}
      {nodes && nodes.length === 0 && <Empty />}
      {nodes && nodes.length > 0 && (
        <ol className="changes" aria-live="polite">
          {[...nodes].reverse().map((change) => (
            <li key={change.seq} data-seq={change.seq}>
              <time dateTime={change.at}>{moment(change.at)}</time> {command(change.command)}{' · '}
              {change.records.map(({ kind, operation, node }, at) => (
                <span key={at}>
                  {at > 0 && '; '}
                  <span className="small">
                    {word(operation)} · {word(kind)}:
                  </span>{' '}
                  {node ? <NodeLink node={node} /> : '–'}
                </span>
              ))}
              {change.recordCount > change.records.length && (
                <span className="small">
                  {' '}
                  {say(
                    `và ${number(change.recordCount - change.records.length)} bản ghi khác`,
                    `and ${number(change.recordCount - change.records.length)} more records`,
                  )}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
