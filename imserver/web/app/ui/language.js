import en from "../../i18n/en.js";
import zh from "../../i18n/zh.js";
import { signal } from "../../vendor/signals/signals.js";

/** @typedef {import("../../i18n/admin-en.js").AdminCatalogue & import("../../i18n/files-en.js").FilesCatalogue} LateCatalogue */
/** @typedef {import("../../i18n/avatar-en.js").AvatarCatalogue & import("../../i18n/beginning-en.js").BeginningCatalogue & import("../../i18n/details-en.js").DetailsCatalogue & import("../../i18n/emoji-en.js").EmojiCatalogue & import("../../i18n/ending-en.js").EndingCatalogue & import("../../i18n/find-en.js").FindCatalogue & import("../../i18n/help-en.js").HelpCatalogue & import("../../i18n/link-en.js").LinkCatalogue & import("../../i18n/mention-en.js").MentionCatalogue & import("../../i18n/menu-en.js").MenuCatalogue & import("../../i18n/notices-en.js").NoticesCatalogue & import("../../i18n/people-en.js").PeopleCatalogue & import("../../i18n/refusals-en.js").RefusalCatalogue & import("../../i18n/rules-en.js").RulesCatalogue & import("../../i18n/settings-en.js").SettingsCatalogue & import("../../i18n/unowned-en.js").UnownedCatalogue} SmallCatalogue */
/** @typedef {import("../../i18n/en.js").Catalogue & LateCatalogue & SmallCatalogue} Catalogue */
/** @typedef {keyof Catalogue} Key */
/** @typedef {keyof typeof CATALOGUES} Language */
/**
 * @template K
 * @typedef {K extends `${infer Stem}.other` ? Stem : never} StemOf
 */
/** @typedef {StemOf<Key>} CountedKey */

const CATALOGUES = { en: /** @type {Catalogue} */ ({ ...en }), zh: /** @type {Catalogue} */ ({ ...zh }) };

/**
 * Take up the texts of a part of the page that is loaded later.
 * @param {Record<Language, Partial<Catalogue>>} texts
 */
export function learn(texts) {
  Object.assign(CATALOGUES.en, texts.en);
  Object.assign(CATALOGUES.zh, texts.zh);
}

/** Languages by their own names. */
export const LANGUAGES = Object.freeze({ en: "English", zh: "中文" });

/** What the page speaks now. Components that call `t` follow it. */
export const language = signal(/** @type {Language} */ ("en"));

/**
 * @param {string | null} chosen by the person, if ever
 * @param {readonly string[]} preferred by the browser
 * @returns {Language}
 */
export function pickLanguage(chosen, preferred) {
  if (chosen === "en" || chosen === "zh") return chosen;
  return preferred[0]?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The locale for dates and numbers: the browser's own variant where it fits the language. */
export function locale() {
  const own = globalThis.navigator?.language ?? "en";
  if (own.toLowerCase().startsWith(language.value)) return own;
  return language.value === "zh" ? "zh-CN" : "en";
}

/**
 * @param {Key} key
 * @param {Record<string, string | number>} [values] for the `{name}`s in the text
 * @returns {string}
 */
export function t(key, values = {}) {
  return CATALOGUES[language.value][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * A text in the form that fits a number: `key.one` or `key.other`.
 * @param {CountedKey} key
 * @param {number} count
 */
export function tCount(key, count) {
  const form = new Intl.PluralRules(language.value).select(count) === "one" ? "one" : "other";
  return t(`${key}.${form}`, { count });
}

/**
 * An error in the reader's language: by its code where the catalogue knows it, else as the server put it.
 * @param {{ code: string, message: string, hint: string, wait?: number }} error
 */
export function tError({ code, message, hint, wait = 0 }) {
  const key = `error.${code}`;
  const when = new Intl.RelativeTimeFormat(language.value).format(Math.ceil(wait / 60) || 1, "minute");
  if (key in CATALOGUES.en) return t(/** @type {Key} */ (key), { when });
  return [message, hint].filter(Boolean).join(" ") || t("error.internal");
}
