/** The comments of one page: listed, sorted, paged, kept up to date, and added to. */

import { Refused } from "./api.js";
import { commentItem } from "./comment.js";
import { acting } from "./acts.js";
import { el } from "./dom.js";
import { postForm, sentence } from "./form.js";
import { listen } from "./live.js";
import { own } from "./memory.js";

const PAGE = 100;

/** Fills a shadow root with the comments of `post`. */
export class Thread {
  constructor(root, api, words, { post, heading, blogger }) {
    Object.assign(this, { root, api, words, post, blogger, closed: false, sort: "oldest" });
    this.place = `${api.site}:${post}`;
    this.say = (key, params) => words.say(key, params);
    this.stopping = new AbortController();
    this.comments = new Map();
    this.next = null;
    this.fresh = new Set();
    this.title = el(heading, { part: "heading", id: "title", tabindex: "-1" });
    this.status = el("p", { class: "status", role: "status" });
    this.trouble = el("p", { class: "bad", role: "alert" });
    this.list = el("ol", { class: "list", part: "list" });
    this.foot = el("div", { class: "foot" });
    this.write = el("div", { class: "write" });
  }

  /** Loads and shows the comments. */
  async start() {
    this.root.addEventListener("click", acting(this));
    try {
      await this.#read();
    } catch (error) {
      if (error.name !== "AbortError") this.#failed(error);
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

  /** Tells the visitor what went wrong. */
  complain(error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Refused)) throw error;
    this.status.textContent = "";
    this.trouble.textContent = sentence(this, error);
  }

  /** A comment was posted: shows it, to its author alone while it waits. */
  posted(answer, parent, name) {
    const { id, token, status, created_at: at } = answer;
    own.add(this.place, { id, token, parent: parent?.id ?? null, name, at });
    this.tell(answer.message);
    if (status === "approved") {
      this.count += 1;
      this.#headed();
      this.add(answer.comment, { focus: true });
    } else if (status === "pending") this.#showOwn(id);
  }

  /** Puts a comment into the list, under the one it answers. */
  add(comment, { focus = false } = {}) {
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
    comment.removed = "author";
    this.redraw(comment);
  }

  /** Reads the list from the start, and keeps what the visitor is writing. */
  async reload({ focus = false } = {}) {
    try {
      await this.#read();
    } catch (error) {
      this.complain(error);
      return;
    }
    this.fresh.clear();
    this.#show();
    if (focus) this.title.focus();
    await this.#showOwn();
  }

  async #read() {
    this.page = await this.#page({});
    Object.assign(this, { count: this.page.count, closed: this.page.closed, next: this.page.next });
  }

  #page(more) {
    const query = { site: this.api.site, post: this.post, sort: this.sort, limit: PAGE, ...more };
    return this.api.get("comments", query, this.stopping.signal);
  }

  #frame() {
    const { say } = this;
    const sort = el("select", { "aria-label": say("sort"), change: () => this.#sorted() });
    for (const way of ["oldest", "newest", "best"]) sort.append(el("option", { value: way }, say(`sort_${way}`)));
    this.news = el("button", { type: "button", class: "news", hidden: "", click: () => this.reload({ focus: true }) });
    this.more = el("button", { type: "button", class: "more", hidden: "", click: () => this.#more() }, say("more"));
    const feed = this.api.address("feed", { site: this.api.site, post: this.post });
    const head = el("div", { class: "head" }, this.title, sort);
    this.sorting = sort;
    this.foot.append(this.more, el("p", {}, el("a", { href: feed }, say("feed"))));
    const section = el("section", { part: "comments", "aria-labelledby": "title" }, head, this.news, this.list, this.foot, this.status, this.trouble, this.write);
    this.root.replaceChildren(section);
    if (this.closed) this.write.append(el("p", { class: "closed" }, say("closed")));
    else this.write.append(postForm(this, null));
  }

  #show() {
    this.comments.clear();
    this.list.replaceChildren();
    for (const one of this.page.items) this.add(one);
    this.more.hidden = !this.next;
    this.news.hidden = true;
    this.#headed();
  }

  #headed() {
    this.title.textContent = this.say(this.blogger ? "count_blogger" : "count", { n: this.count });
    this.sorting.hidden = this.count < 2;
  }

  #sorted() {
    this.sort = this.sorting.value;
    return this.reload();
  }

  /** Adds the next page; true unless that failed. */
  async #more() {
    try {
      const page = await this.#page({ cursor: this.next });
      this.next = page.next;
      for (const one of page.items) this.add(one);
      this.more.hidden = !this.next;
      page.items[0]?.node.article.focus();
      return true;
    } catch (error) {
      this.complain(error);
    }
  }

  /** The visitor's own comments that readers do not see yet. */
  async #showOwn(only) {
    const mine = own.on(this.place).filter((one) => (only ? one.id === only : !this.comments.has(one.id)));
    for (const one of mine) {
      try {
        const found = await this.api.send("GET", `comments/${one.id}`, { token: one.token, signal: this.stopping.signal });
        if (found.status === "deleted") own.forget(this.place, one.id);
        if (found.status !== "pending" || this.comments.has(one.id)) continue;
        this.add({ ...found, parent: one.parent, author: { name: one.name }, pending: true }, { focus: only });
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
    this.trouble.textContent = (error.status < 500 && error.message) || this.say("loading_failed");
    const again = el("button", { type: "button", click: () => this.start() }, this.say("again"));
    this.root.replaceChildren(el("section", { part: "comments" }, this.trouble, el("p", {}, again), el("slot")));
  }
}
