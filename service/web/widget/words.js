/** Sentences in the reader's language, and moments. `WORDS` is put in when the widget is built: what
 *  readers see, in the first two of `LANGUAGES`. All the words of a language come when it is another
 *  one that is spoken, or when somebody acts. */

import { answered } from "./answer.js";
import { LANGUAGES, WORDS } from "./catalogue.js";

const WORDS_MS = 3_000;

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
    this.#speak(language);
  }

  #speak(language) {
    this.language = language;
    const locale = language === "en" ? "en-GB" : language;
    this.plural = new Intl.PluralRules(locale);
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    /** Formats the moment itself, in the reader's time. */
    this.absolute = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  }

  /** Has the words of readers; where they cannot be had, English is spoken. */
  async ready(base) {
    if (LANGUAGES.indexOf(this.language) > 1) await this.all(base).catch(() => this.#speak("en"));
  }

  /** Has all words, fetched once a page, or raises `Refused`. */
  async all(base) {
    const { language } = this;
    const signal = AbortSignal.timeout(WORDS_MS);
    asked[language] ??= answered(`${base}/embed/${language}.json`, { signal });
    try {
      this.fetched = await asked[language];
    } catch (error) {
      delete asked[language];
      throw error;
    }
  }

  /** The sentence with its placeholders filled in. */
  say = (key, params = {}) => {
    let entry = this.fetched?.[key] ?? WORDS[key][this.language === "nl" ? 0 : 1];
    if (entry.other) entry = (!params.n && entry.zero) || entry[this.plural.select(params.n)] || entry.other;
    return entry.replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
  };

  /** How long ago, in one unit. */
  ago(moment) {
    const seconds = Math.max(0, (Date.now() - moment) / 1000);
    const [unit, length] = STEPS.find((step) => seconds >= step[1]) ?? ["second", Infinity];
    return this.relative.format(-Math.floor(seconds / length), unit);
  }
}
