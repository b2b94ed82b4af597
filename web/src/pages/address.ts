// Where things are. All addresses are relative to the top of the pages, so that a proxy may serve them under a
// path of its own: the top is one level above the scripts.
import { useLocation, useSearch } from 'wouter';

/** The top of the pages, with a slash at its end. */
export const top = new URL('..', import.meta.url);

/** The path of the top without the slash, as the router takes it. */
export const base = top.pathname.replace(/\/$/, '');

/** The API beside the pages. */
export const endpoint = new URL('graphql', top).href;

/** The API's socket. */
export const socket = endpoint.replace(/^http/, 'ws');

export interface Place {
  id: string;
  key: string | null;
  name: string;
}

/** How an address names a province: by its key, or by `id:` and its id where it has none. */
export const nameOf = ({ id, key }: { id: string; key: string | null }) => encodeURIComponent(key ?? `id:${id}`);

/** The province that a part of an address names. */
export const byOf = (name: string) => (name.startsWith('id:') ? { id: name.slice(3) } : { key: name });

export const provinceAt = (place: { id: string; key: string | null }) => `/province/${nameOf(place)}`;
export const agreementAt = (code: string) => `/agreement/${encodeURIComponent(code)}`;
export const recordAt = (id: string) => `/record/${encodeURIComponent(id)}`;

/** The pair of two provinces, with the filters that led to it. */
export function pairAt(a: Place, b: Place, filters: URLSearchParams = new URLSearchParams()) {
  const kept = new URLSearchParams([...filters].filter(([name]) => ['sector', 'period', 'boundaries', 'agreement'].includes(name)));
  const query = kept.size > 0 ? `?${kept}` : '';
  return `/pair/${nameOf(a)}/${nameOf(b)}${query}`;
}

/** The page's filters: they stand in its address, so that it can be shared. */
export function useFilters(): [URLSearchParams, (name: string, value: string) => void] {
  const search = useSearch();
  const [path, go] = useLocation();
  const filters = new URLSearchParams(search);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    go(next.size > 0 ? `${path}?${next}` : path, { replace: true });
  };
  return [filters, set];
}

/** A day as the API takes it, or undefined for anything else. */
export const dayOf = (text: string | null) => (text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined);
