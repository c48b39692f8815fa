import en from "../../i18n/beginning-en.js";
import zh from "../../i18n/beginning-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
