import { language, t } from "./language.js";

/** @typedef {{ sender: string, action: import("../client/wire.js").Action }} Done */
/** @typedef {{ me: string, person: (id: string) => { name: string } | undefined }} Reader */

/** Most people who are named. */
const NAMED = 5;

/** What was done by oneself; a later server may know more. */
const BY_ME = Object.freeze(
  /** @type {const} */ ({
    added: "action.added",
    removed: "action.removed",
    left: "action.left",
    renamed: "action.renamed",
    pictured: "action.pictured",
    unpictured: "action.unpictured",
    pinned: "action.pinned",
    unpinned: "action.unpinned",
  }),
);

/** What was done to oneself. */
const TO_ME = Object.freeze(/** @type {const} */ ({ added: "action.added-me", removed: "action.removed-me" }));

/** Who did it to whom, in the texts of the server. */
const NAMES = Object.freeze({
  en: /^(?<who>.+?) (?:added|removed) (?<people>.+)\.$/su,
  zh: /^(?<who>.+?) (?:邀请|将) (?<people>.+) (?:加入|移出)了群聊。$/su,
});

const SEPARATORS = Object.freeze({ en: ", ", zh: "、" });

/**
 * What was done, as its reader is told: who did it or had it done to them is “you”. Everybody else has the name of that time,
 * which only the server's text knows of those who have left. Null where that text says it as well, or can't be read.
 * @param {Done} done
 * @param {string} line of the text, in the language of the page
 * @param {Reader} reader
 */
export function actionLine({ sender, action: { did, people = [], title = "" } }, line, { me, person }) {
  const byMe = sender === me;
  const key = byMe ? BY_ME[did] : people.includes(me) ? TO_ME[/** @type {keyof typeof TO_ME} */ (did)] : undefined;
  const names = NAMES[language.value].exec(line)?.groups;
  if (!key || (people.length > 0 && !names) || (!byMe && people.length > NAMED)) return null;
  if (byMe) return t(key, { title, people: names?.people ?? "" });
  const others = people.filter((id) => id !== me).map((id) => person(id)?.name ?? t("person.unknown"));
  const all = others.length > 0 ? t("action.me-and", { names: others.join(SEPARATORS[language.value]) }) : t("action.me");
  return t(key, { who: names?.who ?? "", people: all });
}
