import { escaped } from "./escaped";
import { dollars, duration } from "./format";
import type { Dot } from "./scatter";

const WIDTH = 720;
const HEIGHT = 340;
const LEFT = 96;
const BOTTOM = 44;
const MARGIN = 14;

/** Cost (x, USD an hour) against time (y, seconds), each dot with its settings as a title; colours are those of the page. */
export function scatterSvg(dots: readonly (Dot & { readonly label: string })[]): string {
  const scale = (values: readonly number[], from: number, to: number) => {
    const low = Math.min(...values);
    const span = Math.max(...values) - low || 1;
    return (value: number) => from + ((value - low) / span) * (to - from);
  };
  const xs = dots.map(({ x }) => x);
  const ys = dots.map(({ y }) => y);
  const x = scale(xs, LEFT + MARGIN, WIDTH - MARGIN);
  const y = scale(ys, HEIGHT - BOTTOM - MARGIN, MARGIN);
  const text = (at: readonly [number, number], anchor: string, what: string) =>
    `<text x="${at[0]}" y="${at[1]}" text-anchor="${anchor}" fill="currentColor" font-size="13">${escaped(what)}</text>`;
  // Candidates that meet the assertions are drawn last, on top of the others.
  const drawn = [...dots].sort((one, other) => Number(one.holds) - Number(other.holds));
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Each setting by its cost and its time to capacity" style="width:100%;min-width:560px;height:auto">
<path d="M${LEFT} ${MARGIN}V${HEIGHT - BOTTOM}H${WIDTH}" fill="none" stroke="var(--line)"/>
${drawn
  .map(
    (dot) =>
      `<circle cx="${x(dot.x).toFixed(1)}" cy="${y(dot.y).toFixed(1)}" r="5" fill="${dot.holds ? "var(--good)" : "none"}" stroke="${dot.holds ? "var(--good)" : "var(--bad)"}"><title>${escaped(dot.label)}</title></circle>`,
  )
  .join("\n")}
${text([LEFT - 8, MARGIN + 10], "end", duration(Math.max(...ys)))}
${text([LEFT - 8, HEIGHT - BOTTOM - 8], "end", duration(Math.min(...ys)))}
${text([LEFT, HEIGHT - BOTTOM + 18], "start", dollars(Math.min(...xs)))}
${text([WIDTH, HEIGHT - BOTTOM + 18], "end", dollars(Math.max(...xs)))}
${text([(LEFT + WIDTH) / 2, HEIGHT - 8], "middle", "USD per hour. Filled: meets the assertions. Hollow: does not. Higher is slower.")}
</svg>`;
}
