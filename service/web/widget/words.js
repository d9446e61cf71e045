/** Sentences in the reader's language, and moments. `WORDS` is put in when
 *  the widget is built: each sentence in all `LANGUAGES`. */

import { LANGUAGES, WORDS } from "./catalogue.js";

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** The first of the wanted languages that there are words for, else English. */
export function spoken(...wanted) {
  const tags = wanted.flat().map((tag) => tag?.toLowerCase().split("-")[0]);
  return tags.find((tag) => LANGUAGES.includes(tag)) ?? "en";
}

/** Says things in one language. */
export class Words {
  constructor(language) {
    this.language = language;
    this.index = LANGUAGES.indexOf(language);
    const locale = language === "en" ? "en-GB" : language;
    this.plural = new Intl.PluralRules(locale);
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    this.absolute = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  }

  /** The sentence with its placeholders filled in. */
  say(key, params = {}) {
    let entry = WORDS[key][this.index];
    if (typeof entry === "object") {
      entry = (params.n === 0 && entry.zero) || entry[this.plural.select(params.n)] || entry.other;
    }
    return entry.replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
  }

  /** How long ago, in one unit. */
  ago(moment) {
    const seconds = Math.max(0, (Date.now() - moment) / 1000);
    const [unit, length] = STEPS.find((step) => seconds >= step[1]) ?? ["second", Infinity];
    return this.relative.format(-Math.floor(seconds / length), unit);
  }

  /** The moment itself, in the reader's time. */
  at(moment) {
    return this.absolute.format(moment);
  }
}
