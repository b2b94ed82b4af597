// A form for one thing that is done with a record. What is written into it stays in the browser until the server has
// acknowledged it; it is sent under one key, so that sending it again after a lost line records it once.
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { recordAt } from '../address';
import { useAnswer, useSend, type Written } from '../api';
import { dropDraft, findDraft, keepDraft, type Draft, type Value } from '../drafts';
import type { Fault } from '../fault';
import { SubjectDocument, type Action, type DoneFragment, type RefusalFragment } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useFollowing } from '../line';
import { ActionsOf } from '../parts/actions';
import { Conflict } from '../parts/conflict';
import { FormField, idOf } from '../parts/field';
import { Page } from '../parts/page';
import { SignIn, useViewer } from '../parts/sign';
import { Failed, Loading, Missing } from '../parts/states';
import { SubjectFacts, statusOf, useTitle } from '../parts/subject';
import { useSigned } from '../signed';
import { baseOf, flaws, inputOf, isSame, newKey, partiesOf, shownFields, type Subject } from '../work/fields';
import { FORMS, actionOf, type Form } from '../work/forms';
import { fieldOf, useRefusalText } from '../work/refusals';
import { useWord } from '../words';

export default function Act({ action: slug, id }: { action: string; id: string }) {
  const word = useWord();
  const action = actionOf(slug);
  const form = FORMS[action];
  const { token } = useSigned();
  const { viewer, error: unknown } = useViewer();
  const { data, error, again } = useAnswer(SubjectDocument, { id }, !viewer);
  const failure = unknown ?? error;
  if (!form) return <Page title={slug}><Missing what={slug} /></Page>;
  const title = word(action);
  if (!token) return <Page title={title}><SignIn /></Page>;
  if (failure) return <Page title={title}><Failed error={failure} /></Page>;
  if (!viewer || !data) return <Page title={title}><Loading /></Page>;
  const subject = data.node && 'version' in data.node ? data.node : undefined;
  if (!subject || !form.nouns.includes(subject.__typename)) return <Page title={title}><Missing what={id} /></Page>;
  return (
    <Page title={title}>
      <SubjectFacts subject={subject} />
      <Writing key={`${viewer.name} ${action} ${id}`} owner={viewer.name} action={action} form={form} subject={subject} onStale={again} />
    </Page>
  );
}

interface Acknowledged {
  record: Written | undefined;
  change: DoneFragment | null;
}

interface About {
  owner: string;
  action: Action;
  form: Form;
  subject: Subject;
  onStale: () => void;
}

function useDraft({ owner, action, form, subject }: About) {
  const titleOf = useTitle();
  const fresh = (): Draft => {
    const base = baseOf(form.fields, subject);
    return { action, subject: subject.id, title: titleOf(subject), values: base, base, version: subject.version, at: '' };
  };
  const [draft, setDraft] = useState<Draft>(() => findDraft(owner, action, subject.id) ?? fresh());
  const [isKept, setIsKept] = useState(true);
  const isTouched = draft.at !== '';
  return {
    draft,
    /** Nothing is written yet: it follows the record. */
    current: isTouched ? draft : { ...draft, ...fresh() },
    isTouched,
    isKept,
    write: (next: Draft) => {
      const dated = { ...next, at: new Date().toISOString() };
      setDraft(dated);
      setIsKept(keepDraft(owner, dated));
    },
    drop: () => {
      dropDraft(owner, { action, subject: subject.id });
      setDraft(fresh());
    },
  };
}

function Writing(about: About) {
  const { form, subject, action, onStale } = about;
  const say = useSay();
  const word = useWord();
  const send = useSend();
  const { line } = useFollowing();
  const { current: draft, isTouched, isKept, write, drop } = useDraft(about);
  const [errors, setErrors] = useState<RefusalFragment[]>([]);
  const [failed, setFailed] = useState<Fault | undefined>();
  const [isSending, setIsSending] = useState(false);
  /** Grows with each answer that is to be read. */
  const [told, setTold] = useState(0);
  const [done, setDone] = useState<Acknowledged | undefined>();
  const summary = useRef<HTMLDivElement>(null);
  const isUnanswered = draft.key !== undefined;

  const submit = async () => {
    if (isSending) return;
    const found = isUnanswered ? [] : flaws(form.fields, draft.values);
    setErrors(found);
    setFailed(undefined);
    if (found.length > 0) {
      setTold((before) => before + 1);
      return;
    }
    const key = draft.key ?? newKey();
    const { key: _, ...unsent } = draft;
    // It is kept under its key before it is sent: then a reload in between sends the same again.
    write({ ...unsent, key });
    setIsSending(true);
    const input = { ...form.about(subject, draft.version), ...inputOf(form.fields, draft.values, draft.base, form.isEdit ?? false), idempotencyKey: key };
    const answer = await send(form.document, input);
    setIsSending(false);
    setTold((before) => before + 1);
    if (answer.is === 'done') {
      drop();
      setDone(answer);
    } else if (answer.is === 'refused') {
      write(unsent);
      setErrors(answer.errors);
      if (answer.errors.some(({ code }) => code === 'CONFLICT')) onStale();
    } else {
      write(answer.isUnknown ? { ...unsent, key } : unsent);
      setFailed(answer.fault);
    }
  };

  // What was sent into a lost line goes again once there is one.
  const again = useRef(submit);
  again.current = submit;
  const isWaiting = isUnanswered && failed?.kind === 'offline' && !isSending;
  useEffect(() => {
    if (isWaiting && line === 'live') void again.current();
  }, [isWaiting, line]);
  useEffect(() => {
    if (told > 0) summary.current?.focus();
  }, [told]);

  if (done) return <Recorded done={done} subject={subject} />;
  const isPossible = subject.viewerCan.includes(action);
  const isBehind = !form.isNew && !isUnanswered && isTouched && subject.version > draft.version;
  const paths = shownFields(form.fields, draft.values).map(({ path }) => path);
  const apart = errors.filter((error) => fieldOf(error, paths) === undefined);
  if (!isPossible && !isUnanswered) return <Impossible form={form} subject={subject} action={action} onDiscard={isTouched ? drop : undefined} />;
  return (
    <>
      {isBehind && (
        <Conflict
          key={subject.version}
          form={form}
          draft={draft}
          subject={subject}
          onDiscard={() => {
            setErrors([]);
            drop();
          }}
          onMerge={(values, base) => {
            setErrors([]);
            write({ ...draft, values, base, version: subject.version });
          }}
        />
      )}
      <form
        className="act"
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div ref={summary} tabIndex={-1} className="summary">
          {failed && <NotSent fault={failed} isUnanswered={isUnanswered} />}
          {errors.length > 0 && !isBehind && <Refused errors={errors} apart={apart} paths={paths} form={form} />}
        </div>
        <fieldset className="fields" disabled={isSending || isUnanswered || isBehind}>
          <legend className="hidden">{word(action)}</legend>
          {shownFields(form.fields, draft.values).map((field) => (
            <FormField
              key={field.path}
              field={field}
              value={draft.values[field.path] ?? ''}
              parties={partiesOf(subject)}
              errors={errors.filter((error) => fieldOf(error, paths) === field.path)}
              onChange={(value: Value) => {
                setErrors(errors.filter((error) => fieldOf(error, paths) !== field.path));
                if (!isSame(draft.values[field.path], value)) write({ ...draft, values: { ...draft.values, [field.path]: value } });
              }}
            />
          ))}
        </fieldset>
        {isUnanswered && !isSending && !failed && (
          <p className="warn" role="status">
            {say('Đã gửi trước đó nhưng chưa có trả lời. Gửi lại là an toàn: chỉ ghi một lần.', 'This was sent before and not answered. Sending it again is safe: it is recorded once.')}
          </p>
        )}
        <div className="action-bar">
          <button type="submit" className="main-action" disabled={isSending || isBehind} aria-describedby="draft-state">
            {isSending ? say('Đang gửi…', 'Sending…') : isUnanswered ? say('Gửi lại', 'Send again') : word(action)}
          </button>
          {isTouched && !isUnanswered && (
            <button type="button" onClick={drop} disabled={isSending}>
              {say('Bỏ bản nháp', 'Discard the draft')}
            </button>
          )}
          <Link href={recordAt(subject.id)}>{say('Về bản ghi', 'Back to the record')}</Link>
        </div>
        <p className="small" id="draft-state" role="status">
          {isTouched &&
            (isKept
              ? say('Bản nháp được giữ trong trình duyệt này cho tới khi máy chủ xác nhận.', 'The draft is kept in this browser until the server has acknowledged it.')
              : say('Trình duyệt này không cho giữ bản nháp: đừng đóng trang trước khi gửi.', 'This browser lets no draft be kept: do not close the page before it is sent.'))}
        </p>
      </form>
    </>
  );
}

/** The errors of the input: those of no field in words, the others as ways to their fields. */
function Refused({ errors, apart, paths, form }: { errors: RefusalFragment[]; apart: RefusalFragment[]; paths: string[]; form: Form }) {
  const say = useSay();
  const textOf = useRefusalText();
  const labels = new Map(form.fields.map(({ path, label }) => [path, say(...label)]));
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

function NotSent({ fault, isUnanswered }: { fault: Fault; isUnanswered: boolean }) {
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
function Impossible({ form, subject, action, onDiscard }: Refusing) {
  const say = useSay();
  const word = useWord();
  const titleOf = useTitle();
  const textOf = useRefusalText();
  const send = useSend();
  const [errors, setErrors] = useState<RefusalFragment[]>([]);
  const ask = useRef(send);
  ask.current = send;
  const isAsked = form.fields.length === 0;
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
          {say(
            `“${word(action)}” không làm được: bản ghi đang ở trạng thái “${word(statusOf(subject))}”, hoặc mã của bạn không bao gồm bản ghi này.`,
            `“${word(action)}” is not possible: the record is “${word(statusOf(subject))}” now, or your token does not cover it.`,
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
      <ActionsOf id={subject.id} title={titleOf(subject)} />
    </>
  );
}

function Recorded({ done: { record, change }, subject }: { done: Acknowledged; subject: Subject }) {
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
      <ActionsOf id={id} title={titleOf(subject)} />
    </div>
  );
}
