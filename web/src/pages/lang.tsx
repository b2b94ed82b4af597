// Vietnamese and English, side by side where they are used.
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

export type Lang = 'vi' | 'en';

/** A text in both languages. */
export type Said = readonly [vi: string, en: string];

const STORED = 'hoptac:lang';

function first(): Lang {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(STORED);
  if (asked === 'vi' || asked === 'en') return asked;
  return navigator.languages.some((it) => it.startsWith('vi')) ? 'vi' : navigator.language.startsWith('en') ? 'en' : 'vi';
}

interface Speech {
  lang: Lang;
  setLang: (lang: Lang) => void;
}

const Speaking = createContext<Speech>({ lang: 'vi', setLang: () => {} });

export function Speaks({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(first);
  useEffect(() => {
    document.documentElement.lang = lang;
    localStorage.setItem(STORED, lang);
  }, [lang]);
  return <Speaking value={{ lang, setLang }}>{children}</Speaking>;
}

export const useLang = () => useContext(Speaking);

export type Say = (vi: string, en: string) => string;

/** Says a text in the reader's language. */
export function useSay(): Say {
  const { lang } = useLang();
  return (vi, en) => (lang === 'vi' ? vi : en);
}

/** Numbers and days as the reader's language writes them. */
export function useFormat() {
  const { lang } = useLang();
  const locale = lang === 'vi' ? 'vi-VN' : 'en-GB';
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' });
  return {
    number: (value: number | string | null | undefined) => (value == null ? '–' : plain.format(Number(value))),
    share: (value: string | null | undefined) => (value == null ? '–' : percent.format(Number(value))),
    moment: (value: string) => moment.format(new Date(value)),
    /** A date of the API: a day, a month, a year, or a word of EDTF that is left as it is. */
    day: (value: string | null | undefined) => {
      if (!value) return '–';
      const [, year, month, day, rest] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(.*)$/.exec(value) ?? [];
      return year ? [day, month, year].filter(Boolean).join('/') + rest : value;
    },
    period: (edtf: string | null | undefined) => {
      if (!edtf) return '–';
      const parts = edtf.split('/').map((part) => part.split('-').reverse().join('/'));
      return parts.map((part) => (part === '' || part === '..' ? '…' : part)).join(' – ');
    },
  };
}
