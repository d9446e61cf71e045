/** The comments of one page: listed, sorted, paged, kept up to date, and added to. */

import { commentItem } from "./comment.js";
import { acting } from "./acts.js";
import { el, press } from "./dom.js";
import { postForm, sentence } from "./form.js";
import { listen } from "./live.js";
import { own } from "./memory.js";

const PAGE = 100;

/** Fills a shadow root with the comments of `post`. */
export class Thread {
  constructor(root, api, words, { post, heading, blogger }) {
    Object.assign(this, { root, api, words, post, blogger, sort: "oldest" });
    this.say = (key, params) => words.say(key, params);
    this.stopping = new AbortController();
    this.comments = new Map();
    this.fresh = new Set();
    root.addEventListener("click", acting(this), { signal: this.stopping.signal });
    this.title = el(heading, { part: "heading", id: "title", tabindex: "-1" });
    this.status = el("p", { class: "status", role: "status" });
    this.trouble = el("p", { class: "bad", role: "alert" });
    this.list = el("ol", { class: "list", part: "list" });
  }

  /** Loads and shows the comments. */
  async start() {
    const words = this.words.ready(this.api.base);
    try {
      await Promise.all([this.#read(), words]);
    } catch (error) {
      await words;
      this.#failed(error);
      return;
    }
    this.#frame();
    this.#show();
    this.#listen();
    this.#goTo(location.hash);
    addEventListener("hashchange", () => this.#goTo(location.hash), { signal: this.stopping.signal });
    await this.#showOwn();
  }

  /** Stops everything. */
  end() {
    this.stopping.abort();
  }

  /** Tells the visitor what happened. */
  tell(text) {
    this.trouble.textContent = "";
    this.status.textContent = text;
  }

  /** Does something, or tells the visitor why it cannot be done. */
  async trying(act) {
    try {
      return await act();
    } catch (error) {
      this.status.textContent = "";
      this.trouble.textContent = sentence(this, error);
    }
  }

  /** A comment was posted: shows it, to its author alone while it waits. */
  posted(answer, parent, name) {
    const { id, token, status, created_at: at } = answer;
    own.add(this.place, { id, token, parent: parent?.id, name, at });
    this.tell(answer.message);
    if (status === "approved") {
      this.count += 1;
      this.#headed();
      // The news of it may be faster than the answer.
      if (this.fresh.delete(id)) this.news.hidden = !this.fresh.size;
      this.add(answer.comment, { focus: true });
    } else this.#showOwn(id);
  }

  /** Puts a comment into the list, under the one it answers. */
  add(comment, { focus = false } = {}) {
    if (this.comments.has(comment.id)) return;
    const answered = this.comments.get(comment.parent);
    const made = commentItem(comment, answered, this);
    comment.node = made;
    this.comments.set(comment.id, comment);
    const below = answered?.node.replies ?? this.list;
    if (focus && !answered && this.sort === "newest") below.prepend(made.item);
    else below.append(made.item);
    for (const reply of comment.replies ?? []) this.add(reply);
    if (focus) made.article.focus();
  }

  /** Shows a comment anew, after something about it changed. */
  redraw(comment) {
    const { article } = commentItem(comment, this.comments.get(comment.parent), this);
    comment.node.article.replaceWith(article);
    comment.node.article = article;
    article.focus();
  }

  /** Takes a comment away; what answers it stays. */
  drop(comment) {
    if (!comment.pending) this.count -= 1;
    this.#headed();
    comment.removed = "author";
    this.redraw(comment);
  }

  /** Reads the list from the start, and keeps what the visitor is writing. */
  reload({ focus = false } = {}) {
    return this.trying(async () => {
      await this.#read();
      this.fresh.clear();
      this.#show();
      if (focus) this.title.focus();
      await this.#showOwn();
    });
  }

  async #read() {
    const page = await this.#page();
    // By whichever of its addresses the page was come to.
    Object.assign(this, page, { post: this.post, place: `${this.api.site}:${page.post}` });
  }

  #page(more) {
    const query = { site: this.api.site, post: this.post, sort: this.sort, limit: PAGE, ...more };
    return this.api.get("comments", query, this.stopping.signal);
  }

  #frame() {
    const { say } = this;
    const sort = el("select", { "aria-label": say("sort"), change: () => this.#sorted(sort.value) });
    for (const way of ["oldest", "newest", "best"]) sort.append(el("option", { value: way }, say(`sort_${way}`)));
    this.news = press("", () => this.reload({ focus: true }), { class: "news" });
    this.more = press(say("more"), () => this.#more(), { class: "more" });
    const feed = this.api.address("feed", { site: this.api.site, post: this.post });
    const head = el("div", { class: "head" }, this.title, sort);
    const foot = el("div", { class: "foot" }, this.more, el("p", {}, el("a", { href: feed }, say("feed"))));
    const write = this.closed ? el("p", { class: "closed" }, say("closed")) : postForm(this, null);
    this.sorting = sort;
    this.root.replaceChildren(el("section", { part: "comments", "aria-labelledby": "title" }, head, this.news, this.list, foot, this.status, this.trouble, write));
  }

  #show() {
    this.comments.clear();
    this.list.replaceChildren();
    for (const one of this.items) this.add(one);
    this.more.hidden = !this.next;
    this.news.hidden = true;
    this.#headed();
  }

  #headed() {
    this.title.textContent = this.say(this.blogger ? "count_blogger" : "count", { n: this.count });
    this.sorting.hidden = this.count < 2;
  }

  #sorted(way) {
    this.sort = way;
    return this.reload();
  }

  /** Adds the next page; true unless that failed. */
  #more() {
    return this.trying(async () => {
      const page = await this.#page({ cursor: this.next });
      this.next = page.next;
      for (const one of page.items) this.add(one);
      this.more.hidden = !this.next;
      this.comments.get(page.items[0]?.id)?.node.article.focus();
      return true;
    });
  }

  /** The visitor's own comments that readers do not see yet. */
  async #showOwn(only) {
    const mine = own.on(this.place).filter((one) => (only ? one.id === only : !this.comments.has(one.id)));
    for (const one of mine) {
      try {
        const found = await this.api.send("GET", `comments/${one.id}`, { token: one.token, signal: this.stopping.signal });
        if (found.status === "deleted") own.forget(this.place, one.id);
        else if (found.status !== "approved") this.add({ ...found, parent: one.parent, author: { name: one.name }, pending: true }, { focus: only });
      } catch (error) {
        if (error.status === 403) own.forget(this.place, one.id);
      }
    }
  }

  #listen() {
    const address = this.api.address("stream", { site: this.api.site, post: this.post });
    listen(address, this.stopping.signal, ({ published = [], count }) => {
      for (const id of published) if (!this.comments.has(id)) this.fresh.add(id);
      const n = Math.max(this.fresh.size, count - this.count);
      this.news.textContent = n ? this.say("news", { n }) : this.say("changed");
      this.news.hidden = n === 0;
    });
  }

  async #goTo(hash) {
    const id = /^#reactie-([0-9a-f]{32})$/.exec(hash)?.[1];
    if (!id) return;
    while (this.next && !this.comments.has(id) && (await this.#more()));
    const article = this.comments.get(id)?.node.article;
    article?.scrollIntoView({ block: "center" });
    article?.focus({ preventScroll: true });
  }

  #failed(error) {
    this.trouble.textContent = sentence(this, error, this.say("loading_failed"));
    const again = press(this.say("again"), () => this.start());
    this.root.replaceChildren(el("section", { part: "comments" }, this.trouble, el("p", {}, again), el("slot")));
  }
}
