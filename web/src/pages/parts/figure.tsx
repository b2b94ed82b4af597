// A published figure beside what is recorded.
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import { Files } from './files';

interface Reconciled {
  claim: {
    metric: string;
    value: string | null;
    unit: string | null;
    statedOn: string | null;
    qualifier: string | null;
    scope: { text: string | null; provinces?: { name: string }[] | null };
  } | null;
  undecidedBy?: { count: number }[];
  recorded: number | string | null;
  verdict: string;
  reason: string | null;
}

export function ReconciledFigure({ reconciliation: { claim, recorded, undecidedBy = [], verdict, reason } }: { reconciliation: Reconciled }) {
  const say = useSay();
  const word = useWord();
  const { number } = useFormat();
  const stated = Number(claim?.value ?? 0);
  const counted = Number(recorded ?? 0);
  const undecided = undecidedBy.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(stated, counted, 1);
  return (
    <figure className="figure">
      <figcaption>
        {word(claim?.metric)}
        {claim?.scope.provinces && claim.scope.provinces.length > 0 && (
          <span className="small"> {claim.scope.provinces.map(({ name }) => name).join(', ')}</span>
        )}
      </figcaption>
      <dl>
        <div>
          <dt>{say('Công bố', 'Published')}</dt>
          <dd data-mark="published">
            {claim?.qualifier && claim.qualifier !== 'EXACT' && `${word(claim.qualifier)} `}
            {number(claim?.value)}
            <Bar of={stated} most={most} kind="stated" />
          </dd>
        </div>
        <div>
          <dt>{say('Có hồ sơ', 'Recorded')}</dt>
          <dd>
            <span data-mark="recorded">{number(recorded)}</span>
            {undecided > 0 && <span className="small undecided"> {say(`(${number(undecided)} chưa rõ)`, `(${number(undecided)} undecided)`)}</span>}
            <Bar of={counted} most={most} kind="recorded" />
          </dd>
        </div>
      </dl>
      <p className={`verdict verdict-${verdict}`}>
        {word(verdict)}
        {reason && `: ${word(`BECAUSE_${reason}`)}`}
      </p>
    </figure>
  );
}

function Bar({ of, most, kind }: { of: number; most: number; kind: string }) {
  return (
    <svg className={`bar bar-${kind}`} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width={(of / most) * 100} height="6" data-value={of} />
    </svg>
  );
}

/** The figures that a page shows, to be taken along. */
export function ReconciledFiles({ file, rows }: { file: string; rows: Reconciled[] }) {
  const say = useSay();
  const word = useWord();
  return (
    <p className="below">
      <Files
        file={file}
        caption={say('Công bố và hồ sơ', 'Published beside recorded')}
        rows={rows}
        columns={[
          { name: word('Claim'), value: ({ claim }) => word(claim?.metric) },
          { name: say('Phạm vi', 'Scope'), value: ({ claim }) => claim?.scope.provinces?.map(({ name }) => name).join(', ') ?? claim?.scope.text },
          { name: word('statedOn'), value: ({ claim }) => claim?.statedOn },
          { name: say('Công bố', 'Published'), value: ({ claim }) => (claim?.value == null ? undefined : Number(claim.value)) },
          { name: word('unit'), value: ({ claim }) => claim?.unit },
          { name: say('Có hồ sơ', 'Recorded'), value: ({ recorded }) => (recorded == null ? undefined : Number(recorded)) },
          { name: say('Chưa rõ', 'Undecided'), value: ({ undecidedBy = [] }) => undecidedBy.reduce((sum, { count }) => sum + count, 0) },
          { name: say('Kết luận', 'Verdict'), value: ({ verdict, reason }) => [word(verdict), reason && word(`BECAUSE_${reason}`)].filter(Boolean).join(': ') },
        ]}
      />
    </p>
  );
}
