import htm from "../../vendor/htm/htm.js";
import { h } from "../../vendor/preact/preact.js";

/** @typedef {import("../../vendor/preact/preact.js").ComponentChildren} Children */

/** Tagged templates that make elements: texts in them are texts, never markup. */
export const html = htm.bind(h);
