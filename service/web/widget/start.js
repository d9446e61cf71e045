/** The way in: the script's own tag says which site's comments these are, and where they go. */

import { commentsElement } from "./element.js";
import { Words, spoken } from "./words.js";
import { el } from "./dom.js";
import { fillCounts } from "./counts.js";

const NAME = "reactie-comments";
const PLACES = "#comments, #isso-thread, #disqus_thread";

const tag = document.currentScript;
const script = { base: new URL(".", tag.src).href.slice(0, -1), dataset: { ...tag.dataset } };

// Some routers run the script again on each of their pages.
if (!customElements.get(NAME)) customElements.define(NAME, commentsElement(script));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();

function begin() {
  if (!document.querySelector(NAME)) {
    const made = el(NAME);
    const place = document.querySelector(PLACES);
    if (place) place.append(made);
    else if (tag.isConnected && !tag.closest("head")) tag.after(made);
    else document.body.append(made);
  }
  const words = new Words(spoken(script.dataset.lang, document.documentElement.lang, navigator.languages));
  const key = script.dataset.noun === "opmerking" ? "count_blogger" : "count";
  fillCounts(script.base, script.dataset.site, async (n) => {
    await words.ready(script.base);
    return words.say(key, { n });
  });
}
