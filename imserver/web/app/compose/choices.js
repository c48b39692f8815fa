// Whom one chose for parts of a text that is being written, and how that follows what is done to the text.

/** @typedef {import("../../client/spans.js").Range} Choice */

/** @typedef {{ text: string, choices: readonly Choice[] }} Written */

/** How many states of a text are remembered for undoing. */
const REMEMBERED = 200;

/**
 * What is another one in a text: from `start` to `end` of the text before. What is behind the caret wasn't touched,
 * where that can be: of two equal words it tells which one was deleted.
 * @param {string} before
 * @param {string} after
 * @param {number} [caret] in the text after
 */
export function difference(before, after, caret = after.length) {
  const most = Math.min(before.length, after.length);
  const behind = after.slice(caret);
  let tail = behind.length <= most && before.endsWith(behind) ? behind.length : 0;
  let start = 0;
  while (start < most - tail && before[start] === after[start]) start += 1;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { start, end: before.length - tail };
}

/**
 * Choices after the text became another one: those behind the change move along, those in which something changed go.
 * @param {Written} before
 * @param {string} after
 * @param {number} [caret]
 * @returns {Written}
 */
export function follow({ text, choices }, after, caret) {
  if (text === after || choices.length === 0) return { text: after, choices };
  const { start, end } = difference(text, after, caret);
  const shift = after.length - text.length;
  const left = choices.flatMap((choice) => {
    if (choice.end <= start) return choice;
    return choice.start >= end ? { ...choice, start: choice.start + shift, end: choice.end + shift } : [];
  });
  return { text: after, choices: left };
}

/**
 * With one more choice, in the place of those that it touches.
 * @param {readonly Choice[]} choices
 * @param {Choice} choice
 * @returns {Choice[]}
 */
export function choose(choices, choice) {
  const others = choices.filter(({ start, end }) => end <= choice.start || start >= choice.end);
  return [...others, choice].sort((one, other) => one.start - other.start);
}

/**
 * A part of a text with the choices within it.
 * @param {Written} written
 * @param {number} start
 * @param {number} end
 * @returns {Written}
 */
export function cut({ text, choices }, start, end) {
  const within = choices.filter((choice) => choice.start >= start && choice.end <= end);
  return {
    text: text.slice(start, end),
    choices: within.map((choice) => ({ ...choice, start: choice.start - start, end: choice.end - start })),
  };
}

/**
 * With the choices of a part that was put before the caret.
 * @param {Written} written
 * @param {Written} part
 * @param {number} caret
 * @returns {Written}
 */
export function paste({ text, choices }, part, caret) {
  const at = caret - part.text.length;
  if (at < 0 || text.slice(at, caret) !== part.text) return { text, choices };
  const put = part.choices.map((choice) => ({ ...choice, start: choice.start + at, end: choice.end + at }));
  return { text, choices: put.reduce(choose, [...choices]) };
}

/** The choices that texts had, for when one comes back by undoing. */
export class ChoiceHistory {
  /** @type {Map<string, readonly Choice[]>} the latest last */
  #choices = new Map();

  /** @param {Written} written */
  note({ text, choices }) {
    this.#choices.delete(text);
    this.#choices.set(text, choices);
    if (this.#choices.size <= REMEMBERED) return;
    for (const oldest of this.#choices.keys()) {
      this.#choices.delete(oldest);
      break;
    }
  }

  /** @param {string} text */
  of(text) {
    return this.#choices.get(text);
  }
}
