// The line to the registry: who asks, one subscription that tells every page when to ask again, and whether it stands.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Client, fetchExchange } from '@urql/core';
import { createClient as createSocket, type SubscribePayload } from 'graphql-ws';
import { endpoint, socket } from './address';
import { hashOf } from './documents';
import type { Fault } from './fault';
import { FollowDocument } from './gql/graphql';
import { useLang } from './lang';
import { useSigned } from './signed';

/** How the line to the registry is. */
export type Line = 'live' | 'connecting' | 'lost';

interface Following {
  line: Line;
  /** Grows whenever what is shown may be out of date. */
  tick: number;
}

const Followed = createContext<Following>({ line: 'connecting', tick: 0 });

const Asking = createContext<Client | undefined>(undefined);

const Telling = createContext<(fault: Fault | undefined) => void>(() => {});

export function useClient(): Client {
  const client = useContext(Asking);
  if (!client) throw new Error('a query stands outside of <Api>');
  return client;
}

export const useFollowing = () => useContext(Followed);

/** Takes notice of what became of a request. */
export const useOutcome = () => useContext(Telling);

/** Changes that come at once are one reason to ask again. */
const TOGETHER_MS = 120;

/** A server that does not answer a ping for so long is gone. */
const PING_MS = 10_000;
const PONG_MS = 5_000;

const bearer = (token: string | undefined): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});

/** Calls back after each change, and when the line comes or goes; ends when its answer is called. */
function follow(token: string | undefined, tell: { changed: () => void; connected: () => void; lost: () => void }) {
  let patience: ReturnType<typeof setTimeout> | undefined;
  let active: WebSocket | undefined;
  const ws = createSocket({
    url: socket,
    lazy: false,
    connectionParams: bearer(token),
    keepAlive: PING_MS,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((done) => setTimeout(done, Math.min(500 * 2 ** retries, 10_000))),
    on: {
      connected: (it) => {
        active = it as WebSocket;
        tell.connected();
      },
      ping: (isReceived) => {
        if (!isReceived) patience = setTimeout(() => active?.close(4408, 'No pong'), PONG_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(patience);
      },
      closed: (event) => {
        clearTimeout(patience);
        tell.lost();
        // The token is no longer taken: whoever asks again is told why.
        if (token && (event as CloseEvent).code === 4403) tell.changed();
      },
    },
  });
  const payload: SubscribePayload & { documentId: string } = { documentId: hashOf(FollowDocument), query: '' };
  const end = ws.subscribe(payload, { next: tell.changed, error: tell.lost, complete: () => {} });
  return () => {
    end();
    clearTimeout(patience);
    void ws.dispose();
  };
}

export function Api({ children }: { children: ReactNode }) {
  const { lang } = useLang();
  const { token, signOut } = useSigned();
  const [line, setLine] = useState<Line>('connecting');
  const [isOnline, setIsOnline] = useState(navigator.onLine);
  const [tick, setTick] = useState(0);
  /** Whether something was asked and not answered since the line last stood. */
  const missed = useRef(false);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let isFirst = true;
    const changed = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        setTick((before) => before + 1);
      }, TOGETHER_MS);
    };
    const lost = () => {
      if (!isOver) setLine('lost');
    };
    const online = () => {
      setIsOnline(navigator.onLine);
      if (navigator.onLine) changed();
    };
    const connected = () => {
      setLine('live');
      // What was missed while the line was down.
      if (!isFirst || missed.current) changed();
      isFirst = false;
      missed.current = false;
    };
    const end = follow(token, { changed, connected, lost });
    addEventListener('offline', online);
    addEventListener('online', online);
    return () => {
      isOver = true;
      end();
      clearTimeout(waiting);
      removeEventListener('offline', online);
      removeEventListener('online', online);
    };
  }, [token]);
  const outcome = useCallback(
    (fault: Fault | undefined) => {
      if (fault?.kind === 'offline') missed.current = true;
      if (fault?.kind === 'unauthenticated' && token) signOut({ reason: fault.text });
    },
    [token, signOut],
  );
  const client = useMemo(
    () =>
      new Client({
        url: endpoint,
        preferGetMethod: false,
        exchanges: [fetchExchange],
        fetchOptions: { headers: { 'accept-language': lang, ...bearer(token) } },
      }),
    [lang, token],
  );
  return (
    <Asking value={client}>
      <Telling value={outcome}>
        <Followed value={{ line: isOnline ? line : 'lost', tick }}>{children}</Followed>
      </Telling>
    </Asking>
  );
}
