// A form for one thing that is done with a record. What is written into it stays in the browser until the server has
// acknowledged it; it is sent under one key, so that sending it again after a lost line records it once.
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { recordAt } from '../address';
import { useSend } from '../api';
import { dropDraft, findDraft, keepDraft, type Draft, type Value } from '../drafts';
import type { Fault } from '../fault';
import type { Action, RefusalFragment } from '../gql/graphql';
import { useSay } from '../lang';
import { useLine } from '../line';
import { Impossible, NotSent, Recorded, Refused, type Acknowledged } from '../parts/acted';
import { Conflict } from '../parts/conflict';
import { FormField } from '../parts/field';
import { Page } from '../parts/page';
import { SignIn, useViewer } from '../parts/sign';
import { Failed, Loading, Missing } from '../parts/states';
import { SubjectFacts, useTitle } from '../parts/subject';
import { useSigned } from '../signed';
import { baseOf, flaws, inputOf, isSame, newKey, shownFields } from '../work/fields';
import { FORMS, actionOf, fieldsOf } from '../work/forms';
import type { Form } from '../work/pieces';
import { fieldOf } from '../work/refusals';
import { NEW, canOf, nearOf, registryFor, useSubject, type Subject } from '../work/subject';
import { useWord } from '../words';

export default function Act({ action: slug, id }: { action: string; id: string }) {
  const word = useWord();
  const action = actionOf(slug);
  const form = FORMS[action];
  const { token } = useSigned();
  const { viewer, error: unknown } = useViewer();
  const { subject: read, error, again } = useSubject(id, viewer && id !== NEW ? form?.nouns ?? [] : []);
  const failure = unknown ?? error;
  if (!form) return <Page title={slug}><Missing what={slug} /></Page>;
  const title = word(action);
  if (!token) return <Page title={title}><SignIn /></Page>;
  if (failure) return <Page title={title}><Failed error={failure} /></Page>;
  if (!viewer || (read === undefined && id !== NEW)) return <Page title={title}><Loading /></Page>;
  const subject: Subject | null | undefined = id === NEW ? registryFor(viewer.may) : read;
  if (!subject || !form.nouns.includes(subject.__typename)) return <Page title={title}><Missing what={id} /></Page>;
  return (
    <Page title={title}>
      <SubjectFacts subject={subject} />
      <Writing key={`${viewer.name} ${action} ${id}`} owner={viewer.name} action={action} form={form} subject={subject} onStale={again} />
    </Page>
  );
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
    const base = baseOf(fieldsOf(form, subject), subject);
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
  const line = useLine();
  const { current: draft, isTouched, isKept, write, drop } = useDraft(about);
  const [errors, setErrors] = useState<RefusalFragment[]>([]);
  const [failed, setFailed] = useState<Fault | undefined>();
  const [isSending, setIsSending] = useState(false);
  /** Grows with each answer that is to be read. */
  const [told, setTold] = useState(0);
  const [done, setDone] = useState<Acknowledged | undefined>();
  const summary = useRef<HTMLDivElement>(null);
  const isUnanswered = draft.key !== undefined;
  const fields = fieldsOf(form, subject);

  const submit = async () => {
    if (isSending) return;
    const found = isUnanswered ? [] : flaws(fields, draft.values);
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
    const input = { ...form.about(subject, draft.version), ...inputOf(fields, draft.values, draft.base, form.isEdit ?? false), idempotencyKey: key };
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

  if (done) return <Recorded done={done} subject={subject} more={form.isNew ? { name: word(action), go: () => setDone(undefined) } : undefined} />;
  const isPossible = canOf(subject).includes(action);
  const isBehind = !form.isNew && !isUnanswered && isTouched && subject.version > draft.version;
  const paths = shownFields(fields, draft.values).map(({ path }) => path);
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
          {errors.length > 0 && !isBehind && <Refused errors={errors} apart={apart} fields={fields} paths={paths} />}
        </div>
        <fieldset className="fields" disabled={isSending || isUnanswered || isBehind}>
          <legend className="hidden">{word(action)}</legend>
          {shownFields(fields, draft.values).map((field) => (
            <FormField
              key={field.path}
              field={field}
              value={draft.values[field.path] ?? ''}
              near={field.near?.(subject) ?? nearOf(subject)}
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
          {subject.id === NEW ? <Link href="/work">{say('Việc của tôi', 'My work')}</Link> : <Link href={recordAt(subject.id)}>{say('Về bản ghi', 'Back to the record')}</Link>}
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
