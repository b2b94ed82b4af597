// Renders report.jinja in the reader's language. What it may call has its counterpart in `src/cli/paper/render.rs`.
import nunjucks from 'nunjucks/browser/nunjucks-slim';
import { useMemo } from 'react';
import { useFormat, useLang, useSay } from '../lang';
import { useWord } from '../words';
import type { reportOf } from './data';
import template from './report.jinja';

/** Shows nothing that is not stated. */
const orDash = (write: (value: string) => string) => (value: unknown) => (value == null ? '–' : write(String(value)));

export function useReport(report: ReturnType<typeof reportOf> | undefined): string | undefined {
  const say = useSay();
  const word = useWord();
  const { lang } = useLang();
  const { number, share, day, period } = useFormat();
  return useMemo(() => {
    if (!report) return undefined;
    const environment = new nunjucks.Environment([], { autoescape: true });
    const filters = { number: orDash(number), share: orDash(share), day: orDash(day), period: orDash(period), written_day: writtenDay };
    for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, filter);
    return new nunjucks.Template({ type: 'code', obj: template }, environment, 'report').render({ report, say, word });
    // The language decides what is said and how values are written.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [report, lang]);
}

/** The day of a document, as Vietnamese administrative documents write it. */
function writtenDay(value: unknown): string {
  const [year, month, day] = String(value).split('-');
  return `ngày ${day} tháng ${month} năm ${year}`;
}
