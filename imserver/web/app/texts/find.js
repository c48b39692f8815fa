import en from "../../i18n/find-en.js";
import zh from "../../i18n/find-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
