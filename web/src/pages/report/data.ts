// The answer of the API in the order of the report. `src/cli/paper/data.rs` does the same for `hoptac report`, and a test
// compares the two: what the report says and how stands in report.jinja alone.
import type { ReportQuery, ReportedActivitiesQuery } from '../gql/graphql';

type Agreement = NonNullable<ReportQuery['agreement']>;
export type Activity = NonNullable<NonNullable<NonNullable<ReportedActivitiesQuery['agreement']>['progress']>['contributors']>['nodes'][number];
type Participant = Activity['participants'][number];
type Source = Activity['sources'][number];

const GIVES = ['PROVIDER', 'FUNDER'];
const RECEIVES = ['BENEFICIARY'];

/** The names of those with a role, each once. */
function actors({ participants }: Activity, hasRole: (role: string) => boolean): string[] {
  const nameOf = ({ province, organization }: Participant) => (province ?? organization)?.name;
  const names = participants.filter(({ role }) => hasRole(role)).flatMap((it) => nameOf(it) ?? []);
  return [...new Set(names)];
}

const withActors = (it: Activity) => ({
  ...it,
  givers: actors(it, (role) => GIVES.includes(role)),
  receivers: actors(it, (role) => RECEIVES.includes(role)),
  others: actors(it, (role) => !GIVES.includes(role) && !RECEIVES.includes(role)),
});

/** Activities by sector: the sector with most first, those without one last. */
function bySector<A extends Activity>(activities: A[]) {
  const sectors = new Map<string | undefined, { name: string | null; activities: A[] }>();
  for (const it of activities) {
    const entry = sectors.get(it.sector?.code) ?? { name: it.sector?.name ?? null, activities: [] };
    entry.activities.push(it);
    sectors.set(it.sector?.code, entry);
  }
  const stated = (name: string | null) => (name === null ? 1 : 0);
  return [...sectors.values()].sort((a, b) => stated(a.name) - stated(b.name) || b.activities.length - a.activities.length);
}

/** Each document once, with all words that are quoted from it. */
function documentsOf(sources: Source[]) {
  const documents = new Map<string, NonNullable<Source['document']> & { quotes: string[] }>();
  for (const { document, quote } of sources) {
    if (!document) continue;
    const entry = documents.get(document.id) ?? { ...document, quotes: [] };
    if (quote && !entry.quotes.includes(quote)) entry.quotes.push(quote);
    documents.set(document.id, entry);
  }
  return [...documents.values()];
}

/** What report.jinja takes. */
export function reportOf(data: ReportQuery, agreement: Agreement, rows: Activity[]) {
  const activities = rows.map(withActors);
  const reconciliation = agreement.reconciliation ?? [];
  const sources = [
    ...agreement.sources,
    ...reconciliation.flatMap(({ claim }) => claim?.sources ?? []),
    ...rows.flatMap((it) => it.sources),
    ...(agreement.directives?.nodes ?? []).flatMap((it) => it.sources),
  ];
  return {
    agreement: {
      ...agreement,
      reconciliation: reconciliation.map((it) => ({ ...it, undecided: it.undecidedBy.reduce((sum, { count }) => sum + count, 0) })),
    },
    sectors: bySector(activities),
    pairs: data.cooperationMatrix?.cells?.nodes ?? [],
    boundariesOn: data.cooperationMatrix?.boundaries.on ?? null,
    documents: documentsOf(sources),
  };
}
