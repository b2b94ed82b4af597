// Events as a table.
import { Link } from 'wouter';
import { recordAt } from '../address';
import type { EventRowFragment } from '../gql/graphql';
import { useFormat } from '../lang';
import { useWord } from '../words';
import { PlaceLink } from './link';
import { Table } from './table';

interface Listed {
  caption: string;
  events: { totalCount: number | null; nodes: EventRowFragment[] } | null | undefined;
  file: string;
}

export function Events({ caption, events, file }: Listed) {
  const word = useWord();
  const { day } = useFormat();
  return (
    <Table
      caption={caption}
      file={file}
      rows={events?.nodes ?? []}
      total={events?.totalCount}
      id={({ id }) => id}
      columns={[
        { name: word('Event'), show: ({ id, title }) => <Link href={recordAt(id)}>{title}</Link>, value: ({ title }) => title },
        { name: word('kind'), show: ({ kind }) => word(kind), value: ({ kind }) => word(kind) },
        { name: word('startsOn'), show: ({ startsOn }) => day(startsOn), value: ({ startsOn }) => startsOn },
        { name: word('host'), show: ({ host }) => (host ? <PlaceLink place={host} /> : '–'), value: ({ host }) => host?.name },
        { name: word('place'), show: ({ place }) => place ?? '–', value: ({ place }) => place },
        { name: word('status'), show: ({ status }) => <span className={`tag tag-${status}`}>{word(status)}</span>, value: ({ status }) => word(status) },
      ]}
    />
  );
}
