import { Component, h } from "../vendor/preact/preact.js";

/**
 * A component that is drawn again only when one of its properties is another one.
 * @template {object} Props
 * @param {(props: Props) => any} Inner
 */
export function memo(Inner) {
  /** @extends {Component<Props>} */
  return class Memo extends Component {
    /**
     * @param {Readonly<Props>} next
     * @override
     */
    shouldComponentUpdate(next) {
      const names = /** @type {(keyof Props)[]} */ (Object.keys(next));
      return names.some((name) => next[name] !== /** @type {Props} */ (this.props)[name]);
    }

    /** @override */
    render() {
      return h(Inner, /** @type {any} */ (this.props));
    }
  };
}
