import { signal } from "../../vendor/signals/signals.js";
import { html } from "../ui/html.js";
import { loadStyles } from "../ui/styles.js";
import { kindOf } from "./kind.js";

/** @typedef {import("../../client/wire.js").Attachment} Attachment */

/** Most that a picture takes of the screen (px). */
const WIDEST = 320;
const HIGHEST = 380;

/** Longer pictures are cut on both sides. */
const [NARROWEST_RATIO, WIDEST_RATIO] = [0.5, 2.5];

/** The module that shows files, once a message has needed it. */
const view = signal(/** @type {typeof import("./file-view.js") | null} */ (null));

let asked = false;

function ask() {
  if (asked) return;
  asked = true;
  Promise.all([import("./file-view.js"), loadStyles("css/files.css")]).then(
    ([module]) => {
      view.value = module;
    },
    () => {
      asked = false;
    },
  );
}

/**
 * How large a picture is shown: known before it has come, so that nothing jumps.
 * @param {{ width?: number, height?: number }} file in pixels
 */
export function frameOf({ width = 4, height = 3 }) {
  const ratio = Math.min(WIDEST_RATIO, Math.max(NARROWEST_RATIO, width / height));
  const wide = Math.max(96, Math.min(WIDEST, width, HIGHEST * ratio));
  return { width: `${Math.round(wide)}px`, aspectRatio: ratio.toFixed(4) };
}

/**
 * The files of a message, each in a place that has its size from the beginning.
 * @param {{ files: readonly Attachment[] }} props
 */
export function MessageFiles({ files }) {
  if (!view.value) ask();
  const several = files.length > 1;
  return html`<ul class=${several ? "files several" : "files"}>
    ${files.map((file) => {
      const kind = kindOf(file);
      return html`<li key=${file.id} class=${`file ${kind}`} style=${kind === "image" && !several ? frameOf(file) : undefined}>
        ${view.value ? html`<${view.value.FileView} file=${file} files=${files} />` : html`<bdi>${file.name}</bdi>`}
      </li>`;
    })}
  </ul>`;
}
