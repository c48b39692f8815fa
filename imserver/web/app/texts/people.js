import en from "../../i18n/people-en.js";
import zh from "../../i18n/people-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
