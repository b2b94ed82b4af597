// Who is signed in: a token, kept in this browser as long as its bearer chose, and never sent elsewhere.
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

const STORED = 'hoptac:token';

/** Why nobody is signed in any more: the server does not take the token, for the reason that it gives. */
export interface Ended {
  reason: string;
}

interface Signed {
  token: string | undefined;
  /** Whether the token stays when the browser is closed. */
  isKept: boolean;
  ended: Ended | undefined;
  signIn: (token: string, isKept: boolean) => void;
  signOut: (ended?: Ended) => void;
}

const Signing = createContext<Signed>({ token: undefined, isKept: false, ended: undefined, signIn: () => {}, signOut: () => {} });

export const useSigned = () => useContext(Signing);

function first(): { token: string | undefined; isKept: boolean } {
  const kept = localStorage.getItem(STORED);
  const token = sessionStorage.getItem(STORED) ?? kept ?? undefined;
  return { token, isKept: kept !== null };
}

export function Signs({ children }: { children: ReactNode }) {
  const [{ token, isKept }, setSigned] = useState(first);
  const [ended, setEnded] = useState<Ended | undefined>();
  const signed = useMemo<Signed>(() => {
    const forget = () => {
      sessionStorage.removeItem(STORED);
      localStorage.removeItem(STORED);
    };
    return {
      token,
      isKept,
      ended,
      signIn: (given, keep) => {
        forget();
        (keep ? localStorage : sessionStorage).setItem(STORED, given);
        setSigned({ token: given, isKept: keep });
        setEnded(undefined);
      },
      signOut: (why) => {
        forget();
        setSigned({ token: undefined, isKept: false });
        setEnded(why);
      },
    };
  }, [token, isKept, ended]);
  return <Signing value={signed}>{children}</Signing>;
}
