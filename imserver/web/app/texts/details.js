import en from "../../i18n/details-en.js";
import zh from "../../i18n/details-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
