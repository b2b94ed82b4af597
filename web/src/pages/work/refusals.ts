// What the API or the form refuses, in the reader's language, and at which field.
import type { RefusalFragment, UserErrorCode } from '../gql/graphql';
import { useLang, type Said } from '../lang';

/** What the form finds by itself, before anything is sent. */
const WORDS: Partial<Record<UserErrorCode, Said>> = {
  INVALID: ['Giá trị không đúng dạng.', 'The value has the wrong form.'],
  REQUIRED: ['Cần điền.', 'This is required.'],
};

/** Says an error of an input: in the API's words, which are in the reader's language and name the value, or else by its code. */
export function useRefusalText() {
  const { lang } = useLang();
  return ({ code, message }: RefusalFragment): string => message || (WORDS[code]?.[lang === 'vi' ? 0 : 1] ?? code);
}

/** The field of a form at which an error is shown: the one at its place, or the first one below it. */
export const fieldOf = ({ field }: RefusalFragment, paths: string[]): string | undefined => {
  const place = field?.join('.') ?? '';
  if (!place) return undefined;
  return paths.find((path) => place === path || place.startsWith(`${path}.`)) ?? paths.find((path) => path.startsWith(`${place}.`));
};
