// What a table shows, taken along as CSV or as a workbook: the same rows in the same order, values as they are.
import { useState } from 'react';
import { useSay } from '../lang';

/** What a cell is in a file: a number, a day as the API writes it, or a text. */
export type Value = string | number | null | undefined;

export interface Written<R> {
  name: string;
  value: (row: R) => Value;
}

interface Offered<R> {
  /** The files' name without their ending. */
  file: string;
  caption: string;
  columns: readonly Written<R>[];
  rows: readonly R[];
}

export function Files<R>({ file, caption, columns, rows }: Offered<R>) {
  const say = useSay();
  const [isFailed, setIsFailed] = useState(false);
  const table = () => [columns.map(({ name }): Value => name), ...rows.map((row) => columns.map(({ value }) => value(row)))];
  const workbook = async () => {
    setIsFailed(false);
    try {
      // Loaded when somebody asks for it.
      const { workbookOf } = await import('./workbook');
      download(`${file}.xlsx`, await workbookOf(caption, table()));
    } catch {
      setIsFailed(true);
    }
  };
  return (
    <span className="files">
      <button type="button" aria-label={`${say('Tải CSV', 'Download CSV')}: ${caption}`} onClick={() => download(`${file}.csv`, csv(table()))}>
        {say('Tải CSV', 'Download CSV')}
      </button>{' '}
      <button type="button" aria-label={`${say('Tải Excel', 'Download Excel')}: ${caption}`} onClick={() => void workbook()}>
        {say('Tải Excel', 'Download Excel')}
      </button>
      {isFailed && (
        <span role="alert" className="error">
          {' '}
          {say('Không tải được. Hãy thử lại khi có kết nối, hoặc tải CSV.', 'It could not be loaded. Try again once there is a line, or take the CSV.')}
        </span>
      )}
    </span>
  );
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csv(table: Value[][]): Blob {
  const cell = (value: Value) => {
    const text = value == null ? '' : String(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = table.map((row) => `${row.map(cell).join(',')}\r\n`);
  // The mark tells spreadsheets that it is UTF-8.
  return new Blob(['\ufeff', ...lines], { type: 'text/csv;charset=utf-8' });
}

function download(name: string, file: Blob) {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
