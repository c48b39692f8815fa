import { Api } from "./api.js";
import { systemClock } from "./clock.js";
import { Credentials } from "./credentials.js";
import { Http } from "./http.js";
import { openStorage } from "./indexeddb.js";
import { Session } from "./session.js";
import { uuid } from "./uuid.js";

/**
 * The client as a browser puts it together.
 * @param {{ origin: string, device: string }} options `origin` of the server, such as `https://chat.local`
 */
export function createClient({ origin, device }) {
  const http = new Http({
    base: origin,
    fetch: (address, init) => fetch(address, init),
    createRequest: () => new XMLHttpRequest(),
  });
  const credentials = new Credentials({ http, clock: systemClock, locks: navigator.locks, device, kept: localStorage });
  return {
    credentials,
    api: new Api(http, credentials),
    /** @param {string} me the id of the person signed in */
    async openSession(me) {
      const storage = await openStorage(me);
      const url = origin.replace(/^http/, "ws") + "/ws";
      const session = new Session({ url, me, credentials, storage, WebSocket, clock: systemClock, createId: uuid });
      return { session, storage };
    },
  };
}
