import { html } from "../ui/html.js";

/** Strokes on a grid of 24 by 24, in the manner of `Icon`. */
const PATHS = Object.freeze({
  overview: "M3 12.5h4l2.5-7 4.5 13 2.5-6H21",
  users:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.3 3.5 4.6",
  invites: "M3.5 6.5h17v11h-17zM3.5 7l8.5 6.5L20.5 7",
  groups:
    "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 17h-7.5L7 20.5V17H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5z",
  tuning: "M5 4v6M5 14v6M12 4v3M12 11v9M19 4v9M19 17v3M3 14h4M10 7.5h4M17 17h4",
  audit: "M6 3.5h9l3.5 3.5v13.5H6zM9 11h6M9 14.5h6M9 7.5h3",
  next: "M9.5 6l6 6-6 6",
});

/** @typedef {keyof typeof PATHS} GlyphName */

/** @param {{ name: GlyphName }} props */
export function Glyph({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}
