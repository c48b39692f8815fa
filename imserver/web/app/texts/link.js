import en from "../../i18n/link-en.js";
import zh from "../../i18n/link-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
