// Which units have which shapes on a day. The shapes hold for one day; for others they go where their units went.
// Changes are followed through all successions of a day at once: a unit may give a part to another and go on.
import type { MapUnitsQuery, SuccessionsQuery } from '../gql/graphql';

export type Unit = NonNullable<MapUnitsQuery['provinces']>['nodes'][number];
export type Succession = NonNullable<SuccessionsQuery['successions']>['nodes'][number];

/** What is drawn as one. */
export interface Area {
  /** The codes of its shapes. */
  codes: string[];
  /** The units whose area it is: several where no shape tells them apart. */
  units: Unit[];
  /** Units that have shapes of their own, and a part of this one. */
  parts: Unit[];
}

/** The first day that the map can show: changes of before 2002 are not recorded. */
export const FIRST_DAY = '2002-01-01';

const isValidOn = ({ validFrom, validTo }: Unit, day: string) => (validFrom === null || validFrom <= day) && (validTo === null || day < validTo);

export const validOn = (units: Unit[], day: string) => units.filter((it) => isValidOn(it, day));

/** A unit's kind and name on a day. */
export function formOn({ kind, name, earlierForms }: Unit, day: string): { kind: string; name: string } {
  return earlierForms.find(({ until }) => day < until) ?? { kind, name };
}

/** The days on which units began, ended, divided, or changed their kind or name; the first day of the map before them. */
export function daysOfChange(units: Unit[], successions: Succession[]): string[] {
  const days = [
    ...successions.map(({ on }) => on),
    ...units.flatMap(({ validFrom, validTo, earlierForms }) => [validFrom, validTo, ...earlierForms.map(({ until }) => until)]),
  ];
  const later = days.filter((day): day is string => day !== null && day > FIRST_DAY);
  return [FIRST_DAY, ...[...new Set(later)].sort()];
}

/** Who holds each shape: unit ids by code. */
type Holders = Map<string, Set<string>>;

/** The holders after a day's successions, or before them. */
function step(holders: Holders, ofDay: Succession[], isForward: boolean, units: Map<string, Unit>, day: string): Holders {
  const links = new Map<string, Set<string>>();
  for (const { predecessors, successors } of ofDay) {
    const [from, to] = isForward ? [predecessors, successors] : [successors, predecessors];
    for (const { id } of from ?? []) {
      const known = links.get(id) ?? new Set();
      for (const it of to ?? []) known.add(it.id);
      links.set(id, known);
    }
  }
  const goesOn = (id: string) => {
    const unit = units.get(id);
    const end = isForward ? unit?.validTo : unit?.validFrom;
    return end !== day;
  };
  return new Map(
    [...holders].map(([code, ids]) => [
      code,
      new Set([...ids].flatMap((id) => [...(links.get(id) ?? []), ...(goesOn(id) ? [id] : [])])),
    ]),
  );
}

/** The areas of a day, from shapes that hold on another. */
export function areasOn(day: string, units: Unit[], successions: Succession[], shapes: { codes: string[]; holdsOn: string }): Area[] {
  const byId = new Map(units.map((it) => [it.id, it]));
  let holders: Holders = new Map();
  for (const code of shapes.codes) {
    const unit = units.find((it) => isValidOn(it, shapes.holdsOn) && it.codes.some(({ value }) => value === code));
    if (unit) holders.set(code, new Set([unit.id]));
  }
  const isForward = day > shapes.holdsOn;
  const [first, last] = isForward ? [shapes.holdsOn, day] : [day, shapes.holdsOn];
  const between = [...new Set(successions.map(({ on }) => on))].filter((on) => first < on && on <= last).sort();
  for (const on of isForward ? between : between.reverse()) {
    const ofDay = successions.filter((it) => it.on === on);
    holders = step(holders, ofDay, isForward, byId, on);
  }
  return grouped(holders, byId);
}

/** Shapes with the same holders are one area. */
function grouped(holders: Holders, units: Map<string, Unit>): Area[] {
  const areas = new Map<string, { codes: string[]; ids: string[] }>();
  for (const [code, ids] of holders) {
    if (ids.size === 0) continue;
    const sorted = [...ids].sort();
    const key = sorted.join(' ');
    const area = areas.get(key) ?? { codes: [], ids: sorted };
    area.codes.push(code);
    areas.set(key, area);
  }
  const alone = new Set([...areas.values()].filter(({ ids }) => ids.length === 1).flatMap(({ ids }) => ids));
  const unitsOf = (ids: string[]) => ids.flatMap((id) => units.get(id) ?? []);
  return [...areas.values()].map(({ codes, ids }) => {
    const own = ids.length === 1 ? ids : ids.filter((id) => !alone.has(id));
    const parts = ids.filter((id) => !own.includes(id));
    return own.length === 0 ? { codes, units: unitsOf(ids), parts: [] } : { codes, units: unitsOf(own), parts: unitsOf(parts) };
  });
}

/**
 * The unit that stands for another on a day: itself, else one with land of it, by name where there are several.
 * `areas` are those of the day, `before` those of a day on which the unit was valid.
 */
export function standsFor(unit: Unit, day: string, areas: Area[], before: Area[]): Unit | undefined {
  if (isValidOn(unit, day)) return unit;
  const codes = new Set(before.filter(({ units }) => units.includes(unit)).flatMap((it) => it.codes));
  const heirs = areas.filter((area) => area.codes.some((code) => codes.has(code))).flatMap((it) => it.units);
  return heirs.find((it) => formOn(it, day).name === unit.name) ?? heirs[0];
}

/** A day on which a unit was valid. */
export const dayWithin = ({ validFrom, validTo }: Unit): string => validFrom ?? (validTo === null ? FIRST_DAY : dayBefore(validTo));

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
