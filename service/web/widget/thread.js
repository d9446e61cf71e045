/** The comments of one page: listed, sorted, paged, kept up to date, and added to. */

import { commentItem } from "./comment.js";
import { acting, learn } from "./acts.js";
import { choice, el, press } from "./dom.js";
import { postForm, sentence } from "./form.js";
import { listen } from "./live.js";
import { own } from "./memory.js";

const PAGE = 100;
const ORDERS = "oldest newest best".split(" ");

/** Fills a shadow root with the comments of `post`, until the signal of the `api`. */
export class Thread {
  constructor(root, api, words, { post, heading, blogger, sort }) {
    Object.assign(this, { root, api, words, post, blogger, say: words.say });
    this.sort = ORDERS.includes(sort) ? sort : ORDERS[0];
    this.comments = new Map();
    root.addEventListener("click", acting(this), { signal: api.signal });
    this.title = el(heading, { part: "heading", id: "title", tabindex: "-1" });
    this.status = el("p", { class: "status", role: "status" });
    this.trouble = el("p", { class: "bad", role: "alert" });
    this.list = el("ol", { class: "list", part: "list" });
    this.shut = el("p", { class: "closed", "aria-live": "polite" });
  }

  /** Loads and shows the comments. */
  async start() {
    const reading = this.#read().catch((error) => error);
    await this.words.ready(this.api.base);
    const trouble = await reading;
    if (trouble) return this.#failed(trouble);
    this.#frame();
    this.#show();
    this.#listen();
    this.#goToNamed();
    addEventListener("hashchange", () => this.#goToNamed(), { signal: this.api.signal });
    this.#showOwn();
  }

  /** Tells the visitor what happened. */
  tell(text) {
    this.trouble.textContent = "";
    this.status.textContent = text;
  }

  /** Does something, or tells the visitor why it cannot be done; whether it was done. `complain` is
   *  given the sentence and the field that it is about. */
  async trying(act, complain = (said) => (this.trouble.textContent = said)) {
    this.tell("");
    try {
      await act();
      return true;
    } catch (error) {
      complain(sentence(this, error), error.field);
    }
  }

  /** A comment was posted: shows it, to its author alone while it waits. */
  posted(answer, parent, name) {
    const { id, token, status } = answer;
    own.tell(this.place, { id, token, parent: parent?.id, name });
    this.tell(answer.message);
    if (status === "approved") {
      this.count += 1;
      this.known += 1;
      // The news of it may have been faster than the answer.
      this.#counted();
      this.#arrive(answer.comment);
    } else this.#showOwn(id);
  }

  /** Puts a comment into the list, under the one it answers. */
  #add(comment) {
    if (this.comments.has(comment.id)) return;
    const answered = this.comments.get(comment.parent);
    const made = commentItem(comment, answered, this);
    comment.node = made;
    this.comments.set(comment.id, comment);
    (answered?.node.replies ?? this.list).append(made.item);
    for (const reply of comment.replies ?? []) this.#add(reply);
  }

  /** Shows a comment that the visitor has just written. */
  #arrive(comment) {
    this.#add(comment);
    const { item, article } = comment.node;
    if (this.sort === "newest" && item.parentNode === this.list) this.list.prepend(item);
    article.focus();
  }

  /** Shows a comment anew, after something about it changed. */
  redraw(comment) {
    const { article } = commentItem(comment, this.comments.get(comment.parent), this);
    const form = written(comment);
    if (form && !comment.removed) article.append(form);
    comment.node.article.replaceWith(article);
    comment.node.article = article;
  }

  /** The visitor's own comment as the service tells of it; while readers do not see it, with a note. */
  noted(found) {
    const waits = found.status === "pending";
    return { ...found, pending: !found.public, note: !found.public && this.say(waits ? "waits" : "rejected") };
  }

  /** Takes a comment away; what answers it stays. */
  drop(comment) {
    if (!comment.pending) this.count -= 1;
    this.#counted();
    comment.removed = "author";
    this.redraw(comment);
    comment.node.article.focus();
  }

  /** Reads the list from the start. */
  reload() {
    return this.trying(async () => {
      await this.#read();
      this.#show();
      this.#showOwn();
    });
  }

  async #read() {
    const page = await this.#page();
    // By whichever of its addresses the page was come to.
    Object.assign(this, page, { post: this.post, place: `${this.api.site}:${page.post}` });
  }

  #page(more) {
    const { post, sort, api } = this;
    return api.get("comments", { site: api.site, post, sort, limit: PAGE, ...more });
  }

  #frame() {
    const { say, post, api } = this;
    // Without votes none is best.
    const orders = ORDERS.filter((order) => order !== "best" || this.items[0]?.votes).map((order) => [order, say(`sort_${order}`)]);
    const change = async () => {
      const { sort } = this;
      this.sort = this.sorting.value;
      if (!(await this.reload())) this.sort = this.sorting.value = sort;
    };
    this.sorting = choice(say("sort"), orders, { change });
    this.sorting.value = this.sort;
    this.news = press("", async () => (await this.reload()) && this.title.focus(), { class: "news" });
    this.more = press(say("more"), () => this.#more(), { class: "more" });
    const feed = el("a", { href: api.address("feed", { site: api.site, post }) }, say("feed"));
    const head = el("div", { class: "head" }, this.title, this.sorting);
    const foot = el("div", { class: "foot" }, this.more, el("p", {}, feed));
    this.#fill({ "aria-labelledby": "title" }, head, this.news, this.list, foot, this.status, this.trouble, this.shut, postForm(this, null));
  }

  #fill(attributes, ...children) {
    this.section = el("section", { part: "comments", lang: this.words.language, ...attributes }, ...children);
    this.root.replaceChildren(this.section);
  }

  /** Lists what was read. What the visitor is writing under a comment stays open, and so does the
   *  comment where it is not in the list now. */
  #show() {
    const before = [...this.comments.values()];
    this.comments.clear();
    this.list.replaceChildren();
    for (const one of this.items) this.#add(one);
    for (const one of before.filter(written)) {
      const now = this.comments.get(one.id);
      const form = written(one);
      if (now) this.comments.set(one.id, Object.assign(one, { pending: false, note: "" }, now));
      else this.#add(one);
      one.node.article.append(form);
    }
    this.more.hidden = !this.next;
    this.latest = this.known = this.count;
    this.#counted();
    this.#closes(this.closed);
  }

  /** Tells how many there are, and of how many that are not shown yet. */
  #counted() {
    const n = this.latest - this.known;
    this.news.textContent = this.say("news", { n });
    this.news.hidden = n < 1;
    this.title.textContent = this.say(this.blogger ? "count_blogger" : "count", { n: this.count });
    this.sorting.hidden = this.count < 2;
  }

  /** Takes comments no more, or again; what was written stays in its form. */
  #closes(closed) {
    this.section.classList.toggle("shut", closed);
    this.shut.textContent = closed ? this.say("closed") : "";
  }

  /** Adds the next page. */
  #more() {
    return this.trying(async () => {
      const page = await this.#page({ cursor: this.next });
      this.next = page.next;
      for (const one of page.items) this.#add(one);
      this.more.hidden = !this.next;
      this.comments.get(page.items[0]?.id)?.node.article.focus();
    });
  }

  /** The visitor's own comments, or one of them, as far as readers do not see their newest text. */
  async #showOwn(only) {
    for (const { id, token, parent, name, changed } of own.on(this.place)) {
      const listed = this.comments.get(id);
      if (only ? id !== only : listed && !changed) continue;
      try {
        const found = await this.api.get(`comments/${id}`, {}, token);
        if (found.status === "deleted") own.forget(this.place, id);
        else if (!listed && !found.public) {
          const comment = { ...this.noted(found), parent, author: { name } };
          if (only) this.#arrive(comment);
          else this.#add(comment);
        } else if (listed) await this.words.all(this.api.base).then(() => learn(this, listed, found));
      } catch (error) {
        if (error.status === 403) own.forget(this.place, id);
      }
    }
  }

  #listen() {
    const { post, api } = this;
    const comments = ({ count }) => {
      this.latest = count;
      // What was taken away makes no room for what is new.
      this.known = Math.min(this.known, count);
      this.#counted();
    };
    const thread = ({ closed }) => this.#closes(closed);
    listen(api.address("stream", { site: api.site, post }), api.signal, { comments, reload: comments, thread });
  }

  /** Goes to the comment that the page's address names. */
  async #goToNamed() {
    const { post, api } = this;
    const anchor = location.hash;
    // One that is here: `#reactie-` and the id. The service knows the others.
    const { id } = this.comments.get(anchor.slice(9)) ?? (named() && (await api.get("anchors", { site: api.site, post, anchor }).catch(() => ({}))));
    while (this.next && id && !this.comments.has(id) && (await this.#more()));
    const article = this.comments.get(id)?.node.article;
    article?.focus();
    article?.scrollIntoView({ block: "center" });
  }

  #failed(error) {
    this.trouble.textContent = sentence(this, error);
    const again = press(this.say("again"), () => this.start());
    this.#fill({}, this.trouble, el("p", {}, again), el("slot"));
  }
}

/** Whether the page's fragment may be a comment: one of ours, or one as it was called where it came
 *  from (`#c58`, `#comment-12`, `#isso-3`). */
export function named() {
  return /^#[\w-]*\d/.test(location.hash);
}

/** The form that is open under a comment. */
function written({ node }) {
  return node.article.querySelector("form");
}
