import en from "../../i18n/menu-en.js";
import zh from "../../i18n/menu-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
