/** One comment: who, when, what, and what can be done with it. */

import { el, follow, formatted, press } from "./dom.js";
import { own, votes } from "./memory.js";

/** The list item of a comment, with an empty list for its replies. `view` tells words and place; acts
 *  are buttons with `data-act`, which the view listens to. */
export function commentItem(comment, answered, view) {
  // Another tab may have forgotten it since.
  comment.mine = own.find(view.place, comment.id) ?? comment.mine;
  const replies = el("ol", { class: "replies" });
  const inside = comment.removed ? [el("p", { class: "removed" }, view.say(`removed_by_${comment.removed}`))] : said(comment, answered, view);
  const article = el("article", { tabindex: "-1", part: "comment", "data-id": comment.id }, ...inside);
  return { item: el("li", {}, article, replies), article, replies };
}

/** The line of buttons under a comment. */
export function acts(comment, view) {
  const { say } = view;
  const name = nameOf(comment, view);
  const { mine, pending: waits } = comment;
  return el(
    "p",
    { class: "acts" },
    !waits && comment.votes && voting(comment, view),
    !waits && button("reply", say("reply"), say("reply_to", { name })),
    mine && (!waits || comment.status === "pending") && button("edit", say("edit")),
    mine && button("withdraw", say("withdraw")),
    !waits && !mine && button("report", say("report"), say("report_of", { name })),
  );
}

/** What its author is called. */
export function nameOf({ author }, { say }) {
  return author?.name || say("anonymous");
}

/** A button that tells which act it is. */
function button(act, text, label, attributes) {
  return press(text, null, { "data-act": act, "aria-label": label, ...attributes });
}

function said(comment, answered, view) {
  const { say, words, api } = view;
  const { author, created_at: created } = comment;
  const at = new Date(created);
  return [
    el(
      "header",
      {},
      author.avatar && el("img", { src: api.base + author.avatar, alt: "", loading: "lazy" }),
      follow(el("a", { class: "name", part: "name", dir: "auto" }, nameOf(comment, view)), author.website),
      author.badge && el("span", { class: "badge", part: "badge" }, say(`badge_${author.badge}`)),
      el("a", { class: "when", href: linkTo(comment) }, el("time", { datetime: created, title: words.absolute.format(at) }, words.ago(at))),
      comment.edited_at && el("small", {}, say("edited")),
    ),
    answered && el("p", {}, el("a", { href: linkTo(answered) }, say("in_reply_to", { name: nameOf(answered, view) }))),
    comment.note && el("p", { class: "waits" }, el("a", { href: ownPage(comment, view) }, comment.note)),
    el("div", { class: "text", part: "text", dir: "auto" }, formatted(comment.html ?? "")),
    acts(comment, view),
  ];
}

/** In full: a page's `<base>` would lead what is less elsewhere. */
function linkTo({ id }) {
  return `${location.href.split("#")[0]}#reactie-${id}`;
}

/** Where its author alone sees how it fares, and may appeal. */
function ownPage({ id, mine }, { api }) {
  return `${api.base}/c/${id}.${mine.token}?lang=${api.lang}`;
}

function voting(comment, view) {
  const yours = votes.read(comment.id);
  const one = (way, sign) => {
    const n = comment.votes[way];
    return button(way, `${sign} ${n || ""}`, view.say(`vote_${way}`, { n }), { "aria-pressed": `${yours === way}` });
  };
  return el("span", { class: "votes" }, one("up", "▲"), one("down", "▼"));
}
