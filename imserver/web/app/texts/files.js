import en from "../../i18n/files-en.js";
import zh from "../../i18n/files-zh.js";
import { learn } from "../ui/language.js";

learn({ en, zh });
