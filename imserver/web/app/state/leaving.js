import { Backoff } from "../../client/backoff.js";
import { systemClock } from "../../client/clock.js";
import { asImError } from "../../client/errors.js";
import { signal } from "../../vendor/signals/signals.js";
import { LEAVING } from "./account.js";

/** Whether the server is still to be told. */
export const untold = signal(false);

let wake = () => {};

/** @type {Promise<void> | null} */
let ending = null;

/**
 * End what somebody left, before anybody signs in. Throws where the server can't be reached.
 * @param {import("../../client/credentials.js").Credentials} credentials
 * @param {Storage} marks
 * @param {() => Promise<void>} [end]
 */
export function finish(credentials, marks, end = () => credentials.revoke(() => isLeft(marks))) {
  ending ??= end()
    .catch((thrown) => {
      if (asImError(thrown).retry) throw thrown;
    })
    .then(() => {
      marks.removeItem(LEAVING);
      untold.value = false;
    })
    .finally(() => {
      ending = null;
    });
  return ending;
}

/** @param {Storage} marks */
function isLeft(marks) {
  return marks.getItem(LEAVING) !== null;
}

/**
 * Try until it is ended.
 * @param {import("../../client/credentials.js").Credentials} credentials
 * @param {Storage} marks
 */
export async function retryUntilDone(credentials, marks) {
  const backoff = new Backoff({ random: systemClock.random });
  while ((untold.value = isLeft(marks))) {
    try {
      await finish(credentials, marks);
    } catch {
      await pause(backoff.next());
    }
  }
}

/** @param {number} ms at most: the network may come back before */
function pause(ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake();
    wake = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
  });
}

window.addEventListener("online", () => wake());
document.addEventListener("visibilitychange", () => wake());
