// What a person has written and the server has not acknowledged: it stays in this browser, by its author.
import { useEffect, useState } from 'react';

/** A record that was chosen, as a form shows it. */
export interface Chosen {
  kind: string;
  id: string;
  name: string;
}

/** A document that proves what is recorded, with its words. */
export interface Proof {
  document: Chosen;
  quote: string;
}

/** What a field of a form holds; a list of groups has the fields of each. */
export type Value = string | boolean | Chosen | null | Chosen[] | Proof[] | Values[];

export interface Values {
  [path: string]: Value;
}

export interface Draft {
  action: string;
  /** The record that the form is about, and what it is called. */
  subject: string;
  title: string;
  values: Values;
  /** What the record was when the form was begun, and its version. */
  base: Values;
  version: number;
  /** The key under which it was sent, while it is unknown whether it was recorded. */
  key?: string;
  /** When it was last changed. */
  at: string;
}

const PREFIX = 'hoptac:draft:';
const CHANGED = 'hoptac:drafts';

const nameOf = (owner: string, action: string, subject: string) => PREFIX + [owner, action, subject].map(encodeURIComponent).join(':');

function read(name: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? 'null') as Draft | null;
    return draft && typeof draft.values === 'object' ? draft : undefined;
  } catch {
    return undefined;
  }
}

export const findDraft = (owner: string, action: string, subject: string) => read(nameOf(owner, action, subject));

/** Keeps a draft; false where the browser has no room or lets nothing be stored. */
export function keepDraft(owner: string, draft: Draft): boolean {
  try {
    localStorage.setItem(nameOf(owner, draft.action, draft.subject), JSON.stringify(draft));
    dispatchEvent(new Event(CHANGED));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(owner: string, { action, subject }: Pick<Draft, 'action' | 'subject'>) {
  localStorage.removeItem(nameOf(owner, action, subject));
  dispatchEvent(new Event(CHANGED));
}

function listDrafts(owner: string): Draft[] {
  const mine = `${PREFIX}${encodeURIComponent(owner)}:`;
  const names = Object.keys(localStorage).filter((name) => name.startsWith(mine));
  return names.flatMap((name) => read(name) ?? []).sort((a, b) => b.at.localeCompare(a.at));
}

/** The drafts of a person in this browser, also as other tabs change them. */
export function useDrafts(owner: string): Draft[] {
  const [drafts, setDrafts] = useState(() => listDrafts(owner));
  useEffect(() => {
    const again = () => setDrafts(listDrafts(owner));
    again();
    addEventListener('storage', again);
    addEventListener(CHANGED, again);
    return () => {
      removeEventListener('storage', again);
      removeEventListener(CHANGED, again);
    };
  }, [owner]);
  return drafts;
}
