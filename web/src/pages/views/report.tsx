// The report on an agreement as it is handed out at a review, printed by the browser. What it says and how stands in
// ../report/report.jinja, of which `hoptac report` makes a file, too.
import { useEffect, useMemo } from 'react';
import { Link } from 'wouter';
import { agreementAt, dayOf, useFilters } from '../address';
import { ROWS_MAX, useAnswer, useRows } from '../api';
import { ReportDocument, ReportedActivitiesDocument } from '../gql/graphql';
import { useFormat, useLang, useSay } from '../lang';
import { useActivityFile } from '../parts/activities';
import { Files } from '../parts/files';
import { DayFilter } from '../parts/filters';
import { ShowQuery } from '../parts/page';
import { Failed, Loading, Missing } from '../parts/states';
import { reportOf } from '../report/data';
import { useReport } from '../report/render';

export default function Report({ code }: { code: string }) {
  const say = useSay();
  const { lang } = useLang();
  const { number } = useFormat();
  const [filters, setFilter] = useFilters();
  const on = dayOf(filters.get('on'));
  const { data, error, sent } = useAnswer(ReportDocument, { code, on, boundaries: on ? { on } : { kind: 'TODAY' } });
  const activities = useRows(ReportedActivitiesDocument, { code, on }, (it) => it.agreement?.progress?.contributors, ROWS_MAX);
  const { rows, total } = activities;
  const told = useActivityFile();
  const report = useMemo(() => (data?.agreement && rows ? reportOf(data, data.agreement, rows) : undefined), [data, rows]);
  const text = useReport(report);
  useEffect(() => {
    document.title = `${say('Báo cáo', 'Report')}: ${data?.agreement?.title ?? code} · hoptac`;
  });
  const failure = error ?? activities.error;
  const isMissing = data !== undefined && !data.agreement;
  return (
    <>
      <div className="filters">
        <DayFilter value={on ?? ''} onChange={(day) => setFilter('on', day)} />
        <button type="button" onClick={() => print()}>
          {say('In hoặc lưu PDF', 'Print or save as PDF')}
        </button>
        {rows && rows.length > 0 && <Files file={`${code}-report`} caption={say('Hoạt động', 'Activities')} columns={Object.values(told)} rows={rows} />}
        <Link href={`${agreementAt(code)}${on ? `?on=${on}` : ''}`}>{say('Về thỏa thuận', 'Back to the agreement')}</Link>
      </div>
      {rows && total !== null && total > rows.length && (
        <p className="warn">
          {say(
            `Báo cáo này chỉ liệt kê ${number(rows.length)} trong ${number(total)} hoạt động; lệnh “hoptac report” liệt kê tất cả.`,
            `This report lists only ${number(rows.length)} of ${number(total)} activities; the command “hoptac report” lists all.`,
          )}
        </p>
      )}
      {/* The template escapes what it is given, and is part of this program. */}
      {text !== undefined && <article className="report" lang={lang} tabIndex={0} dangerouslySetInnerHTML={{ __html: text }} />}
      {text === undefined && (
        <>
          <h1 tabIndex={-1}>{code}</h1>
          {failure && <Failed error={failure} />}
          {isMissing && <Missing what={code} />}
          {!failure && !isMissing && <Loading />}
        </>
      )}
      <ShowQuery sent={[sent, activities.sent]} />
    </>
  );
}
