import en from "../../i18n/ending-en.js";
import zh from "../../i18n/ending-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
