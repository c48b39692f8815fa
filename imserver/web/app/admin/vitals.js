import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { useAdmin } from "./context.js";

/** @typedef {import("../../client/admin.js").Health} Health */
/** @typedef {import("../../client/errors.js").ImError} ImError */

/** How many samples a chart shows: as many as the server keeps. */
export const SHOWN = 180;

/** The health of the node, kept up to date while somebody looks. */
export function useVitals() {
  const admin = useAdmin();
  const [health, setHealth] = useState(/** @type {Health | null} */ (null));
  const [error, setError] = useState(/** @type {ImError | null} */ (null));
  useEffect(() => {
    /** @type {Health | null} */
    let known = null;
    let timer = 0;
    let gone = false;
    const read = async () => {
      clearTimeout(timer);
      try {
        const newer = await admin.health(known?.samples.at(-1)?.at ?? 0);
        if (gone) return;
        known = { ...newer, samples: [...(known?.samples ?? []), ...newer.samples].slice(-SHOWN) };
        setHealth(known);
        setError(null);
      } catch (thrown) {
        if (!gone) setError(asImError(thrown));
      }
      if (!gone && document.visibilityState === "visible") timer = setTimeout(read, (known?.every_s ?? 5) * 1000);
    };
    const wake = () => document.visibilityState === "visible" && read();
    document.addEventListener("visibilitychange", wake);
    read();
    return () => {
      gone = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [admin]);
  return { health, error };
}
