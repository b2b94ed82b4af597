// Activities as a table: who gives, who receives, how it stands, when, and the words that prove it.
import { Link } from 'wouter';
import { recordAt } from '../address';
import type { ActivityRowFragment } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import { PlaceLink } from './link';
import { Quote } from './sources';
import { Table, type Column } from './table';

export type Participant = ActivityRowFragment['participants'][number];

const GIVES = ['PROVIDER', 'FUNDER'];
const RECEIVES = ['BENEFICIARY'];

export const isGiver = ({ role }: Participant) => GIVES.includes(role);
export const isReceiver = ({ role }: Participant) => RECEIVES.includes(role);
const isOther = (it: Participant) => !isGiver(it) && !isReceiver(it);

/** What is known of lateness: whoever shows activities may know it from `progress`. */
export type Lateness = Map<string, { daysLate: number; due: string; kind: string }>;

interface Shown {
  caption: string;
  rows: ActivityRowFragment[];
  file: string;
  late?: Lateness;
  /** How many there are, where that may be more than the rows. */
  total: number | null;
}

export function Activities({ caption, rows, file, late, total }: Shown) {
  const say = useSay();
  const word = useWord();
  const { day, period, number } = useFormat();
  const names = (row: ActivityRowFragment, which: (it: Participant) => boolean) =>
    unique(row.participants.filter(which)).map(({ province, organization }) => province?.name ?? organization?.name ?? '');
  const places = (row: ActivityRowFragment, which: (it: Participant) => boolean) => {
    const found = unique(row.participants.filter(which));
    if (found.length === 0) return '–';
    return (
      <ul className="plain">
        {found.map(({ province, organization }) => (
          <li key={province?.id ?? organization?.id}>
            {province ? <PlaceLink place={province} /> : organization && <Link href={recordAt(organization.id)}>{organization.name}</Link>}
          </li>
        ))}
      </ul>
    );
  };
  /** On the day of the page, where it has one, else today. */
  const lateness = ({ id, lateness: today }: ActivityRowFragment) => {
    const then = late?.get(id);
    return late ? then && { kind: then.kind, days: then.daysLate } : today;
  };
  const columns: Column<ActivityRowFragment>[] = [
    {
      name: word('Activity'),
      show: ({ id, title }) => <Link href={recordAt(id)}>{title}</Link>,
      value: ({ title }) => title,
    },
    { name: say('Bên hỗ trợ', 'Giver'), show: (row) => places(row, isGiver), value: (row) => names(row, isGiver).join('; ') },
    { name: say('Bên nhận', 'Receiver'), show: (row) => places(row, isReceiver), value: (row) => names(row, isReceiver).join('; ') },
    { name: say('Cùng tham gia', 'Others'), show: (row) => places(row, isOther), value: (row) => names(row, isOther).join('; ') },
    {
      name: say('Chiều', 'Direction'),
      show: ({ direction }) => (direction ? word(direction) : '–'),
      value: ({ direction }) => (direction ? word(direction) : undefined),
    },
    { name: word('Sector'), show: ({ sector }) => sector?.name ?? '–', value: ({ sector }) => sector?.name },
    {
      name: word('status'),
      show: ({ status }) => <span className={`tag tag-${status}`}>{word(status)}</span>,
      value: ({ status }) => word(status),
    },
    { name: word('planned'), show: ({ planned }) => period(planned?.edtf), value: ({ planned }) => planned?.edtf },
    { name: word('actual'), show: ({ actual }) => period(actual?.edtf), value: ({ actual }) => actual?.edtf },
    { name: word('due'), show: ({ dueOn }) => day(dueOn), value: ({ dueOn }) => dueOn },
    {
      name: say('Trễ hạn', 'Lateness'),
      show: (row) => {
        const it = lateness(row);
        return it ? `${word(it.kind)}, ${number(it.days)} ${say('ngày', 'days')}` : '–';
      },
      value: (row) => lateness(row)?.days,
    },
    {
      name: say('Trích dẫn', 'Quote'),
      show: ({ sources }) => <Quote sources={sources} />,
      value: ({ sources }) => sources.find(({ quote }) => quote)?.quote,
    },
  ];
  return (
    <>
      {total !== null && total > rows.length && (
        <p className="warn">
          {say(
            `Trang này chỉ hiện ${number(rows.length)} trong ${number(total)} hoạt động; API có đủ.`,
            `This page shows only ${number(rows.length)} of ${number(total)} activities; the API has all.`,
          )}
        </p>
      )}
      <Table caption={caption} columns={columns} rows={rows} id={({ id }) => id} file={file} />
    </>
  );
}

/** Each province or organization once. */
export function unique(participants: Participant[]): Participant[] {
  const seen = new Map(participants.map((it) => [it.province?.id ?? it.organization?.id, it]));
  return [...seen.values()];
}
