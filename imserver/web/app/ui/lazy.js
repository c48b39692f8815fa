import { Component, h } from "../../vendor/preact/preact.js";
import { html } from "./html.js";
import { t } from "./language.js";
import { isOutdated, reloadPage } from "./outdated.js";

/**
 * A component whose module is fetched when it is first shown. `Frame` is shown until then, with the same properties; it gets
 * `retry` when the module can't be fetched, and `outdated` where the whole page has to be loaded anew for it.
 * @param {() => Promise<(props: any) => any>} load
 * @param {(props: any) => any} [Frame]
 */
export function lazy(load, Frame = Place) {
  /** @type {((props: any) => any) | null} */
  let Loaded = null;
  /** @extends {Component<any, { failed: boolean, outdated: boolean }>} */
  return class Lazy extends Component {
    #gone = false;

    /** Fetch it before it is shown, so that it is there at once. */
    static async prepare() {
      Loaded ??= await load();
    }

    /** @override */
    componentDidMount() {
      if (!Loaded) this.#load();
    }

    /** @override */
    componentWillUnmount() {
      this.#gone = true;
    }

    async #load() {
      this.setState({ failed: false, outdated: false });
      try {
        Loaded = await load();
        if (!this.#gone) this.setState({ failed: false });
      } catch {
        const outdated = await isOutdated();
        if (this.#gone) return;
        this.setState({ failed: true, outdated });
        window.addEventListener("online", () => this.#gone || this.#load(), { once: true });
      }
    }

    /** @override */
    render() {
      if (Loaded) return h(/** @type {any} */ (Loaded), this.props);
      const { failed, outdated } = this.state;
      const trouble = failed && { retry: outdated ? reloadPage : () => this.#load(), outdated };
      return h(/** @type {any} */ (Frame), { ...this.props, ...trouble });
    }
  };
}

/** @param {{ retry?: () => void, outdated?: boolean }} props */
function Place({ retry, outdated }) {
  if (!retry) return html`<div class="lazy" role="status"><span class="spinner"></span></div>`;
  return html`<div class="lazy" role="alert">
    <p>${t(outdated ? "update.ready" : "error.offline")}</p>
    <button type="button" class="button quiet" onClick=${retry}>${t(outdated ? "update.take" : "messages.retry")}</button>
  </div>`;
}
