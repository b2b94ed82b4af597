// What the API refuses, in the reader's language: the code in words, and the API's own words where it has some.
import type { RefusalFragment, UserErrorCode } from '../gql/graphql';
import { useLang, type Said } from '../lang';

const WORDS: Partial<Record<UserErrorCode, Said>> = {
  CONFLICT: ['Người khác đã sửa bản ghi này trước.', 'Somebody else changed this record first.'],
  DUPLICATE: ['Nêu trùng hai lần.', 'The same thing is named twice.'],
  FORBIDDEN: ['Bạn không có quyền ghi bản ghi này.', 'You may not write this record.'],
  IDEMPOTENCY_KEY_REUSED: ['Lần gửi trước đã được ghi; hãy xem lại bản ghi.', 'What was sent before was recorded; look at the record.'],
  ID_INVALID: ['Không phải mã của bản ghi nào.', 'This is not the id of a record.'],
  ID_OF_OTHER_NOUN: ['Bản ghi thuộc loại khác.', 'The record is of another kind.'],
  ILLEGAL_TRANSITION: ['Trạng thái hiện nay của bản ghi không cho phép việc này.', 'The present status of the record does not allow this.'],
  INCONSISTENT: ['Mâu thuẫn với phần khác.', 'This contradicts another part.'],
  INVALID: ['Giá trị không đúng dạng.', 'The value has the wrong form.'],
  NOT_FOUND: ['Không có bản ghi nào như vậy.', 'There is no such record.'],
  OUT_OF_ORDER: ['Ngày tháng không hợp lý.', 'The days are out of order.'],
  REQUIRED: ['Cần điền.', 'This is required.'],
  SELF_APPROVAL: ['Không ai được duyệt kết quả do chính mình trình; cần người khác duyệt.', 'Nobody can approve their own submission; somebody else has to.'],
  TAKEN: ['Đã có bản ghi khác dùng giá trị này.', 'Another record has this value.'],
  TOO_LONG: ['Quá dài.', 'This is too long.'],
};

/** Says an error of an input. The API speaks English alone. */
export function useRefusalText() {
  const { lang } = useLang();
  return ({ code, message }: RefusalFragment): string => {
    const said = WORDS[code]?.[lang === 'vi' ? 0 : 1] ?? code;
    return message ? `${said} (${message})` : said;
  };
}

/** The field of a form at which an error is shown: the one at its place, or the first one below it. */
export const fieldOf = ({ field }: RefusalFragment, paths: string[]): string | undefined => {
  const place = field?.join('.') ?? '';
  if (!place) return undefined;
  return paths.find((path) => place === path || place.startsWith(`${path}.`)) ?? paths.find((path) => path.startsWith(`${place}.`));
};
