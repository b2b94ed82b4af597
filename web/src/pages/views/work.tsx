// What waits for the bearer of a token: drafts of this browser, outcomes to approve or to go on with, activities, events.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { recordAt } from '../address';
import { ROWS_MAX, useAnswer, useRows, type Sent } from '../api';
import { dropDraft, useDrafts, type Draft } from '../drafts';
import type { Fault } from '../fault';
import {
  ActivitiesOfOrganizationDocument,
  MyActivitiesDocument,
  WaitingDirectivesDocument,
  WaitingOutcomesDocument,
  type MyActivitiesQuery,
  type WaitingActivityFragment,
  type WaitingEventFragment,
  type WaitingOutcomeFragment,
} from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { Actions } from '../parts/actions';
import { Page, Section, ShowQuery } from '../parts/page';
import { Bearer, SignIn, useViewer, type Viewer } from '../parts/sign';
import { Empty, Failed, Loading } from '../parts/states';
import { useSigned } from '../signed';
import { useWord } from '../words';
import { begun, formAt } from '../work/forms';
import { NEW } from '../work/subject';

export default function Work() {
  const say = useSay();
  const { token } = useSigned();
  const { viewer, error } = useViewer();
  return (
    <Page title={say('Việc của tôi', 'My work')}>
      {!token && <SignIn />}
      {token && error && <Failed error={error} />}
      {token && !viewer && !error && <Loading />}
      {viewer && <Waiting viewer={viewer} />}
    </Page>
  );
}

function Waiting({ viewer }: { viewer: Viewer }) {
  const drafts = useDrafts(viewer.name);
  const outcomes = useRows(WaitingOutcomesDocument, {}, (it) => it.outcomes, ROWS_MAX);
  const directives = useAnswer(WaitingDirectivesDocument, {});
  const mine = useMine(viewer);
  const can = (action: string) => (it: { viewerCan: readonly string[] }) => it.viewerCan.includes(action);
  const toApprove = outcomes.rows?.filter(can('APPROVE_OUTCOMES'));
  const ours = outcomes.rows?.filter((it) => !can('APPROVE_OUTCOMES')(it) && it.viewerCan.length > 0);
  const open = directives.data?.directives?.nodes.filter((it) => it.viewerCan.length > 0);
  const say = useSay();
  const word = useWord();
  const { day } = useFormat();
  const sent: Sent[] = [outcomes.sent, mine.sent, directives.sent];
  return (
    <>
      <Bearer viewer={viewer} drafts={drafts.length} />
      {drafts.length > 0 && <Drafts owner={viewer.name} drafts={drafts} />}
      <Begin may={viewer.may} />
      {viewer.may.includes('APPROVE_OUTCOMES') && (
        <Cards title={say('Chờ duyệt', 'Waiting for approval')} rows={toApprove} error={outcomes.error} empty={say('Không có kết quả nào chờ duyệt.', 'No outcome waits for approval.')}>
          {(it) => <Outcome key={it.id} outcome={it} />}
        </Cards>
      )}
      {viewer.may.includes('RECORD_OUTCOME') && (
        <Cards title={say('Kết quả của đơn vị tôi', 'Our outcomes')} rows={ours} error={outcomes.error} empty={say('Không có kết quả nào dở dang.', 'No outcome is unfinished.')}>
          {(it) => <Outcome key={it.id} outcome={it} />}
        </Cards>
      )}
      <Cards title={say('Hoạt động', 'Activities')} rows={mine.activities} error={mine.error} total={mine.totals.activities} empty={say('Không có hoạt động nào chờ bạn.', 'No activity waits for you.')}>
        {(it) => <Activity key={it.id} activity={it} />}
      </Cards>
      <Cards title={say('Sự kiện', 'Events')} rows={mine.events} error={mine.error} total={mine.totals.events} empty={say('Không có sự kiện nào chờ bạn.', 'No event waits for you.')}>
        {(it) => <Event key={it.id} event={it} />}
      </Cards>
      {viewer.may.includes('ANSWER_DIRECTIVE') && (
        <Cards title={say('Chỉ đạo, kiến nghị', 'Directives')} rows={open} error={directives.error} empty={say('Không có chỉ đạo nào chờ bạn.', 'No directive waits for you.')}>
          {(it) => (
            <Card key={it.id} of={it} title={it.text} status={it.directiveStatus} isLate={it.overdue && say('quá hạn', 'overdue')} about={it.due && `${word('due')} ${day(it.due)}`} />
          )}
        </Cards>
      )}
      <ShowQuery sent={sent} />
    </>
  );
}

/** The statuses in which something is still to be done. */
const ACTIVITIES = { status: ['PLANNED', 'ONGOING', 'SUSPENDED', 'UNKNOWN'] as const };
const EVENTS = { status: ['SCHEDULED', 'POSTPONED', 'UNKNOWN'] as const };

interface Mine {
  activities: WaitingActivityFragment[] | undefined;
  events: WaitingEventFragment[] | undefined;
  /** How many the registry has, of which some are shown. */
  totals: { activities: number | null; events: number | null };
  error: Fault | undefined;
  sent: Sent;
}

/** The activities and events of what the token covers, the latest first. */
function useMine({ scope: { province, organization, agreement } }: Viewer): Mine {
  const within = { ...(province && !organization && { participant: province.id }), ...(agreement && { agreement: agreement.id }) };
  const filter = { ...ACTIVITIES, status: [...ACTIVITIES.status], ...within };
  const events = { ...EVENTS, status: [...EVENTS.status], ...within };
  const all = useAnswer(MyActivitiesDocument, { filter, events }, organization !== null);
  const ofOrganization = useAnswer(ActivitiesOfOrganizationDocument, { organization: organization?.id ?? '', filter, events }, organization === null);
  const { data, error, sent } = organization ? { ...ofOrganization, data: ofOrganization.data?.organization ?? undefined } : all;
  const lists: Pick<MyActivitiesQuery, 'activities' | 'events'> | undefined = data;
  const lateFirst = (a: WaitingActivityFragment, b: WaitingActivityFragment) => (b.lateness?.days ?? -1) - (a.lateness?.days ?? -1);
  return {
    activities: lists && [...(lists.activities?.nodes ?? [])].filter((it) => it.viewerCan.length > 0).sort(lateFirst),
    events: lists && (lists.events?.nodes ?? []).filter((it) => it.viewerCan.length > 0),
    totals: { activities: lists?.activities?.totalCount ?? null, events: lists?.events?.totalCount ?? null },
    error,
    sent,
  };
}

interface Listed<R> {
  title: string;
  rows: R[] | undefined;
  error: Fault | undefined;
  empty: string;
  total?: number | null;
  children: (row: R) => ReactNode;
}

/** As many as one page of the API has. */
const SHOWN_MAX = 100;

function Cards<R>({ title, rows, error, empty, total, children }: Listed<R>) {
  const say = useSay();
  const { number } = useFormat();
  return (
    <Section title={rows && rows.length > 0 ? `${title} (${number(rows.length)})` : title}>
      {error && <Failed error={error} />}
      {!rows && !error && <Loading />}
      {rows && rows.length === 0 && <Empty>{empty}</Empty>}
      {rows && rows.length > 0 && <ul className="cards">{rows.map(children)}</ul>}
      {total != null && total > SHOWN_MAX && (
        <p className="warn">
          {say(`Chỉ xét ${SHOWN_MAX} bản ghi mới nhất trong ${number(total)}.`, `Only the newest ${SHOWN_MAX} of ${number(total)} are looked at.`)}
        </p>
      )}
    </Section>
  );
}

/** What can be recorded under no other record. */
function Begin({ may }: { may: readonly string[] }) {
  const say = useSay();
  const word = useWord();
  const actions = begun(may);
  if (actions.length === 0) return null;
  return (
    <Section title={say('Ghi mới', 'Record something new')}>
      <p className="small">
        {say(
          'Việc thuộc một thỏa thuận hay hoạt động thì bắt đầu từ trang của nó; ở đây là những gì chưa thuộc bản ghi nào.',
          'What belongs to an agreement or activity begins on its page; here is what stands under no record yet.',
        )}
      </p>
      <div className="action-bar">
        {actions.map((action) => (
          <Link key={action} href={formAt(action, NEW)} className="action">
            {word(action)}
          </Link>
        ))}
      </div>
    </Section>
  );
}

function Drafts({ owner, drafts }: { owner: string; drafts: Draft[] }) {
  const say = useSay();
  const word = useWord();
  const { moment } = useFormat();
  return (
    <Section title={say(`Bản nháp trong trình duyệt này (${drafts.length})`, `Drafts in this browser (${drafts.length})`)}>
      <ul className="cards">
        {drafts.map((draft) => (
          <li key={`${draft.action} ${draft.subject}`} data-draft={draft.action}>
            <p>
              <Link href={formAt(draft.action, draft.subject)}>
                {word(draft.action)}: {draft.title}
              </Link>
            </p>
            <p className="small">
              {moment(draft.at)}
              {draft.key && <> · <span className="late">{say('đã gửi, chưa có trả lời', 'sent, not answered')}</span></>}
            </p>
            <button type="button" aria-label={`${say('Bỏ bản nháp', 'Discard the draft')}: ${word(draft.action)}, ${draft.title}`} onClick={() => dropDraft(owner, draft)}>
              {say('Bỏ bản nháp', 'Discard the draft')}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface Carded {
  of: { id: string; viewerCan: readonly string[] };
  title: string;
  status: string;
  isLate?: ReactNode;
  /** What stands beside the status. */
  about: ReactNode;
  /** What stands beside the title. */
  figure?: ReactNode;
  children?: ReactNode;
}

/** One thing that waits: what it is, how it stands, and what can be done with it. */
function Card({ of: { id, viewerCan }, title, status, isLate, about, figure, children }: Carded) {
  const word = useWord();
  return (
    <li data-id={id}>
      <p>
        <Link href={recordAt(id)}>{title}</Link>
        {figure}
      </p>
      <p className="small">
        <span className={`tag tag-${status}`}>{word(status)}</span> {isLate && <span className="tag tag-LATE">{isLate}</span>} {about}
      </p>
      {children}
      <Actions id={id} title={title} can={viewerCan} />
    </li>
  );
}

function Outcome({ outcome: it }: { outcome: WaitingOutcomeFragment }) {
  const say = useSay();
  const { number, moment } = useFormat();
  const figure = it.value !== null && (
    <>
      : <strong>{number(it.value)}</strong> {it.unit}
    </>
  );
  const about = (
    <>
      {moment(it.updatedAt)}
      {it.activity && (
        <>
          {' · '}
          <Link href={recordAt(it.activity.id)}>{it.activity.title}</Link>
        </>
      )}
    </>
  );
  return (
    <Card of={it} title={it.title} status={it.outcomeStatus} figure={figure} about={about}>
      {it.statusReason && (
        <p>
          <strong>{say('Ghi chú', 'Note')}:</strong> {it.statusReason}
        </p>
      )}
    </Card>
  );
}

function Activity({ activity: it }: { activity: WaitingActivityFragment }) {
  const say = useSay();
  const word = useWord();
  const { number, day, period } = useFormat();
  const late = it.lateness && `${word(it.lateness.kind)}, ${number(it.lateness.days)} ${say('ngày', 'days')}`;
  const times = [`${word('planned')} ${period(it.planned?.edtf)}`, `${word('actual')} ${period(it.actual?.edtf)}`, `${word('due')} ${day(it.dueOn)}`];
  return <Card of={it} title={it.title} status={it.activityStatus} isLate={late} about={times.join(' · ')} />;
}

function Event({ event: it }: { event: WaitingEventFragment }) {
  const { day } = useFormat();
  const days = [day(it.startsOn), it.endsOn !== it.startsOn && it.endsOn && day(it.endsOn)].filter(Boolean).join(' – ');
  return <Card of={it} title={it.title} status={it.eventStatus} about={`${days} ${[it.place, it.host?.name].filter(Boolean).join(', ')}`} />;
}
