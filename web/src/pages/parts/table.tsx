// A table that can be sorted, and taken along as a file. Every column says what it shows and what it is in a file.
import { useState, type ReactNode } from 'react';
import { ROWS_MAX } from '../api';
import { useFormat, useSay } from '../lang';
import { Files, type Value, type Written } from './files';
import { Empty } from './states';

/** A column: what a cell is in a file is what it is sorted by, too. */
export interface Column<R> extends Written<R> {
  /** What a cell shows. */
  show: (row: R) => ReactNode;
  isNumber?: boolean;
  /** What it holds, where a narrow column would break it at every word. */
  holds?: 'sentence' | 'names';
}

interface Shown<R> {
  caption: string;
  columns: Column<R>[];
  rows: R[];
  id: (row: R) => string;
  /** The files' name without their ending. */
  file: string;
  empty?: ReactNode;
  /** How many there are, where that may be more than the rows. */
  total?: number | null | undefined;
  /** Gathers more of them. */
  more?: (() => void) | undefined;
}

/** More rows than this are shown when they are asked for. */
const AT_ONCE = 200;

export function Table<R>({ caption, columns, rows, id, file, empty, total, more }: Shown<R>) {
  const say = useSay();
  const { number } = useFormat();
  const [sorting, setSorting] = useState<{ by: number; down: boolean } | undefined>();
  const [all, setAll] = useState(false);
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  const column = sorting && columns[sorting.by];
  const sorted = column
    ? [...rows].sort((a, b) => compare(column.value(a), column.value(b)) * (sorting.down ? -1 : 1))
    : rows;
  const shown = all ? sorted : sorted.slice(0, AT_ONCE);
  return (
    <>
      {total != null && total > rows.length && <Cut shown={rows.length} total={total} more={more} />}
      <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table>
          <caption className="hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ name, isNumber }, at) => {
                const isSorted = sorting?.by === at;
                return (
                  <th
                    key={name}
                    scope="col"
                    className={isNumber ? 'number' : undefined}
                    aria-sort={isSorted ? (sorting.down ? 'descending' : 'ascending') : undefined}
                  >
                    <button type="button" className="sort" onClick={() => setSorting({ by: at, down: isSorted && !sorting.down })}>
                      {name}
                      <span aria-hidden="true">{isSorted ? (sorting.down ? ' ↓' : ' ↑') : ''}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={id(row)} data-id={id(row)}>
                {columns.map(({ name, show, isNumber, holds }) => (
                  <td key={name} className={isNumber ? 'number' : holds}>
                    {show(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="below">
        {shown.length < rows.length && (
          <button type="button" onClick={() => setAll(true)}>
            {say(`Hiện cả ${number(rows.length)} dòng`, `Show all ${number(rows.length)} rows`)}
          </button>
        )}
        <Files file={file} caption={caption} columns={columns} rows={sorted} />
      </p>
    </>
  );
}

/** That there is more than is shown, and the way to more. */
function Cut({ shown, total, more }: { shown: number; total: number; more: (() => void) | undefined }) {
  const say = useSay();
  const { number } = useFormat();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <p className="warn" data-mark="cut">
      {say(`Trang này chỉ hiện ${number(shown)} trong ${number(total)}; API có đủ.`, `This page shows only ${number(shown)} of ${number(total)}; the API has all.`)}{' '}
      {more && (
        <button
          type="button"
          disabled={isAsked}
          onClick={() => {
            setIsAsked(true);
            more();
          }}
        >
          {isAsked ? say('Đang tải…', 'Loading…') : say(`Hiện ${number(Math.min(total, ROWS_MAX))}`, `Show ${number(Math.min(total, ROWS_MAX))}`)}
        </button>
      )}
    </p>
  );
}

function compare(a: Value, b: Value): number {
  if (a == null || b == null) return (a == null ? 1 : 0) - (b == null ? 1 : 0);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'vi');
}
