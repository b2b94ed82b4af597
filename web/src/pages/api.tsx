// The API as the pages use it: queries by POST, one subscription that tells every page when to ask again.
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Client, fetchExchange } from '@urql/core';
import { createClient as createSocket } from 'graphql-ws';
import { endpoint, socket } from './address';
import { FollowDocument, type TypedDocumentString } from './gql/graphql';
import { useLang } from './lang';

/** How the line to the registry is. */
export type Line = 'live' | 'connecting' | 'lost';

interface Following {
  line: Line;
  /** Grows whenever what is shown may be out of date. */
  tick: number;
}

const Followed = createContext<Following>({ line: 'connecting', tick: 0 });

const Asking = createContext<Client | undefined>(undefined);

function useClient(): Client {
  const client = useContext(Asking);
  if (!client) throw new Error('a query stands outside of <Api>');
  return client;
}

export const useFollowing = () => useContext(Followed);

/** Changes that come at once are one reason to ask again. */
const TOGETHER_MS = 120;

export function Api({ children }: { children: ReactNode }) {
  const { lang } = useLang();
  const [line, setLine] = useState<Line>('connecting');
  const [tick, setTick] = useState(0);
  const [ws] = useState(() =>
    createSocket({
      url: socket,
      lazy: false,
      keepAlive: 10_000,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: (retries) => new Promise((done) => setTimeout(done, Math.min(500 * 2 ** retries, 10_000))),
      on: { connected: () => setLine('live'), closed: () => setLine('lost') },
    }),
  );
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let isFirst = true;
    const askAgain = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        setTick((before) => before + 1);
      }, TOGETHER_MS);
    };
    const end = ws.subscribe({ query: FollowDocument.toString() }, { next: askAgain, error: () => setLine('lost'), complete: () => {} });
    // What was missed while the line was down.
    const forget = ws.on('connected', () => {
      if (!isFirst) askAgain();
      isFirst = false;
    });
    return () => {
      end();
      forget();
      clearTimeout(waiting);
    };
  }, [ws]);
  const client = useMemo(
    () =>
      new Client({
        url: endpoint,
        preferGetMethod: false,
        exchanges: [fetchExchange],
        fetchOptions: { headers: { 'accept-language': lang } },
      }),
    [lang],
  );
  return (
    <Asking value={client}>
      <Followed value={{ line, tick }}>{children}</Followed>
    </Asking>
  );
}

/** A query as it was sent, to be shown and opened elsewhere. */
export interface Sent {
  text: string;
  variables: unknown;
}

export interface Answer<T> {
  data: T | undefined;
  error: string | undefined;
  sent: Sent;
}

const said = (error: unknown) => (error instanceof Error ? error.message.replace(/^\[(GraphQL|Network)\] /, '') : String(error));

/**
 * The answer to a query, asked again after each change of the registry. What was there stays until the new
 * answer has come. `pause` waits with asking.
 */
export function useAnswer<T, V>(document: TypedDocumentString<T, V>, variables: V, pause = false): Answer<T> {
  const client = useClient();
  const { tick } = useFollowing();
  const text = document.toString();
  const key = JSON.stringify(variables);
  const [state, setState] = useState<{ key: string; data?: T; error?: string }>({ key: '' });
  useEffect(() => {
    if (pause) return;
    let isStale = false;
    const asked = text + key;
    void client
      .query<T>(text, JSON.parse(key) as Record<string, unknown>, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (isStale) return;
        // Where a part failed, the rest is shown.
        const isNothing = !data || Object.values(data).every((it) => it === null);
        const failed = error !== undefined && isNothing;
        setState({ key: asked, data: failed ? undefined : data, error: failed ? said(error) : undefined });
      });
    return () => {
      isStale = true;
    };
  }, [client, text, key, tick, pause]);
  const isOfThis = state.key === text + key;
  return {
    data: isOfThis ? state.data : undefined,
    error: isOfThis ? state.error : undefined,
    sent: { text, variables },
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
  error: string | undefined;
  sent: Sent;
}

/** The most rows that a page gathers; the API has them all. */
export const ROWS_MAX = 2000;

/** All rows of a list, page by page, asked again after each change of the registry. */
export function useRows<T, V extends { after?: string | null | undefined }, N>(
  document: TypedDocumentString<T, V>,
  variables: Omit<V, 'after'>,
  pick: (data: T) => Page<N> | null | undefined,
): Rows<N> {
  const client = useClient();
  const { tick } = useFollowing();
  const text = document.toString();
  const key = JSON.stringify(variables);
  const picked = useRef(pick);
  picked.current = pick;
  const [state, setState] = useState<{ key: string; rows?: N[]; total: number | null; error?: string }>({ key: '', total: null });
  useEffect(() => {
    let isStale = false;
    const gather = async () => {
      const rows: N[] = [];
      let after: string | null = null;
      for (;;) {
        const sent: Record<string, unknown> = { ...(JSON.parse(key) as object), after };
        const { data, error } = await client.query<T>(text, sent, { requestPolicy: 'network-only' }).toPromise();
        if (isStale) return;
        const page: Page<N> | null | undefined = data ? picked.current(data) : undefined;
        if (!page) {
          setState({ key: text + key, rows: error ? undefined : rows, total: 0, error: error && said(error) });
          return;
        }
        rows.push(...page.nodes);
        after = page.pageInfo.endCursor;
        if (!page.pageInfo.hasNextPage || rows.length >= ROWS_MAX) {
          setState({ key: text + key, rows, total: page.totalCount });
          return;
        }
      }
    };
    void gather();
    return () => {
      isStale = true;
    };
  }, [client, text, key, tick]);
  const isOfThis = state.key === text + key;
  return {
    rows: isOfThis ? state.rows : undefined,
    total: isOfThis ? state.total : null,
    error: isOfThis ? state.error : undefined,
    sent: { text, variables },
  };
}
