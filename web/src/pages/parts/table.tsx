// A table that can be sorted, and taken along as CSV. Every column says what it shows and what it is in a file.
import { useState, type ReactNode } from 'react';
import { useSay } from '../lang';
import { Empty } from './states';

export interface Column<R> {
  name: string;
  /** What a cell shows. */
  show: (row: R) => ReactNode;
  /** What a cell is in a file, and what it is sorted by. */
  value: (row: R) => string | number | null | undefined;
  isNumber?: boolean;
}

interface Shown<R> {
  caption: string;
  columns: Column<R>[];
  rows: R[];
  id: (row: R) => string;
  /** The file's name without its ending; no file is offered without. */
  file?: string;
  empty?: ReactNode;
}

/** More rows than this are shown when they are asked for. */
const AT_ONCE = 200;

export function Table<R>({ caption, columns, rows, id, file, empty }: Shown<R>) {
  const say = useSay();
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
                {columns.map(({ name, show, isNumber }) => (
                  <td key={name} className={isNumber ? 'number' : undefined}>
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
            {say(`Hiện cả ${rows.length} dòng`, `Show all ${rows.length} rows`)}
          </button>
        )}
        {file && (
          <button type="button" onClick={() => download(`${file}.csv`, csv(columns, sorted))}>
            {say('Tải CSV', 'Download CSV')}
          </button>
        )}
      </p>
    </>
  );
}

type Value = string | number | null | undefined;

function compare(a: Value, b: Value): number {
  if (a == null || b == null) return (a == null ? 1 : 0) - (b == null ? 1 : 0);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'vi');
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csv<R>(columns: Column<R>[], rows: R[]): string {
  const cell = (value: Value) => {
    const text = value == null ? '' : String(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [columns.map(({ name }) => cell(name)), ...rows.map((row) => columns.map(({ value }) => cell(value(row))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function download(name: string, text: string) {
  // The mark tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
