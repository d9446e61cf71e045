/** `<reactie-comments>`: the comments of a page. It loads when it is nearly in sight, anew when it is
 *  given another page, and stops what it does when it is taken away. */

import { SHEET } from "./look.js";
import { Words, spoken } from "./words.js";
import { Api } from "./api.js";
import { el } from "./dom.js";
import { Thread, named } from "./thread.js";

const NEAR = "600px";

/** Makes the element's class; `script` is where the widget itself was loaded from. */
export function commentsElement(script) {
  return class extends HTMLElement {
    static observedAttributes = ["post", "site", "sort", "lang"];
    #watch;
    #stopping;

    connectedCallback() {
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [SHEET];
      // What the page wrote inside, a link to the comments' own page, is shown until they are here.
      shadow.replaceChildren(el("slot"));
      this.#watch = new IntersectionObserver((seen) => seen.pop().isIntersecting && this.#load(), { rootMargin: NEAR });
      this.#watch.observe(this);
      if (named()) this.#load();
    }

    disconnectedCallback() {
      this.#watch.disconnect();
      this.#stopping?.abort();
      this.#watch = this.#stopping = null;
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#watch || before === now) return;
      this.disconnectedCallback();
      this.connectedCallback();
    }

    /** At the first sight. */
    #load() {
      if (!this.#watch || this.#stopping) return;
      this.#stopping = new AbortController();
      const given = (name) => this.getAttribute(name) ?? script.dataset[name];
      const lang = spoken(given("lang"), this.closest("[lang]")?.lang, navigator.languages);
      const api = new Api(script.base, given("site"), lang, this.#stopping.signal);
      const post = given("post") ?? canonical();
      const heading = /^[1-6]$/.test(given("heading")) ? `h${given("heading")}` : "h2";
      const blogger = given("noun") === "opmerking";
      new Thread(this.shadowRoot, api, new Words(lang), { post, heading, blogger, sort: given("sort") }).start();
    }
  };
}

/** The page's own address: the canonical one where the page names it and it is on this host. */
function canonical() {
  const href = document.querySelector("link[rel=canonical]")?.href;
  return href && el("a", { href }).host === location.host ? href : location.href.split("#")[0];
}
