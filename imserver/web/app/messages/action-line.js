import { language, t } from "../ui/language.js";

/** @typedef {{ sender: string, action: import("../../client/wire.js").Action }} Done */
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

/** What stands between who did it and whom it was done to, and behind them, in the texts of the server. */
const AROUND = Object.freeze({
  en: { added: [" added ", "."], removed: [" removed ", "."] },
  zh: { added: [" 邀请 ", " 加入了群聊。"], removed: [" 将 ", " 移出了群聊。"] },
});

const SEPARATORS = Object.freeze({ en: ", ", zh: "、" });

/**
 * What was done, as its reader is told: who did it or had it done to them is “you”. Everybody else has the name of that time,
 * which only the server's text knows of those who have left. Null where that text says it as well, or can't be read.
 * @param {Done} done
 * @param {string} line of the text, in the language of the page
 * @param {Reader} reader
 */
export function actionLine({ sender, action: { did, people = [], title = "" } }, line, reader) {
  const { me } = reader;
  const byMe = sender === me;
  const key = byMe ? BY_ME[did] : people.includes(me) ? TO_ME[/** @type {keyof typeof TO_ME} */ (did)] : undefined;
  if (!key) return null;
  if (people.length === 0) return t(key, { title });
  const names = namesIn(line, /** @type {keyof typeof TO_ME} */ (did), reader.person(sender)?.name ?? "");
  if (!names || byMe) return names && t(key, { people: names.people });
  const separator = SEPARATORS[language.value];
  const all = names.people.split(separator);
  if (people.length > NAMED || all.length !== people.length) return null;
  const others = all.filter((_, index) => people[index] !== me);
  return t(key, {
    who: names.who,
    people: others.length > 0 ? t("action.me-and", { names: others.join(separator) }) : t("action.me"),
  });
}

/**
 * Who did it to whom. Null where that isn't clear: names may have any words in them.
 * @param {string} line
 * @param {keyof typeof TO_ME} did
 * @param {string} name that who did it has today
 */
function namesIn(line, did, name) {
  const [between = "", end = ""] = AROUND[language.value][did] ?? [];
  const first = line.indexOf(between);
  const at = name && line.startsWith(name + between) ? name.length : first === line.lastIndexOf(between) ? first : -1;
  if (!between || at < 1 || !line.endsWith(end)) return null;
  return { who: line.slice(0, at), people: line.slice(at + between.length, -end.length) };
}
