// A table as a workbook: numbers and days are such, everything else is text, and nothing is a formula.
import writeExcelFile, { type Cell } from 'write-excel-file/universal';
import type { Value } from './files';

/** The most characters that a cell may have. */
const TEXT_MAX = 32_767;

/** The most characters that a sheet's name may have. */
const NAME_MAX = 31;

/** The narrowest and the widest column, in characters. */
const [NARROW, WIDE] = [8, 60];

/** What XML cannot hold. */
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function workbookOf(caption: string, [head = [], ...rows]: Value[][]): Promise<Blob> {
  const name = caption.replace(/[\\/?*[\]:]/g, ' ').slice(0, NAME_MAX).trim() || 'hoptac';
  const width = (at: number) => Math.max(NARROW, ...[head, ...rows].map((row) => String(row[at] ?? '').length));
  return writeExcelFile([head.map((it): Cell => ({ value: String(it ?? ''), type: String, fontWeight: 'bold' })), ...rows.map((row) => row.map(cellOf))], {
    sheet: name,
    stickyRowsCount: 1,
    dateFormat: 'dd/mm/yyyy',
    columns: head.map((_, at) => ({ width: Math.min(WIDE, width(at) + 2) })),
  }).toBlob();
}

function cellOf(value: Value): Cell {
  if (value == null || value === '') return null;
  if (typeof value === 'number') return { value, type: Number };
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  if (day && !Number.isNaN(day.getTime()) && day.getUTCFullYear() >= 1900) return { value: day, type: Date };
  return { value: value.replace(UNFIT, '').slice(0, TEXT_MAX), type: String };
}
