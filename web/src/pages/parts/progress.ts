// How activities stand, in the order in which pictures and tables show it.
import type { AgreementPageQuery } from '../gql/graphql';

type Progress = NonNullable<NonNullable<AgreementPageQuery['agreement']>['progress']>;

/** The activities of each status; together they are all that were agreed. */
export const byStatus = ({ completed, ongoing, planned, suspended, cancelled, unknown }: Progress) =>
  [
    ['COMPLETED', completed],
    ['ONGOING', ongoing],
    ['PLANNED', planned],
    ['SUSPENDED', suspended],
    ['CANCELLED', cancelled],
    ['UNKNOWN', unknown],
  ] as const;
