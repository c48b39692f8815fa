import en from "../../i18n/refusals-en.js";
import zh from "../../i18n/refusals-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
