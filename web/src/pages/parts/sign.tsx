// Signing in with a token, who is signed in, and signing out.
import { useEffect, useId, useState } from 'react';
import { Link } from 'wouter';
import { useAnswer, type Answer } from '../api';
import { ViewerDocument, type ViewerQuery } from '../gql/graphql';
import { useSay } from '../lang';
import { useSigned } from '../signed';
import { useWord } from '../words';

export type Viewer = ViewerQuery['viewer'];

/** Who is signed in, as the server sees the token. */
export function useViewer(): Answer<ViewerQuery> & { viewer: Viewer | undefined } {
  const { token } = useSigned();
  const answer = useAnswer(ViewerDocument, {}, !token);
  return { ...answer, viewer: token ? answer.data?.viewer : undefined };
}

/** A token is printed once, in one line: whatever stands around it was copied along. */
const tokenOf = (text: string) => /hoptac_[\w-]+/.exec(text)?.[0] ?? text.trim();

export function SignIn() {
  const say = useSay();
  const { signIn, ended } = useSigned();
  const id = useId();
  const [isEmpty, setIsEmpty] = useState(false);
  return (
    <form
      className="sign-in"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const token = tokenOf(String(form.get('token') ?? ''));
        setIsEmpty(token === '');
        if (token) signIn(token, form.get('keep') === 'on');
      }}
    >
      <p>
        {say(
          'Mã truy cập (token) do người quản trị sổ cấp. Mã cho biết bạn là ai và được ghi gì; nó chỉ được gửi tới máy chủ này.',
          'A token comes from the operator of the registry. It says who you are and what you may record; it is sent to this server alone.',
        )}
      </p>
      {(ended ?? isEmpty) && (
        <div className="state state-error" role="alert" id={`${id}-error`}>
          <p>{isEmpty ? say('Cần điền mã truy cập.', 'A token is required.') : say('Máy chủ không nhận mã này.', 'The server does not take this token.')}</p>
          {ended && !isEmpty && (
            <p className="small">
              {ended.reason}
            </p>
          )}
        </div>
      )}
      <div className="field">
        <label htmlFor={id}>{say('Mã truy cập', 'Token')}</label>
        <input id={id} name="token" type="password" autoComplete="current-password" spellCheck={false} aria-describedby={(ended ?? isEmpty) ? `${id}-error` : undefined} />
      </div>
      <label className="check">
        <input name="keep" type="checkbox" /> {say('Giữ trên máy này sau khi đóng trình duyệt', 'Keep it on this device after the browser is closed')}
      </label>
      <button type="submit" className="main-action">
        {say('Đăng nhập', 'Sign in')}
      </button>
    </form>
  );
}

/** What a token covers, in words. */
export function useScope() {
  const say = useSay();
  return ({ scope: { province, organization, agreement } }: Viewer) =>
    organization?.name ?? province?.name ?? agreement?.title ?? say('mọi bản ghi', 'all records');
}

/** In the head of every page: who is signed in. */
export function Account() {
  const say = useSay();
  const { token } = useSigned();
  const { viewer } = useViewer();
  if (!token) return null;
  return (
    <Link href="/work" className="account" aria-label={`${say('Đã đăng nhập', 'Signed in')}: ${viewer?.name ?? '…'}`}>
      <span aria-hidden="true">●</span> {viewer?.name ?? '…'}
    </Link>
  );
}

/** Who is signed in, and the way out. */
export function Bearer({ viewer, drafts }: { viewer: Viewer; drafts: number }) {
  const say = useSay();
  const word = useWord();
  const scopeOf = useScope();
  const { isKept, signOut } = useSigned();
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => setIsAsking(false), [drafts]);
  return (
    <div className="bearer">
      <p>
        {say('Đăng nhập là', 'Signed in as')} <strong data-mark="viewer">{viewer.name}</strong>: {word(viewer.role)}, {scopeOf(viewer)}.{' '}
        <span className="small">
          {isKept
            ? say('Mã được giữ trên máy này.', 'The token is kept on this device.')
            : say('Mã bị quên khi đóng thẻ trình duyệt này.', 'The token is forgotten when this tab is closed.')}
        </span>
      </p>
      {isAsking ? (
        <p role="alert">
          {say(
            `${drafts} bản nháp chưa gửi vẫn ở lại trình duyệt này cho lần đăng nhập sau.`,
            `${drafts} unsent drafts stay in this browser for the next time that you sign in.`,
          )}{' '}
          <button type="button" onClick={() => signOut()}>
            {say('Vẫn đăng xuất', 'Sign out all the same')}
          </button>
        </p>
      ) : (
        <button type="button" onClick={() => (drafts > 0 ? setIsAsking(true) : signOut())}>
          {say('Đăng xuất', 'Sign out')}
        </button>
      )}
    </div>
  );
}
