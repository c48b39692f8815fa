import { Component, h } from "../vendor/preact/preact.js";
import { html } from "./html.js";
import { t } from "./language.js";

/**
 * A component whose module is fetched when it is first shown. `Frame` is shown until then, with the same properties, and
 * `retry` when the module can't be fetched.
 * @param {() => Promise<(props: any) => any>} load
 * @param {(props: any) => any} [Frame]
 */
export function lazy(load, Frame = Place) {
  /** @type {((props: any) => any) | null} */
  let Loaded = null;
  /** @extends {Component<any, { failed: boolean }>} */
  return class Lazy extends Component {
    #gone = false;

    /** @override */
    componentDidMount() {
      if (!Loaded) this.#load();
    }

    /** @override */
    componentWillUnmount() {
      this.#gone = true;
    }

    async #load() {
      this.setState({ failed: false });
      try {
        Loaded = await load();
        if (!this.#gone) this.setState({ failed: false });
      } catch {
        if (!this.#gone) this.setState({ failed: true });
      }
    }

    /** @override */
    render() {
      if (Loaded) return h(/** @type {any} */ (Loaded), this.props);
      return h(/** @type {any} */ (Frame), { ...this.props, ...(this.state.failed && { retry: () => this.#load() }) });
    }
  };
}

/** @param {{ retry?: () => void }} props */
function Place({ retry }) {
  if (!retry) return html`<div class="lazy" role="status"><span class="spinner"></span></div>`;
  return html`<div class="lazy" role="alert">
    <p>${t("error.offline")}</p>
    <button type="button" class="button quiet" onClick=${retry}>${t("messages.retry")}</button>
  </div>`;
}
