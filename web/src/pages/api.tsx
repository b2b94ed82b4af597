// The API as the pages use it: documents by their hash, which every server that has these pages trusts.
import { useEffect, useRef, useState } from 'react';
import type { OperationResult } from '@urql/core';
import { execute } from './documents';
import { LATE, faultOf, mayBeWritten, type Fault } from './fault';
import type { DoneFragment, RefusalFragment, TypedDocumentString } from './gql/graphql';
import { useClient, useFollowing, useOutcome } from './line';

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
 * The answer to a query, asked again after each change of the registry. What was there stays until the new
 * answer has come, and while there is no line. `pause` waits with asking.
 */
export function useAnswer<T, V>(document: Asked<T, V>, variables: V, pause = false): Answer<T> {
  const client = useClient();
  const { tick } = useFollowing();
  const outcome = useOutcome();
  const text = document.toString();
  const key = JSON.stringify(variables);
  const [asked, setAsked] = useState(0);
  const [state, setState] = useState<{ key: string; data?: T; error?: Fault }>({ key: '' });
  useEffect(() => {
    if (pause) return;
    let isStale = false;
    const of = text + key;
    void execute<T, V>(client, 'query', document, JSON.parse(key) as Record<string, unknown>).then(({ data, error }) => {
      if (isStale) return;
      const fault = error && faultOf(error);
      outcome(fault);
      // Where a part failed, the rest is shown.
      const isNothing = !data || Object.values(data).every((it) => it === null);
      if (!fault || !isNothing) setState({ key: of, data: data as T });
      else setState((before) => (fault.kind === 'offline' && before.key === of && before.data ? before : { key: of, error: fault }));
    });
    return () => {
      isStale = true;
    };
    // The document is told by its text.
  }, [client, text, key, tick, pause, asked, outcome]);
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

/** The rows of a list, page by page, asked again after each change of the registry. */
export function useRows<T, V extends { after?: string | null | undefined }, N>(
  document: Asked<T, V>,
  variables: Omit<V, 'after'>,
  pick: (data: T) => Page<N> | null | undefined,
  atOnce = ROWS_AT_ONCE,
): Rows<N> {
  const client = useClient();
  const { tick } = useFollowing();
  const outcome = useOutcome();
  const text = document.toString();
  const key = JSON.stringify(variables);
  const picked = useRef(pick);
  picked.current = pick;
  const [wanted, setWanted] = useState({ key: '', most: atOnce });
  const most = wanted.key === text + key ? wanted.most : atOnce;
  const [state, setState] = useState<{ key: string; rows?: N[]; total: number | null; error?: Fault }>({ key: '', total: null });
  useEffect(() => {
    let isStale = false;
    const of = text + key;
    const gather = async () => {
      const rows: N[] = [];
      let after: string | null = null;
      for (;;) {
        const sent: Record<string, unknown> = { ...(JSON.parse(key) as object), after };
        const { data, error }: OperationResult<T> = await execute<T, V>(client, 'query', document, sent);
        if (isStale) return;
        const fault = error && faultOf(error);
        outcome(fault);
        const page: Page<N> | null | undefined = data ? picked.current(data) : undefined;
        if (!page) {
          const failed = { key: of, total: 0, ...(fault ? { error: fault } : { rows }) };
          setState((before) => (fault?.kind === 'offline' && before.key === of && before.rows ? before : failed));
          return;
        }
        rows.push(...page.nodes);
        after = page.pageInfo.endCursor;
        if (!page.pageInfo.hasNextPage || rows.length >= most) {
          setState({ key: of, rows, total: page.totalCount });
          return;
        }
      }
    };
    void gather();
    return () => {
      isStale = true;
    };
    // The document is told by its text.
  }, [client, text, key, tick, outcome, most]);
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
  const client = useClient();
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
