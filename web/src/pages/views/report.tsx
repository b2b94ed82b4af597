// The report on an agreement as it is handed out at a review: the Vietnamese form of administrative documents
// (Nghị định 30/2020/NĐ-CP, annex I), printed by the browser. Margins and page numbers stand in report.css.
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { agreementAt, dayOf, useFilters } from '../address';
import { useAnswer, useRows } from '../api';
import {
  ActivitiesOfAgreementDocument,
  AgreementPageDocument,
  MatrixDocument,
  type ActivityRowFragment,
  type AgreementPageQuery,
} from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { isGiver, isReceiver, unique, type Participant } from '../parts/activities';
import { DayFilter } from '../parts/filters';
import { ShowQuery } from '../parts/page';
import { byStatus } from '../parts/progress';
import { Failed, Loading, Missing } from '../parts/states';
import { useWord } from '../words';

type Agreement = NonNullable<AgreementPageQuery['agreement']>;

export default function Report({ code }: { code: string }) {
  const say = useSay();
  const [filters, setFilter] = useFilters();
  const on = dayOf(filters.get('on'));
  const { data, error, sent } = useAnswer(AgreementPageDocument, { code, on });
  const activities = useRows(ActivitiesOfAgreementDocument, { code, on }, (it) => it.agreement?.progress?.contributors);
  const flows = useRows(MatrixDocument, { scope: { agreement: { code } }, boundaries: on ? { on } : { kind: 'TODAY' as const } }, (it) => it.cooperationMatrix?.cells);
  const agreement = data?.agreement;
  useEffect(() => {
    document.title = `${say('Báo cáo', 'Report')}: ${agreement?.title ?? code} · hoptac`;
  });
  const failure = error ?? activities.error ?? flows.error;
  return (
    <>
      <div className="filters">
        <DayFilter value={on ?? ''} onChange={(day) => setFilter('on', day)} />
        <button type="button" onClick={() => print()}>
          {say('In hoặc lưu PDF', 'Print or save as PDF')}
        </button>
        <Link href={`${agreementAt(code)}${on ? `?on=${on}` : ''}`}>{say('Về thỏa thuận', 'Back to the agreement')}</Link>
      </div>
      {activities.rows && activities.total !== null && activities.total > activities.rows.length && (
        <p className="warn">
          {say('Thỏa thuận có nhiều hoạt động hơn số mà báo cáo này liệt kê.', 'The agreement has more activities than this report lists.')}
        </p>
      )}
      {agreement && activities.rows && flows.rows ? (
        <article className="report">
          <Letterhead day={agreement.progress?.on ?? ''} />
          <h1 tabIndex={-1}>
            {say('BÁO CÁO', 'REPORT')}
            <span className="block">
              {say('Kết quả thực hiện', 'On')} {agreement.title}
            </span>
          </h1>
          <Figures agreement={agreement} />
          <Published agreement={agreement} />
          <ByField rows={activities.rows} agreement={agreement} />
          <Flows rows={flows.rows} />
          <Directives agreement={agreement} />
          <SourcesList agreement={agreement} rows={activities.rows} />
        </article>
      ) : (
        <>
          <h1 tabIndex={-1}>{code}</h1>
          {failure && <Failed error={failure} />}
          {data && !agreement && <Missing what={code} />}
          {!failure && !(data && !agreement) && <Loading />}
        </>
      )}
      <ShowQuery sent={[sent, activities.sent, flows.sent]} />
    </>
  );
}

function Letterhead({ day }: { day: string }) {
  const [year, month, date] = day.split('-');
  return (
    <div className="letterhead" lang="vi">
      <div>
        <p className="organ">………………………</p>
        <p>Số: ……/BC-……</p>
      </div>
      <div>
        <p className="state-name">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>
        <p className="motto">Độc lập - Tự do - Hạnh phúc</p>
        <p className="dated">
          ……………, ngày {date} tháng {month} năm {year}
        </p>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A printed table: it has its head on each page. */
function Grid({ caption, head, rows }: { caption: string; head: string[]; rows: { id: string; cells: ReactNode[] }[] }) {
  const say = useSay();
  if (rows.length === 0) return <p>{say('Không có.', 'None.')}</p>;
  return (
    <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id}>
              {cells.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figures({ agreement: { progress } }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { number, day, share } = useFormat();
  if (!progress) return null;
  const parts = byStatus(progress);
  return (
    <Part title={say('I. SỐ LIỆU CHUNG', 'I. FIGURES')}>
      <p>
        {say(
          `Tính đến ngày ${day(progress.on)}, hồ sơ có ${number(progress.agreed)} hoạt động đã thỏa thuận; tỷ lệ hoàn thành ${share(progress.completionRate)}; ${number(progress.overdueCount)} hoạt động đã quá hạn theo kế hoạch.`,
          `On ${day(progress.on)} the records have ${number(progress.agreed)} agreed activities; the completion rate is ${share(progress.completionRate)}; ${number(progress.overdueCount)} activities are past their planned end.`,
        )}
      </p>
      <Grid
        caption={say('Hoạt động theo trạng thái', 'Activities by status')}
        head={[word('status'), say('Số hoạt động', 'Activities')]}
        rows={parts.map(([status, count]) => ({ id: status, cells: [word(status), number(count)] }))}
      />
    </Part>
  );
}

function Published({ agreement: { reconciliation } }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { number, day } = useFormat();
  const title = say('II. SỐ LIỆU CÔNG BỐ VÀ SỐ LIỆU CÓ HỒ SƠ', 'II. PUBLISHED BESIDE RECORDED');
  return (
    <Part title={title}>
      <Grid
        caption={title}
        head={[say('Chỉ tiêu', 'Metric'), say('Ngày công bố', 'Stated on'), say('Công bố', 'Published'), say('Có hồ sơ', 'Recorded'), say('Kết luận', 'Verdict')]}
        rows={(reconciliation ?? []).map(({ claim, recorded, verdict, reason }, at) => ({
          id: claim?.id ?? String(at),
          cells: [
            [word(claim?.metric), claim?.narrative ?? claim?.scope.text].filter(Boolean).join(': '),
            day(claim?.statedOn),
            [claim?.qualifier && claim.qualifier !== 'EXACT' && word(claim.qualifier), number(claim?.value), claim?.unit].filter(Boolean).join(' '),
            number(recorded),
            [word(verdict), reason && word(reason)].filter(Boolean).join(': '),
          ],
        }))}
      />
    </Part>
  );
}

function ByField({ rows, agreement }: { rows: ActivityRowFragment[]; agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { day, number, period } = useFormat();
  const late = new Map(agreement.progress?.overdue?.nodes.map((it) => [it.activity.id, it]));
  const names = (row: ActivityRowFragment, which: (it: Participant) => boolean) =>
    unique(row.participants.filter(which)).map(({ province, organization }) => province?.name ?? organization?.name).join(', ') || '–';
  const sectors = [...new Set(rows.map(({ sector }) => sector?.name ?? say('Không nêu ngành', 'No sector stated')))].sort((a, b) => a.localeCompare(b, 'vi'));
  let nth = 0;
  return (
    <Part title={say('III. HOẠT ĐỘNG THEO LĨNH VỰC', 'III. ACTIVITIES BY SECTOR')}>
      {sectors.map((sector) => (
        <section key={sector}>
          <h3>{sector}</h3>
          <Grid
            caption={sector}
            head={[say('STT', 'No.'), say('Hoạt động', 'Activity'), say('Bên hỗ trợ', 'Giver'), say('Bên nhận', 'Receiver'), say('Cùng tham gia', 'Others'), word('status'), say('Kế hoạch', 'Planned'), say('Quá hạn', 'Past due')]}
            rows={rows
              .filter((row) => (row.sector?.name ?? say('Không nêu ngành', 'No sector stated')) === sector)
              .map((row) => {
                nth += 1;
                const lateness = late.get(row.id);
                return {
                  id: row.id,
                  cells: [
                    number(nth),
                    row.title,
                    names(row, isGiver),
                    names(row, isReceiver),
                    names(row, (it) => !isGiver(it) && !isReceiver(it)),
                    word(row.status),
                    period(row.planned?.edtf),
                    lateness ? say(`${number(lateness.daysLate)} ngày (hạn ${day(lateness.due)})`, `${number(lateness.daysLate)} days (due ${day(lateness.due)})`) : '–',
                  ],
                };
              })}
          />
        </section>
      ))}
    </Part>
  );
}

interface PairRow {
  a: { id: string; name: string } | null;
  b: { id: string; name: string } | null;
  tally: { activities: number; flows: { oneWayAToB: number; oneWayBToA: number; mutual: number } | null } | null;
}

function Flows({ rows }: { rows: PairRow[] }) {
  const say = useSay();
  const { number } = useFormat();
  const title = say('IV. BÊN HỖ TRỢ, BÊN NHẬN', 'IV. WHO GAVE, WHO RECEIVED');
  return (
    <Part title={title}>
      <Grid
        caption={title}
        head={[say('Bên A', 'A'), say('Bên B', 'B'), say('Hoạt động', 'Activities'), say('Chỉ A hỗ trợ', 'Only A gave'), say('Chỉ B hỗ trợ', 'Only B gave'), say('Hai chiều', 'Mutual')]}
        rows={rows.map(({ a, b, tally }) => ({
          id: `${a?.id} ${b?.id}`,
          cells: [a?.name, b?.name, number(tally?.activities), number(tally?.flows?.oneWayAToB), number(tally?.flows?.oneWayBToA), number(tally?.flows?.mutual)],
        }))}
      />
    </Part>
  );
}

function Directives({ agreement: { directives } }: { agreement: Agreement }) {
  const say = useSay();
  const word = useWord();
  const { day } = useFormat();
  const title = say('V. CHỈ ĐẠO, KIẾN NGHỊ', 'V. DIRECTIVES');
  return (
    <Part title={title}>
      <Grid
        caption={title}
        head={[word('text'), word('issuedBy'), word('issuedOn'), word('status')]}
        rows={(directives?.nodes ?? []).map((it) => ({ id: it.id, cells: [it.text, it.issuedBy ?? '–', day(it.issuedOn), word(it.status)] }))}
      />
    </Part>
  );
}

/** Each document once, with all words that are quoted from it. */
function SourcesList({ agreement, rows }: { agreement: Agreement; rows: ActivityRowFragment[] }) {
  const say = useSay();
  const documents = new Map<string, { title: string; url: string | null; quotes: Set<string> }>();
  const claims = (agreement.reconciliation ?? []).flatMap(({ claim }) => claim?.sources ?? []);
  for (const { document, quote } of [...agreement.sources, ...claims, ...rows.flatMap(({ sources }) => sources)]) {
    if (!document) continue;
    const entry = documents.get(document.id) ?? { title: document.title, url: document.url, quotes: new Set() };
    if (quote) entry.quotes.add(quote);
    documents.set(document.id, entry);
  }
  return (
    <Part title={say('VI. NGUỒN', 'VI. SOURCES')}>
      <ol>
        {[...documents].map(([id, { title, url, quotes }]) => (
          <li key={id}>
            {title}
            {url && <span className="small block">{url}</span>}
            {[...quotes].map((quote) => (
              <blockquote key={quote} lang="vi">
                {quote}
              </blockquote>
            ))}
          </li>
        ))}
      </ol>
    </Part>
  );
}
