import en from "../../i18n/notices-en.js";
import zh from "../../i18n/notices-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
