import { useEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { asImError, ImError } from "../../client/errors.js";
import en from "../../i18n/avatar-en.js";
import zh from "../../i18n/avatar-zh.js";
import { Avatar } from "../people/avatar.js";
import { focusWhenShown, hasFinePointer, noteFocus } from "../ui/focus.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { learn, t, tError } from "../ui/language.js";
import { useSubmission } from "../ui/submission.js";
import { toast } from "../ui/toast.js";
import { cutOut, middle } from "./cut.js";
import { kindOf } from "./signature.js";
import { AvatarStage } from "./stage.js";

learn({ en, zh });

/** The largest file that the server takes (bytes). */
const LARGEST = 10 * 1024 * 1024;

/**
 * A file that was chosen; `picture` is null where the browser can't show it.
 * @typedef {{ file: File, picture: HTMLImageElement | null }} Chosen
 */

/**
 * Where one chooses the picture of a person or a group, cuts a square out of it, or removes it.
 * @param {object} props
 * @param {import("../people/avatar-choice.js").Subject} props.subject
 * @param {string} props.title
 * @param {File | null} props.first a file that was chosen already
 * @param {(picture: Blob, options: import("../../client/http.js").Following) => Promise<unknown>} props.save
 * @param {() => Promise<unknown>} props.remove
 * @param {() => void} props.onClose
 */
export function AvatarEditor({ subject, title, first, save, remove, onClose }) {
  const [chosen, setChosen] = useState(/** @type {Chosen | null} */ (null));
  const [opening, setOpening] = useState(first !== null);
  const [cut, setCut] = useState(/** @type {import("./cut.js").Cut | null} */ (null));
  const [share, setShare] = useState(/** @type {number | null} */ (null));
  const [wrong, setWrong] = useState(/** @type {ImError | null} */ (null));
  const [control] = useState(() => new AbortController());
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const choices = useRef(0);
  const whole = useRef(/** @type {HTMLElement | null} */ (null));
  const { busy, run } = useSubmission(async (/** @type {() => Promise<unknown>} */ act) => {
    setWrong(null);
    try {
      await act();
      onClose();
    } catch (thrown) {
      setWrong(asImError(thrown)); // until another one is chosen
    }
    setShare(null);
  });
  const choose = async (/** @type {File | null | undefined} */ file) => {
    if (!file || busy) return;
    const choice = (choices.current += 1);
    const returnFocus = noteFocus();
    setOpening(true);
    const picture = await opened(file);
    const why = picture ? null : pictureObstacle(file, await kindOf(file));
    if (choice !== choices.current || control.signal.aborted) return void (picture && URL.revokeObjectURL(picture.src));
    setOpening(false);
    queueMicrotask(returnFocus);
    setWrong(why && new ImError(why, ""));
    if (why) return;
    setCut(picture && middle({ width: picture.naturalWidth, height: picture.naturalHeight }));
    setChosen({ file, picture });
  };
  useEffect(() => {
    choose(first);
    return () => control.abort();
  }, []);
  useEffect(() => {
    if (chosen?.picture) focusWhenShown(whole.current?.querySelector(".avatar-stage") ?? null);
  }, [chosen]);
  useEffect(
    () => () => {
      if (chosen?.picture) URL.revokeObjectURL(chosen.picture.src);
    },
    [chosen],
  );
  /** A line in the group says it already. */
  const tell = (/** @type {"avatar.saved" | "avatar.removed"} */ key) => subject.kind !== "group" && toast(t(key));
  const send = async () => {
    if (!chosen) return;
    setShare(0);
    await save(chosen.picture && cut ? await cutOut(chosen.picture, cut) : chosen.file, {
      progress: setShare,
      signal: control.signal,
    });
    tell("avatar.saved");
  };
  const erase = async () => {
    await remove();
    tell("avatar.removed");
  };
  return html`<div class=${chosen?.picture ? "avatar-editor cutting" : "avatar-editor"} ref=${whole} aria-busy=${opening} onDrop=${(/** @type {DragEvent} */ event) => choose(event.dataTransfer?.files[0])}>
    <header>
      <h2>${title}</h2>
      <button type="button" class="icon-button" aria-label=${t("close")} title=${t("close")} onClick=${onClose}><${Icon} name="close" /></button>
    </header>
    ${
      chosen?.picture && cut
        ? html`<${AvatarStage} picture=${chosen.picture} kind=${subject.kind ?? "direct"} cut=${cut} onCut=${setCut} />
          <p class="note">${t(hasFinePointer() ? "avatar.how-mouse" : "avatar.how-touch")}</p>`
        : chosen
          ? html`<p class="avatar-file"><${Icon} name="file" /><bdi>${chosen.file.name}</bdi></p>
          <p class="note">${t("avatar.no-preview")}</p>`
          : html`<div class="avatar-present"><${Avatar} ...${subject} size="large" /></div>
          ${hasFinePointer() && html`<p class="note">${t("avatar.drop")}</p>`}`
    }
    ${wrong && html`<p class="alert" role="alert">${say(wrong)}</p>`}
    ${share !== null && html`<progress value=${share} max="1" aria-label=${t("avatar.saving")}></progress>`}
    <input type="file" hidden accept="image/*,.heic,.heif,.avif" ref=${input} onChange=${(
      /** @type {Event} */ event,
    ) => {
      const picker = /** @type {HTMLInputElement} */ (event.target);
      choose(picker.files?.[0]);
      picker.value = "";
    }} />
    <div class="avatar-buttons">
      ${chosen && html`<button type="button" class="button primary" disabled=${busy} onClick=${() => run(send)}>${t("avatar.save")}</button>`}
      <button type="button" class=${chosen ? "button quiet" : "button primary"} disabled=${busy || opening} onClick=${() => input.current?.click()}>
        ${t(chosen ? "avatar.choose-another" : "avatar.choose")}
      </button>
      ${!chosen && subject.avatar && html`<button type="button" class="button danger" disabled=${busy} onClick=${() => run(erase)}>${t("avatar.remove")}</button>`}
    </div>
  </div>`;
}

/**
 * The picture in a file, upright; null where this browser can't show it.
 * @param {File} file
 */
async function opened(file) {
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  const isShown = await picture.decode().then(
    () => picture.naturalWidth > 0 && picture.naturalHeight > 0,
    () => false,
  );
  if (isShown) return picture;
  URL.revokeObjectURL(picture.src);
  return null;
}

/**
 * Why a file that the browser can't show isn't sent as it is.
 * @param {{ size: number }} file
 * @param {"picture" | "heic" | "other"} kind
 */
export function pictureObstacle({ size }, kind) {
  if (kind === "heic") return "picture_heic";
  if (kind === "other") return "picture_invalid";
  return size > LARGEST ? "too_large" : null;
}

/** @param {ImError} error */
function say(error) {
  const key = `avatar.why.${error.code}`;
  return key in en ? t(/** @type {import("../ui/language.js").Key} */ (key)) : tError(error);
}
