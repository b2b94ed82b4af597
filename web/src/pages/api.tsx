// The API as the pages use it: documents by their hash, which every server that has these pages trusts.
import { useEffect, useRef, useState } from 'react';
import { execute } from './documents';
import { LATE, faultOf, mayBeWritten, type Fault } from './fault';
import type { DoneFragment, RefusalFragment, TypedDocumentString } from './gql/graphql';
import { useOutcome, useWays } from './line';
import { follow, type Given } from './live';

/** A query as it was sent, to be shown and opened elsewhere. */
export interface Sent {
  text: string;
  variables: unknown;
}

export interface Answer<T> {
  data: T | undefined;
  error: Fault | undefined;
  sent: Sent;
  /** Asks once more. */
  again: () => void;
}

type Asked<T, V> = TypedDocumentString<T, V>;

/**
 * The answer to a query, and each new one. What was there stays until the new answer has come, and while there is no
 * line. `pause` waits with asking.
 */
export function useAnswer<T, V>(document: Asked<T, V>, variables: V, pause = false): Answer<T> {
  const ways = useWays();
  const outcome = useOutcome();
  const text = document.toString();
  const key = JSON.stringify(variables);
  const [asked, setAsked] = useState(0);
  const [state, setState] = useState<{ key: string; data?: T; error?: Fault }>({ key: '' });
  useEffect(() => {
    if (pause) return undefined;
    const of = text + key;
    return follow<T, V>(ways.client, ways.line, document, JSON.parse(key) as Record<string, unknown>, ({ data, error }) => {
      const fault = error && faultOf(error);
      outcome(fault);
      // Where a part failed, the rest is shown.
      const isNothing = !data || Object.values(data).every((it) => it === null);
      if (!fault || !isNothing) setState({ key: of, data: data as T });
      else setState((before) => (fault.kind === 'offline' && before.key === of && before.data ? before : { key: of, error: fault }));
    });
    // The document is told by its text.
  }, [ways, text, key, pause, asked, outcome]);
  const isOfThis = state.key === text + key;
  return {
    data: isOfThis ? state.data : undefined,
    error: isOfThis ? state.error : undefined,
    sent: { text, variables },
    again: () => setAsked((before) => before + 1),
  };
}

interface Page<N> {
  totalCount: number | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: N[];
}

export interface Rows<N> {
  rows: N[] | undefined;
  total: number | null;
  /** Gathers more rows, where the registry has more and a page may show them. */
  more: (() => void) | undefined;
  error: Fault | undefined;
  sent: Sent;
}

/** The rows that a page gathers by itself, and the most that it gathers when it is asked to; the API has them all. */
const ROWS_AT_ONCE = 180;
export const ROWS_MAX = 2000;

/** A page of rows that is followed. */
interface Followed<N> {
  after: string | null;
  page?: Page<N>;
  end: () => void;
}

/** The rows of a list, page by page, each followed: what a page ends with says where the next one begins. */
export function useRows<T, V extends { after?: string | null | undefined }, N>(
  document: Asked<T, V>,
  variables: Omit<V, 'after'>,
  pick: (data: T) => Page<N> | null | undefined,
  atOnce = ROWS_AT_ONCE,
): Rows<N> {
  const ways = useWays();
  const outcome = useOutcome();
  const text = document.toString();
  const key = JSON.stringify(variables);
  const picked = useRef(pick);
  picked.current = pick;
  const [wanted, setWanted] = useState({ key: '', most: atOnce });
  const most = wanted.key === text + key ? wanted.most : atOnce;
  const [state, setState] = useState<{ key: string; rows?: N[]; total: number | null; error?: Fault }>({ key: '', total: null });
  useEffect(() => {
    const of = text + key;
    const pages: Followed<N>[] = [];
    const endFrom = (at: number) => pages.splice(at).forEach(({ end }) => end());
    const take = (own: Followed<N>, { data, error }: Given<T>) => {
      const at = pages.indexOf(own);
      if (at < 0) return;
      const fault = error && faultOf(error);
      outcome(fault);
      const page = data ? picked.current(data) : undefined;
      if (!page) {
        if (fault?.kind !== 'offline') endFrom(at + 1);
        const failed = { key: of, total: 0, ...(fault ? { error: fault } : { rows: [] }) };
        setState((before) => (fault?.kind === 'offline' && before.key === of && before.rows ? before : failed));
        return;
      }
      own.page = page;
      const rows = pages.slice(0, at + 1).flatMap((it) => it.page?.nodes ?? []);
      const isLast = !page.pageInfo.hasNextPage || rows.length >= most;
      const next = pages[at + 1];
      if (isLast || next?.after !== page.pageInfo.endCursor) endFrom(at + 1);
      if (!isLast && !pages[at + 1]) begin(page.pageInfo.endCursor);
      const loaded = pages.flatMap((it) => (it.page ? [it.page] : []));
      // What was there stays until all of it is there anew.
      if (loaded.length === pages.length) {
        setState({ key: of, rows: loaded.flatMap(({ nodes }) => nodes), total: loaded.at(-1)?.totalCount ?? null });
      }
    };
    const begin = (after: string | null) => {
      const own: Followed<N> = { after, end: () => {} };
      pages.push(own);
      own.end = follow<T, V>(ways.client, ways.line, document, { ...(JSON.parse(key) as object), after }, (given) => take(own, given));
    };
    begin(null);
    return () => endFrom(0);
    // The document is told by its text.
  }, [ways, text, key, outcome, most]);
  const isOfThis = state.key === text + key;
  const isMore = isOfThis && state.rows !== undefined && state.rows.length < Math.min(state.total ?? 0, ROWS_MAX);
  return {
    rows: isOfThis ? state.rows : undefined,
    total: isOfThis ? state.total : null,
    more: isMore ? () => setWanted({ key: text + key, most: ROWS_MAX }) : undefined,
    error: isOfThis ? state.error : undefined,
    sent: { text, variables },
  };
}

/** A record as a mutation answers it. */
export interface Written {
  id: string;
  version: number;
  viewerCan?: readonly string[];
  title?: string;
}

/** What a mutation of `act.graphql` answers. */
export interface Told {
  it: { record?: Written | null; records?: Written[] | null; errors: RefusalFragment[]; change: DoneFragment | null } | null;
}

/** What became of a mutation. */
export type Sending =
  | { is: 'done'; record: Written | undefined; change: DoneFragment | null }
  | { is: 'refused'; errors: RefusalFragment[] }
  /** Nothing was answered; `isUnknown` where it may have been recorded all the same. */
  | { is: 'failed'; fault: Fault; isUnknown: boolean };

/** How long a mutation is waited for. */
const PATIENCE_MS = 20_000;

const patience = () => new Promise<typeof LATE>((done) => setTimeout(done, PATIENCE_MS, LATE));

/** Sends a mutation. */
export function useSend() {
  const { client } = useWays();
  const outcome = useOutcome();
  return async <V,>(document: Asked<Told, V>, input: Record<string, unknown>): Promise<Sending> => {
    const answer = await Promise.race([execute<Told, V>(client, 'mutation', document, { input }), patience()]);
    const fault = 'kind' in answer ? answer : answer.error && faultOf(answer.error);
    outcome(fault);
    const it = 'kind' in answer ? undefined : answer.data?.it;
    if (!it) {
      const failed = fault ?? { kind: 'other' as const, text: 'no data', code: 'INTERNAL', reason: undefined };
      return { is: 'failed', fault: failed, isUnknown: mayBeWritten(failed) };
    }
    if (it.errors.length > 0) return { is: 'refused', errors: it.errors };
    return { is: 'done', record: it.record ?? it.records?.[0], change: it.change };
  };
}
