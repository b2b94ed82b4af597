// What a page shows while it has nothing else: loading, an error, no right, no line, nothing found.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Fault } from '../fault';
import { useSay } from '../lang';
import { useSigned } from '../signed';

export function Loading() {
  const say = useSay();
  return (
    <p className="state" role="status">
      {say('Đang tải…', 'Loading…')}
    </p>
  );
}

/** Why the data did not come, and what to do about it. */
export function Failed({ error }: { error: Fault | string }) {
  const say = useSay();
  const { token } = useSigned();
  const { kind, text } = typeof error === 'string' ? { kind: 'other' as const, text: error } : error;
  const told = {
    offline: say('Không kết nối được với máy chủ. Trang tự thử lại khi có kết nối.', 'There is no line to the server. The page tries again by itself once there is one.'),
    forbidden: say('Bạn không có quyền xem hoặc làm việc này.', 'You do not have the right to see or do this.'),
    unauthenticated: say('Sổ này chỉ mở cho người đã đăng nhập.', 'This registry is open only to those who are signed in.'),
    outdated: say('Máy chủ không còn chạy phiên bản của trang này. Hãy tải lại trang.', 'The server is no longer the version of this page. Load the page again.'),
    unknown: say('Địa chỉ của trang nêu điều mà sổ không có.', 'The address of the page names what the registry does not have.'),
    other: say('Không đọc được dữ liệu.', 'The data could not be read.'),
  };
  return (
    <div className={kind === 'unknown' ? 'state' : 'state state-error'} role="alert" data-state={kind}>
      <p>{told[kind]}</p>
      {kind !== 'offline' && (
        <p className="small">
          {text}
        </p>
      )}
      {kind === 'unauthenticated' && !token ? (
        <Link href="/work">{say('Đăng nhập', 'Sign in')}</Link>
      ) : (
        kind !== 'unknown' && (
          <button type="button" onClick={() => location.reload()}>
            {say('Thử lại', 'Try again')}
          </button>
        )
      )}
    </div>
  );
}

export function Empty({ children }: { children?: ReactNode }) {
  const say = useSay();
  return <p className="state">{children ?? say('Chưa có gì được ghi nhận.', 'Nothing is recorded.')}</p>;
}

export function Missing({ what }: { what: string }) {
  const say = useSay();
  return (
    <div className="state">
      <p>
        {say('Không tìm thấy', 'Not found')}: <strong>{what}</strong>
      </p>
    </div>
  );
}
