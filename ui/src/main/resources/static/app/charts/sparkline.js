import { html, svg } from "lit";

const WIDTH = 100;
const HEIGHT = 24;

/**
 * A small chart of a ratio, without labels.
 *
 * @param {{t: string, value: number}[]} points oldest first
 * @param {number} from in milliseconds
 * @param {number} to
 */
export function sparkline(points, from, to) {
  /** @param {{t: string, value: number}} point */
  const place = ({ t, value }) => `${(((Date.parse(t) - from) / (to - from)) * WIDTH).toFixed(1)} ${(HEIGHT - 1 - value * (HEIGHT - 2)).toFixed(1)}`;
  return html`
    <svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      ${points.length > 1 ? svg`<path d="M${points.map(place).join("L")}" />` : ""}
    </svg>`;
}
