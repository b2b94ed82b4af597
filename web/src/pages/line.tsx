// Who asks the registry, in which language, and whether the line stands by which pages follow it.
import { createContext, useCallback, useContext, useLayoutEffect, useState, type ReactNode } from 'react';
import { Client, fetchExchange } from '@urql/core';
import { endpoint } from './address';
import type { Fault } from './fault';
import { useLang } from './lang';
import { openLine, type Follower } from './live';
import { useSigned } from './signed';

/** How the line to the registry is. */
export type Line = 'live' | 'connecting' | 'lost';

const Standing = createContext<Line>('connecting');

/** How the registry is asked: once, and by a line. */
interface Ways {
  client: Client;
  line: Follower;
}

const Asking = createContext<Ways | undefined>(undefined);

const Telling = createContext<(fault: Fault | undefined) => void>(() => {});

export function useWays(): Ways {
  const ways = useContext(Asking);
  if (!ways) throw new Error('a query stands outside of <Api>');
  return ways;
}

export const useLine = () => useContext(Standing);

/** Takes notice of what became of a request. */
export const useOutcome = () => useContext(Telling);

const bearer = (token: string | undefined): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});

export function Api({ children }: { children: ReactNode }) {
  const { lang } = useLang();
  const { token, signOut } = useSigned();
  const [line, setLine] = useState<Line>('connecting');
  const [isOnline, setIsOnline] = useState(navigator.onLine);
  const outcome = useCallback(
    (fault: Fault | undefined) => {
      if (fault?.kind === 'unauthenticated' && token) signOut({ reason: fault.text });
    },
    [token, signOut],
  );
  const [ways, setWays] = useState<Ways | undefined>();
  // Before anything below asks.
  useLayoutEffect(() => {
    let isOver = false;
    const told = { 'accept-language': lang, ...bearer(token) };
    const client = new Client({
      url: endpoint,
      preferGetMethod: false,
      exchanges: [fetchExchange],
      fetchOptions: { headers: told },
    });
    const follower = openLine(told, {
      connected: () => setLine('live'),
      lost: () => {
        if (!isOver) setLine('lost');
      },
      // Whoever asks is told why the token is no longer taken.
      refused: () => {
        if (!isOver && token) setWays({ client, line: follower });
      },
    });
    setWays({ client, line: follower });
    const online = () => setIsOnline(navigator.onLine);
    addEventListener('offline', online);
    addEventListener('online', online);
    return () => {
      isOver = true;
      follower.end();
      removeEventListener('offline', online);
      removeEventListener('online', online);
    };
  }, [lang, token]);
  if (!ways) return null;
  return (
    <Asking value={ways}>
      <Telling value={outcome}>
        <Standing value={isOnline ? line : 'lost'}>{children}</Standing>
      </Telling>
    </Asking>
  );
}
