// Activities as a table: who gives, who receives, how it stands, when, and the words that prove it.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { recordAt } from '../address';
import type { Rows } from '../api';
import type { ActivityRowFragment } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import type { Written } from './files';
import { PlaceLink } from './link';
import { Section } from './page';
import { Quote } from './sources';
import { Failed, Loading } from './states';
import { Table, type Column } from './table';

export type Participant = ActivityRowFragment['participants'][number];

const GIVES = ['PROVIDER', 'FUNDER'];
const RECEIVES = ['BENEFICIARY'];

export const isGiver = ({ role }: { role: string }) => GIVES.includes(role);
export const isReceiver = ({ role }: { role: string }) => RECEIVES.includes(role);
const isOther = (it: { role: string }) => !isGiver(it) && !isReceiver(it);

/** What is known of lateness: whoever shows activities may know it from `progress`. */
export type Lateness = Map<string, { daysLate: number; due: string; kind: string }>;

/** More participants than this stand behind a word, so that rows stay short. */
const PLACES_AT_ONCE = 3;

/** What a file has of an activity. */
interface Told {
  id: string;
  title: string;
  status: string;
  participants: readonly { role: string; province: { id: string; name: string } | null; organization: { id: string; name: string } | null }[];
  direction: string | null;
  sector: { name: string } | null;
  planned: { edtf: string } | null;
  actual: { edtf: string } | null;
  dueOn: string | null;
  lateness: { kind: string; days: number } | null;
  sources: readonly { quote: string | null }[];
}

/** On the day of the page, where it has one, else today. */
const latenessOf = ({ id, lateness }: Pick<Told, 'id' | 'lateness'>, late: Lateness | undefined) => {
  const then = late?.get(id);
  return late ? then && { kind: then.kind, days: then.daysLate } : lateness;
};

const namesOf = (participants: Told['participants'], which: (it: { role: string }) => boolean) =>
  unique(participants.filter(which)).map(({ province, organization }) => province?.name ?? organization?.name ?? '').join('; ');

/** Activities in a file, by what each column is. */
export function useActivityFile(late?: Lateness) {
  const say = useSay();
  const word = useWord();
  return {
    title: { name: word('Activity'), value: ({ title }) => title },
    givers: { name: say('Bên hỗ trợ', 'Giver'), value: ({ participants }) => namesOf(participants, isGiver) },
    receivers: { name: say('Bên nhận', 'Receiver'), value: ({ participants }) => namesOf(participants, isReceiver) },
    others: { name: say('Cùng tham gia', 'Others'), value: ({ participants }) => namesOf(participants, isOther) },
    direction: { name: say('Chiều', 'Direction'), value: ({ direction }) => (direction ? word(direction) : undefined) },
    sector: { name: word('Sector'), value: ({ sector }) => sector?.name },
    status: { name: word('status'), value: ({ status }) => word(status) },
    planned: { name: word('planned'), value: ({ planned }) => planned?.edtf },
    actual: { name: word('actual'), value: ({ actual }) => actual?.edtf },
    due: { name: word('due'), value: ({ dueOn }) => dueOn },
    lateness: { name: say('Trễ hạn', 'Lateness'), value: (it) => latenessOf(it, late)?.days },
    quote: { name: say('Trích dẫn', 'Quote'), value: ({ sources }) => sources.find(({ quote }) => quote)?.quote },
  } satisfies Record<string, Written<Told>>;
}

interface Listed {
  activities: Rows<ActivityRowFragment>;
  file: string;
  late?: Lateness;
  /** What stands above the table. */
  picture?: (rows: ActivityRowFragment[]) => ReactNode;
}

/** Activities as a part of a page, also while they are asked for. */
export function ActivitySection({ activities: { rows, error, total, more }, file, late, picture }: Listed) {
  const say = useSay();
  return (
    <Section title={say('Hoạt động', 'Activities')}>
      {error && <Failed error={error} />}
      {!rows && !error && <Loading />}
      {rows && picture?.(rows)}
      {rows && <Activities caption={say('Hoạt động', 'Activities')} rows={rows} total={total} more={more} file={file} {...(late && { late })} />}
    </Section>
  );
}

interface Shown {
  caption: string;
  rows: ActivityRowFragment[];
  file: string;
  late?: Lateness;
  total: number | null;
  more: (() => void) | undefined;
}

function Activities({ caption, rows, file, late, total, more }: Shown) {
  const say = useSay();
  const word = useWord();
  const { day, period, number } = useFormat();
  const told = useActivityFile(late);
  const places = (row: ActivityRowFragment, which: (it: Participant) => boolean) => {
    const found = unique(row.participants.filter(which));
    if (found.length === 0) return '–';
    const list = (some: Participant[]) => (
      <ul className="plain">
        {some.map(({ province, organization }) => (
          <li key={province?.id ?? organization?.id}>
            {province ? <PlaceLink place={province} /> : organization && <Link href={recordAt(organization.id)}>{organization.name}</Link>}
          </li>
        ))}
      </ul>
    );
    if (found.length <= PLACES_AT_ONCE) return list(found);
    const rest = found.slice(PLACES_AT_ONCE - 1);
    return (
      <>
        {list(found.slice(0, PLACES_AT_ONCE - 1))}
        <details>
          <summary>{say(`và ${number(rest.length)} bên nữa`, `and ${number(rest.length)} more`)}</summary>
          {list(rest)}
        </details>
      </>
    );
  };
  const columns: Column<ActivityRowFragment>[] = [
    { ...told.title, holds: 'sentence', show: ({ id, title }) => <Link href={recordAt(id)}>{title}</Link> },
    { ...told.givers, holds: 'names', show: (row) => places(row, isGiver) },
    { ...told.receivers, holds: 'names', show: (row) => places(row, isReceiver) },
    { ...told.others, holds: 'names', show: (row) => places(row, isOther) },
    { ...told.direction, show: ({ direction }) => (direction ? word(direction) : '–') },
    { ...told.sector, show: ({ sector }) => sector?.name ?? '–' },
    { ...told.status, show: ({ status }) => <span className={`tag tag-${status}`}>{word(status)}</span> },
    { ...told.planned, show: ({ planned }) => period(planned?.edtf) },
    { ...told.actual, show: ({ actual }) => period(actual?.edtf) },
    { ...told.due, show: ({ dueOn }) => day(dueOn) },
    {
      ...told.lateness,
      holds: 'names',
      show: (row) => {
        const it = latenessOf(row, late);
        return it ? `${word(it.kind)}, ${number(it.days)} ${say('ngày', 'days')}` : '–';
      },
    },
    { ...told.quote, holds: 'sentence', show: ({ sources }) => <Quote sources={sources} /> },
  ];
  return <Table caption={caption} columns={columns} rows={rows} id={({ id }) => id} file={file} total={total} more={more} />;
}

/** Each province or organization once. */
export function unique<P extends { province: { id: string } | null; organization: { id: string } | null }>(participants: readonly P[]): P[] {
  const seen = new Map(participants.map((it) => [it.province?.id ?? it.organization?.id, it]));
  return [...seen.values()];
}
