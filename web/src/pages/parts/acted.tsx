// What a form tells of what was sent: refused, not sent, not possible, recorded.
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { recordAt } from '../address';
import { useSend, type Written } from '../api';
import type { Fault } from '../fault';
import type { Action, DoneFragment, RefusalFragment } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import type { Field } from '../work/fields';
import type { Form } from '../work/pieces';
import { fieldOf, useRefusalText } from '../work/refusals';
import { NEW, type Subject } from '../work/subject';
import { useWord } from '../words';
import { ActionsOf } from './actions';
import { idOf } from './field';
import { statusOf, useTitle } from './subject';

export interface Acknowledged {
  record: Written | undefined;
  change: DoneFragment | null;
}

/** The errors of the input: those of no field in words, the others as ways to their fields. */
export function Refused({ errors, apart, fields, paths }: { errors: RefusalFragment[]; apart: RefusalFragment[]; fields: Field[]; paths: string[] }) {
  const say = useSay();
  const textOf = useRefusalText();
  const labels = new Map(fields.map(({ path, label }) => [path, say(...label)]));
  const ways = [...new Set(errors.flatMap((error) => fieldOf(error, paths) ?? []))];
  return (
    <div className="state state-error" role="alert">
      <p>{say('Chưa ghi được. Không có gì thay đổi trong sổ.', 'It was not recorded. Nothing has changed in the registry.')}</p>
      <ul>
        {apart.map((error, at) => (
          <li key={at} data-code={error.code}>
            {textOf(error)}
          </li>
        ))}
        {ways.map((path) => (
          <li key={path}>
            <a
              href={`#${idOf(path)}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(idOf(path))?.focus();
              }}
            >
              {labels.get(path)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function NotSent({ fault, isUnanswered }: { fault: Fault; isUnanswered: boolean }) {
  const say = useSay();
  return (
    <div className="state state-error" role="alert" data-state={fault.kind}>
      <p>
        {isUnanswered
          ? say(
              'Chưa có trả lời của máy chủ, nên chưa biết đã ghi hay chưa. Bản nháp được giữ và tự gửi lại khi có kết nối; chỉ ghi một lần.',
              'The server has not answered, so it is not known whether it was recorded. The draft is kept and goes again once there is a line; it is recorded once.',
            )
          : fault.kind === 'forbidden'
            ? say('Bạn không có quyền làm việc này. Không có gì được ghi.', 'You do not have the right to do this. Nothing was recorded.')
            : say('Không có gì được ghi.', 'Nothing was recorded.')}
      </p>
      {fault.kind !== 'offline' && (
        <p className="small">
          {fault.text}
        </p>
      )}
    </div>
  );
}

interface Refusing {
  form: Form;
  subject: Subject;
  action: Action;
  onDiscard: (() => void) | undefined;
}

/** The record does not allow it now, or the token does not cover it: the API says why, where there is nothing to fill in. */
export function Impossible({ form, subject, action, onDiscard }: Refusing) {
  const say = useSay();
  const word = useWord();
  const titleOf = useTitle();
  const textOf = useRefusalText();
  const send = useSend();
  const [errors, setErrors] = useState<RefusalFragment[]>([]);
  const ask = useRef(send);
  ask.current = send;
  const isAsked = form.fields.length === 0;
  const status = statusOf(subject);
  useEffect(() => {
    if (!isAsked) return;
    let isStale = false;
    void ask.current(form.document, { ...form.about(subject, subject.version), dryRun: true }).then((told) => {
      if (!isStale && told.is === 'refused') setErrors(told.errors);
    });
    return () => {
      isStale = true;
    };
  }, [form, subject, isAsked]);
  return (
    <>
      <div className="state state-error" role="alert" data-state="forbidden">
        <p>
          {status === undefined
            ? say(`“${word(action)}” không làm được: mã của bạn không cho phép, hoặc bản ghi không còn cho phép.`, `“${word(action)}” is not possible: your token does not allow it, or the record no longer does.`)
            : say(
                `“${word(action)}” không làm được: bản ghi đang ở trạng thái “${word(status)}”, hoặc mã của bạn không bao gồm bản ghi này.`,
                `“${word(action)}” is not possible: the record is “${word(status)}” now, or your token does not cover it.`,
              )}
        </p>
        {errors.map((error, at) => (
          <p key={at} data-code={error.code}>
            {textOf(error)}
          </p>
        ))}
        {onDiscard && (
          <button type="button" onClick={onDiscard}>
            {say('Bỏ bản nháp', 'Discard the draft')}
          </button>
        )}
      </div>
      {subject.id !== NEW && <ActionsOf id={subject.id} title={titleOf(subject)} />}
    </>
  );
}

/** The form once more, for another record of the same kind. */
interface More {
  name: string;
  go: () => void;
}

export function Recorded({ done: { record, change }, subject, more }: { done: Acknowledged; subject: Subject; more: More | undefined }) {
  const say = useSay();
  const { number } = useFormat();
  const titleOf = useTitle();
  const message = useRef<HTMLParagraphElement>(null);
  useEffect(() => message.current?.focus(), []);
  const id = record?.id ?? subject.id;
  return (
    <div className="state recorded">
      <p ref={message} tabIndex={-1} role="status">
        {change ? (
          <strong>{say(`Đã ghi: thay đổi số ${number(change.seq)}.`, `Recorded: change ${number(change.seq)}.`)}</strong>
        ) : (
          <strong>{say('Không có gì để ghi: bản ghi đã như vậy.', 'There was nothing to record: the record is like this already.')}</strong>
        )}
        {change?.replayed && ` ${say('Lần gửi trước đã tới nơi; chỉ ghi một lần.', 'What was sent before had arrived; it is recorded once.')}`}
      </p>
      <p>
        <Link href={recordAt(id)}>{say('Xem bản ghi', 'See the record')}</Link> · <Link href="/work">{say('Việc của tôi', 'My work')}</Link>
      </p>
      {more && (
        <button type="button" onClick={more.go}>
          {say('Thêm nữa', 'Once more')}: {more.name}
        </button>
      )}
      <ActionsOf id={id} title={titleOf(subject)} />
    </div>
  );
}
