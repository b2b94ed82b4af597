// What a map shows, read from its marks, and what the API says it should show.
import { ask } from './pages.js';

export const areas = (page) =>
  page.locator('[data-mark=area]').evaluateAll((marks) => marks.map((mark) => ({ ...mark.dataset, step: mark.getAttribute('class').split('heat-')[1] })));

/** Arcs with their widths in pixels, and whether they begin and end in the areas of their provinces. */
export const arcs = (page) =>
  page.locator('[data-mark=arc]').evaluateAll((marks) => {
    const all = [...document.querySelectorAll('[data-mark=area]')];
    const holds = (key, point) => all.find(({ dataset }) => dataset.units.split(' ').includes(key)).isPointInFill(point);
    return marks.map((mark) => ({
      ...mark.dataset,
      width: Number.parseFloat(getComputedStyle(mark).strokeWidth),
      isBetween: holds(mark.dataset.a, mark.getPointAtLength(0)) && holds(mark.dataset.b, mark.getPointAtLength(mark.getTotalLength())),
    }));
  });

const FLOWS = { gave: 'oneWayAToB', took: 'oneWayBToA', mutual: 'mutual', unspecified: 'unspecified' };

/** The arcs that the API's figures ask for, and the activities with each province. */
export async function wanted(by, on, top) {
  const { cooperationMatrix: matrix } = await ask(
    `query ($by: ProvinceBy!, $boundaries: BoundariesInput) {
      cooperationMatrix(of: $by, boundaries: $boundaries) {
        cells(first: 2000) { nodes { a { key } b { key } tally { activities flows { oneWayAToB oneWayBToA mutual unspecified } } } }
      }
    }`,
    { by, boundaries: on ? { on } : { kind: 'TODAY' } },
    {},
    top,
  );
  const { nodes } = matrix.cells;
  const flows = nodes.flatMap(({ a, b, tally }) => Object.entries(FLOWS).map(([flow, name]) => [a.key, flow, b.key, tally.flows[name]]));
  return {
    arcs: flows.filter(([, , , count]) => count > 0).map((it) => it.join(' ')).sort(),
    activities: new Map(nodes.map(({ b, tally }) => [b.key, tally.activities])),
  };
}

export const told = (marks) => marks.map(({ a, flow, b, value }) => `${a} ${flow} ${b} ${value}`).sort();
