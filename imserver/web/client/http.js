import { ImError, offline } from "./errors.js";

/**
 * What a call answers: the decoded body (null where there is none) and the server's clock, as far as it said.
 * @typedef {{ body: any, serverTime: number | null }} Answer
 */

/** @typedef {(address: string, init: RequestInit) => Promise<Response>} Fetch */

/**
 * `keepalive`: it goes out even if the page is closed.
 * @typedef {{ token?: string | null, body?: unknown, query?: Record<string, string | number | undefined>, keepalive?: boolean }} CallOptions
 */

/** @typedef {{ progress?: (share: number) => void, signal?: AbortSignal }} Following */

/**
 * A file on its way. `progress` is told how much of it has gone, from 0 to 1.
 * @typedef {Following & { token: string, file: Blob, name?: string, method?: "POST" | "PUT" }} UploadOptions
 */

/** JSON over HTTP, with the server's errors as `ImError`. */
export class Http {
  #base;
  #fetch;
  #createRequest;

  /**
   * @param {object} options
   * @param {string} options.base origin of the server, without a final slash
   * @param {Fetch} options.fetch
   * @param {() => XMLHttpRequest} [options.createRequest] for uploads: `fetch` can't tell how far one is
   */
  constructor({ base, fetch, createRequest }) {
    this.#base = base;
    this.#fetch = fetch;
    this.#createRequest = createRequest;
  }

  /**
   * @param {string} method
   * @param {string} path below /api/v1
   * @param {CallOptions} [options]
   * @returns {Promise<Answer>}
   */
  async call(method, path, { token = null, body, query = {}, keepalive } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await this.#send(this.#address(path, query), {
      method,
      headers,
      keepalive,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const content = await decode(response);
    if (!response.ok) throw refusal(response.status, response.headers.get("Retry-After"), content);
    if (content === undefined) throw offline();
    return { body: content, serverTime: serverTime(response) };
  }

  /**
   * Get something that isn't JSON.
   * @param {string} path below /api/v1
   * @param {string} token
   * @returns {Promise<Blob>}
   */
  async blob(path, token) {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await this.#send(this.#address(path, {}), { headers });
    if (!response.ok) throw refusal(response.status, response.headers.get("Retry-After"), await decode(response));
    return response.blob();
  }

  /**
   * Send a file as it is.
   * @param {string} path below /api/v1
   * @param {Record<string, string | number | undefined>} query
   * @param {UploadOptions} options
   * @returns {Promise<any>} the decoded answer. Throws `ImError`: `aborted` where `signal` said so
   */
  upload(path, query, { token, file, name, method = "POST", progress, signal }) {
    return new Promise((resolve, reject) => {
      if (!this.#createRequest) throw new TypeError("This Http was made without createRequest.");
      if (signal?.aborted) throw aborted();
      const request = this.#createRequest();
      const abort = () => request.abort();
      request.open(method, this.#address(path, query));
      request.responseType = "json";
      request.setRequestHeader("Authorization", `Bearer ${token}`);
      if (name !== undefined) request.setRequestHeader("X-File-Name", encodeURIComponent(name));
      request.upload.onprogress = (event) => progress?.(file.size ? Math.min(1, event.loaded / file.size) : 0);
      request.onload = () => {
        if (request.status >= 200 && request.status < 300) resolve(request.response);
        else reject(refusal(request.status, request.getResponseHeader("Retry-After"), request.response));
      };
      request.onerror = () => reject(offline());
      request.onabort = () => reject(aborted());
      request.onloadend = () => signal?.removeEventListener("abort", abort);
      signal?.addEventListener("abort", abort);
      request.send(file);
    });
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number | undefined>} query
   */
  #address(path, query) {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) search.set(name, String(value));
    }
    const suffix = search.toString();
    return `${this.#base}/api/v1${path}${suffix ? `?${suffix}` : ""}`;
  }

  /**
   * @param {string} address
   * @param {RequestInit} init
   */
  async #send(address, init) {
    const send = this.#fetch;
    try {
      return await send(address, { credentials: "same-origin", cache: "no-store", ...init });
    } catch {
      throw offline();
    }
  }
}

function aborted() {
  return new ImError("aborted", "The upload was broken off.");
}

/** null for nothing, undefined where it was broken off or isn't the server's. @param {Response} response */
async function decode(response) {
  try {
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  } catch {}
}

/**
 * @param {number} status
 * @param {string | null} wait seconds
 * @param {any} content
 */
function refusal(status, wait, content) {
  const error = content?.error;
  if (typeof error?.code === "string") {
    const { code, message = "", hint, retry = false, fields } = error;
    return new ImError(code, message, { hint, retry, status, fields, wait: Number(wait) || 0 });
  }
  if (status === 502 || status === 503 || status === 504) return offline();
  return new ImError("internal", `The server answered with status ${status}.`, { status, retry: status >= 500 });
}

/** @param {Response} response */
function serverTime(response) {
  const time = Date.parse(response.headers.get("Date") ?? "");
  return Number.isNaN(time) ? null : time;
}
