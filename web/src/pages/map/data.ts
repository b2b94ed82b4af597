// What a map shows: the areas of a day, and what a province did with each other one, by the public API.
import { useEffect, useMemo, useRef, useState } from 'react';
import { byOf, type Place } from '../address';
import { ROWS_MAX, useAnswer, useRows, type Sent } from '../api';
import type { Fault } from '../fault';
import {
  FlowsOfProvinceDocument,
  HubDocument,
  MapUnitsDocument,
  SuccessionsDocument,
  type FlowsOfProvinceQuery,
  type ScopeInput,
} from '../gql/graphql';
import { codesOf, loadShapes, type Shapes } from './shapes';
import { areasOn, dayWithin, daysOfChange, standsFor, validOn, type Area, type Unit } from './units';

type Cell = NonNullable<NonNullable<FlowsOfProvinceQuery['cooperationMatrix']>['cells']>['nodes'][number];
export type Pair = Cell & { a: Place; b: Place; tally: NonNullable<Cell['tally']> };

const isPair = (it: Cell): it is Pair => Boolean(it.a && it.b && it.tally);

export interface MapData {
  shapes: Shapes;
  /** The day shown. */
  day: string;
  days: string[];
  /** The units of the day. */
  units: Unit[];
  areas: Area[];
  /** The chosen province, and the one that was asked for where another stands for it on this day. */
  of: Unit | undefined;
  insteadOf: Unit | undefined;
  /** Pairs of the chosen province by the other's id; undefined until they have come. */
  pairs: Map<string, Pair> | undefined;
}

export interface Asked {
  /** A day, or today. */
  on: string | undefined;
  /** A province as addresses name it, or the one with most partners. */
  of: string | null;
  scope: ScopeInput;
}

export function useMap({ on, of, scope }: Asked): { map: MapData | undefined; error: Fault | string | undefined; sent: Sent[] } {
  const [shapes, setShapes] = useState<Shapes | undefined>();
  const [failure, setFailure] = useState<string | undefined>();
  useEffect(() => {
    loadShapes().then(setShapes, (error: unknown) => setFailure(String(error)));
  }, []);
  const boundaries = on ? { on } : { kind: 'TODAY' as const };
  const all = useRows(MapUnitsDocument, {}, (it) => it.provinces, ROWS_MAX);
  const changes = useRows(SuccessionsDocument, {}, (it) => it.successions, ROWS_MAX);
  const allUnits = useKept(all.rows);
  const allSuccessions = useKept(changes.rows);
  const hub = useAnswer(HubDocument, { boundaries, scope });
  const day = on ?? hub.data?.cooperationMatrix?.boundaries.on ?? undefined;
  const placed = useMemo(() => {
    if (!shapes || !day || !allUnits || !allSuccessions) return undefined;
    const known = { codes: codesOf(shapes), holdsOn: shapes.holdsOn };
    const [units, successions] = [allUnits, allSuccessions];
    const areas = areasOn(day, units, successions, known);
    const named = of === null ? undefined : found(units, of);
    const chosen = named && standsFor(named, day, areas, areasOn(dayWithin(named), units, successions, known));
    return { shapes, day, units: validOn(units, day), days: daysOfChange(units, successions), areas, named, chosen };
  }, [shapes, day, allUnits, allSuccessions, of]);
  const most = hub.data?.cooperationMatrix?.network?.provinces?.nodes[0]?.province;
  const chosen = placed?.chosen ?? placed?.units.find(({ id }) => id === most?.id);
  const flows = useAnswer(FlowsOfProvinceDocument, { of: { id: chosen?.id ?? '' }, boundaries, scope }, chosen === undefined);
  const pairs = useMemo(() => {
    const cells = flows.data?.cooperationMatrix?.cells?.nodes;
    return cells && new Map(cells.filter(isPair).map((it) => [it.b.id, it]));
  }, [flows.data]);
  const map = placed && {
    ...placed,
    of: chosen,
    insteadOf: placed.named && placed.named !== chosen ? placed.named : undefined,
    // Without a province there is nothing to ask for.
    pairs: chosen || !hub.data ? pairs : new Map<string, Pair>(),
  };
  return {
    map,
    error: failure ?? all.error ?? changes.error ?? hub.error ?? flows.error,
    sent: [all.sent, changes.sent, hub.sent, ...(chosen ? [flows.sent] : [])],
  };
}

/** The value before, where the new one is equal: an answer that says the same draws nothing anew. */
function useKept<T>(value: T): T {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}

function found(units: Unit[], name: string): Unit | undefined {
  const by = byOf(name);
  return units.find((it) => ('id' in by ? it.id === by.id : it.key === by.key));
}
