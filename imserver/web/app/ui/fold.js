/**
 * How searches compare texts: by letters alone, not by case, accents or what isn't seen. What counts as a letter, and
 * why, is in `imserver/core/folding.py`; this is the same for the page.
 */

/** For marks: those that it takes for nothing are accents. */
const COLLATOR = new Intl.Collator("en", { usage: "search", sensitivity: "base" });

/** Where marks are of scripts that write vowels by them. */
const VOWELLED =
  /[\u0780-\u07bf\u0900-\u1aaf\u1b00-\u1cff\ua800-\uabff\u{10a00}-\u{10a3f}\u{11000}-\u{11fff}\u{16f4f}-\u{16f92}]/u;

/** Marks that count though the collator takes them for nothing: what voices a kana, and the nikhahit. */
const COUNTED = /[\u3099\u309a\u0e4d\u0ecd]/;

const UNSEEN = /[\p{Cf}\u115f\u1160\u3164\uffa0]/u;

const SMALL = "ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ";
const LARGE = "あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ";
const ALIKE = new Map([
  ...pairs("æœøđðłħıґـ", ["ae", "oe", "o", "d", "d", "l", "h", "i", "г", ""]),
  ...pairs("ٱىیکة", "اييكه"),
  ...pairs("ךםןףץװױײ", [..."כמנפצ", "וו", "וי", "יי"]),
  ...pairs(SMALL, LARGE),
]);

/** A character with its marks; parts of Korean syllables together. */
const CLUSTER = /[\u1100-\u11ff]+|[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]+|\P{M}/gu;

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const IN_WORD = /[\p{L}\p{N}\p{M}]$/u;

/** Of scripts that don't separate words, and of Korean. */
const UNSPACED = new RegExp(
  `[${["Han", "Hira", "Kana", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Bopo", "Yiii"].map((name) => `\\p{scx=${name}}`).join("")}]`,
  "u",
);

/** What is compared: a character of those scripts with its marks, a word of the others; and several of the first together. */
const PART = new RegExp(
  `(?=${UNSPACED.source})[\\p{L}\\p{N}]\\p{M}*|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}])+`,
  "gu",
);
const RUN = new RegExp(
  `(?:(?=${UNSPACED.source})[\\p{L}\\p{N}]\\p{M}*[^\\p{L}\\p{N}]*)+|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}])+`,
  "gu",
);

const MAX_TERMS = 8;
const MAX_WORD = 40;
const MIN_PREFIX = 2;

/** Nasals of Devanagari before a consonant of their own class. */
const NASAL = /ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])/g;

/** The Arabic article, and what stands before it. */
const ARTICLE = /^(?:[وبكف]?ال|لل)(?=[\p{L}\p{N}]{3})/u;

/** @type {Map<string, string>} */
const known = new Map();

/**
 * The letters of a text in the form in which they are compared.
 * @param {string} text
 */
export function fold(text) {
  return isPlain(text) ? text.toLowerCase() : foldMarked(text);
}

/**
 * Where words stand that were searched for: they are marked there.
 * @typedef {(text: string) => [start: number, end: number][]} Find
 */

/**
 * @param {string} query
 * @returns {Find}
 */
export function finder(query) {
  const words = [query, spelledOut(query)].flatMap((each) => fold(each).match(WORD) ?? []);
  const terms = [...new Set(words)].sort((one, other) => other.length - one.length);
  return (text) => {
    if (terms.length === 0) return [];
    const found = places(text, terms, fold);
    if (spelledOut(text) === text) return found;
    const others = places(text, terms, (cluster) => fold(spelledOut(cluster)));
    return [...found, ...others.filter(([start, end]) => !found.some((one) => one[0] < end && start < one[1]))].sort(
      ([one], [other]) => one - other,
    );
  };
}

/**
 * A text with its German umlauts as an `e` after the letter, as `imserver/core/spelling.py` has it.
 * @param {string} text
 */
function spelledOut(text) {
  return text.normalize("NFC").replace(/[äöüÄÖÜ]/g, (letter) => `${letter.normalize("NFD")[0]}e`);
}

/**
 * The spellings of a name by which it is found.
 * @param {string} name
 */
export function spellings(name) {
  return [fold(name), fold(spelledOut(name))];
}

/**
 * Characters that must follow one another, or the beginning of a word or of its other spelling.
 * @typedef {{ run: string[] } | { beginnings: string[] }} Term
 */

/**
 * Whether a text has all the words of a query, as the server finds them (`imserver/core/words.py`).
 * @param {string} query
 * @returns {(text: string) => boolean}
 */
export function matcher(query) {
  const terms = parsed(query);
  return (text) => {
    const words = split(text);
    const others = [...words, ...variants(text, words)];
    return (
      terms.length > 0 &&
      terms.every((term) => ("run" in term ? hasRun(words, term.run) : hasWord(others, term.beginnings)))
    );
  };
}

/** @param {string} text */
function split(text) {
  return (fold(text).match(PART) ?? []).map((word) => [...word].slice(0, MAX_WORD).join(""));
}

/**
 * The terms of a query.
 * @param {string} query
 */
function parsed(query) {
  const plain = split(query);
  const spelled = split(spelledOut(query));
  /** @param {string} word */
  const otherOf = (word) => {
    const other = spelled.length === plain.length ? (spelled[plain.lastIndexOf(word)] ?? word) : word;
    return other === word ? withoutArticle(withAnusvara(word)) : other;
  };
  /** @type {Map<string, Term>} */
  const terms = new Map();
  for (const part of fold(query).split(/\s+/)) {
    for (const { 0: text } of part.matchAll(RUN)) {
      const [word = ""] = split(text);
      const term = UNSPACED.test(text) ? { run: split(text) } : { beginnings: [...new Set([word, otherOf(word)])] };
      terms.set(JSON.stringify(term), term);
    }
  }
  return [...terms.values()].slice(0, MAX_TERMS);
}

/**
 * Other spellings by which words are found, as `imserver/core/spelling.py` has them.
 * @param {string} text
 * @param {readonly string[]} words of it
 */
function variants(text, words) {
  if (isPlain(text)) return [];
  const spelled = spelledOut(text);
  const others = words.flatMap((word) => [withAnusvara(word), withoutArticle(word)]);
  return (spelled === text ? others : [...others, ...split(spelled)]).filter((word) => !UNSPACED.test(word));
}

/** @param {string} word */
function withAnusvara(word) {
  return word.replace(NASAL, "");
}

/** @param {string} word */
function withoutArticle(word) {
  return word.replace(ARTICLE, "");
}

/**
 * @param {readonly string[]} words
 * @param {readonly string[]} run
 */
function hasRun(words, run) {
  return words.some((_, start) => run.every((word, index) => words[start + index] === word));
}

/**
 * A single character is found only by itself.
 * @param {readonly string[]} words
 * @param {readonly string[]} beginnings
 */
function hasWord(words, beginnings) {
  return words.some((word) =>
    beginnings.some((one) => word === one || (word.startsWith(one) && [...one].length >= MIN_PREFIX)),
  );
}

/**
 * @param {string} text
 * @param {readonly string[]} terms
 * @param {(cluster: string) => string} compared
 */
function places(text, terms, compared) {
  let folded = "";
  /** @type {[start: number, end: number][]} */
  const origins = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const letters = compared(cluster);
    folded += letters;
    for (let unit = 0; unit < letters.length; unit++) origins.push([index, index + cluster.length]);
  }
  /** @type {[start: number, end: number][]} */
  const found = [];
  for (let at = 0; at < folded.length; ) {
    const term = terms.find((one) => folded.startsWith(one, at) && beginsWord(folded, at));
    if (term) {
      const start = Math.max(origins[at]?.[0] ?? 0, found.at(-1)?.[1] ?? 0);
      const end = origins[at + term.length - 1]?.[1] ?? 0;
      if (end > start) found.push([start, end]);
    }
    at += term?.length ?? 1;
  }
  return found;
}

/**
 * @param {string} folded
 * @param {number} at
 */
function beginsWord(folded, at) {
  return UNSPACED.test(String.fromCodePoint(folded.codePointAt(at) ?? 0)) || !IN_WORD.test(before(folded, at));
}

/**
 * The character before a place, unless it is of a script that doesn't separate words.
 * @param {string} folded
 * @param {number} at
 */
function before(folded, at) {
  const last = [...folded.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
  return UNSPACED.test(last) ? "" : last;
}

/** @param {string} text */
function isPlain(text) {
  return /^[\x00-\x7f]*$/.test(text);
}

/** @param {string} text */
function foldMarked(text) {
  return [...text.normalize("NFC")].map(lettersOf).join("").normalize("NFC");
}

/** @param {string} character */
function lettersOf(character) {
  let letters = known.get(character);
  if (letters === undefined) {
    letters = "йЙ".includes(character)
      ? "й"
      : [...character.normalize("NFKD")].filter(counts).flatMap(lowered).join("").normalize("NFC");
    known.set(character, letters);
  }
  return letters;
}

/** @param {string} character */
function counts(character) {
  if (!/\p{M}/u.test(character)) return !UNSEEN.test(character);
  return COUNTED.test(character) || (VOWELLED.test(character) && COLLATOR.compare(character, "") !== 0);
}

/** @param {string} character */
function lowered(character) {
  const lower = character.toLowerCase().toUpperCase().toLowerCase();
  return [...lower].map((letter) => ALIKE.get(hiragana(letter)) ?? digit(hiragana(letter)));
}

/** @param {string} letter */
function hiragana(letter) {
  return /[\u30a1-\u30f6]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter;
}

/**
 * Digits of every script stand in rows from zero to nine.
 * @param {string} letter
 */
function digit(letter) {
  if (!/\p{Nd}/u.test(letter)) return letter;
  const code = letter.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/**
 * @param {string} from
 * @param {Iterable<string>} to
 * @returns {[string, string][]}
 */
function pairs(from, to) {
  const others = [...to];
  return [...from].map((letter, index) => [letter, others[index] ?? ""]);
}
