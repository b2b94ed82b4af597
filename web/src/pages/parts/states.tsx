// What a page shows while it has nothing else: loading, an error, nothing found.
import type { ReactNode } from 'react';
import { useSay } from '../lang';

export function Loading() {
  const say = useSay();
  return (
    <p className="state" role="status">
      {say('Đang tải…', 'Loading…')}
    </p>
  );
}

export function Failed({ error }: { error: string }) {
  const say = useSay();
  return (
    <div className="state state-error" role="alert">
      <p>{say('Không đọc được dữ liệu.', 'The data could not be read.')}</p>
      <p className="small">{error}</p>
      <button type="button" onClick={() => location.reload()}>
        {say('Thử lại', 'Try again')}
      </button>
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
