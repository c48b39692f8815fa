import { useEffect, useRef } from "../../vendor/preact/hooks.js";
import { tError } from "./language.js";
import { useSubmission } from "./submission.js";

/**
 * A form of several fields: what the server refuses is told at each of them at once, and the first takes the keyboard.
 * @param {readonly string[]} names of the fields, as the server calls them
 * @param {() => Promise<void>} act
 * @param {(error: any) => string} [say]
 */
export function useForm(names, act, say = tError) {
  const { busy, error, run } = useSubmission(act);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const wrong = names.filter((name) => error?.fields[name]);
  useEffect(() => {
    /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector("[aria-invalid]"))?.focus();
  }, [error]);
  return {
    busy,
    /** What belongs to no field. */
    failure: error && wrong.length === 0 ? say(error) : undefined,
    /** @param {string} name */
    wrong: (name) => (error?.fields[name] ? say(error.fields[name]) : undefined),
    /** Attributes of the form. */
    attributes: {
      ref: form,
      noValidate: true,
      onSubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        run();
      },
    },
  };
}
