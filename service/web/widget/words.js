/** Sentences in the reader's language, and moments. `WORDS` is put in when the widget is built: each
 *  sentence in the first two of `LANGUAGES`. Those of another language come when it is spoken. */

import { LANGUAGES, WORDS } from "./catalogue.js";

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const asked = {};

/** The first of the wanted languages that there are words for, else English. */
export function spoken(...wanted) {
  const tags = wanted.flat().map((tag) => tag?.toLowerCase().split("-")[0]);
  return tags.find((tag) => LANGUAGES.includes(tag)) ?? "en";
}

/** Says things in one language. */
export class Words {
  constructor(language) {
    this.language = language;
    const locale = language === "en" ? "en-GB" : language;
    this.plural = new Intl.PluralRules(locale);
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    /** Formats the moment itself, in the reader's time. */
    this.absolute = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  }

  /** Fetches the sentences, once a page, where they did not come along. What cannot be had within
   *  three seconds is said in English. */
  async ready(base) {
    const { language } = this;
    if (LANGUAGES.indexOf(language) < 2) return;
    const patience = { signal: AbortSignal.timeout(3_000) };
    asked[language] ??= fetch(`${base}/embed/${language}.json`, patience).then((answer) => answer.json());
    this.fetched = await asked[language].catch(() => null);
  }

  /** The sentence with its placeholders filled in. */
  say(key, params = {}) {
    let entry = this.fetched?.[key] ?? WORDS[key][this.language === "nl" ? 0 : 1];
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
}
