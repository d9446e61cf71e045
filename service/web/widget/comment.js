/** One comment: who, when, what, and what can be done with it. */

import { el, follow, formatted, press } from "./dom.js";
import { own, votes } from "./memory.js";

/** The list item of a comment, with an empty list for its replies. `view` tells words, place and
 *  whether the thread is closed; acts are buttons with `data-act`, which the view listens to. */
export function commentItem(comment, answered, view) {
  const replies = el("ol", { class: "replies" });
  const inside = comment.removed ? removed(comment, view) : said(comment, answered, view);
  const article = el("article", { tabindex: "-1", part: "comment", "data-id": comment.id }, ...inside);
  return { item: el("li", {}, article, replies), article, replies };
}

/** The buttons under a comment. */
export function acts(comment, view) {
  const { say } = view;
  const name = comment.author.name ?? say("anonymous");
  const mine = own.find(view.place, comment.id);
  const waits = comment.pending;
  return [
    !waits && voting(comment, view),
    !waits && !view.closed && button("reply", say("reply"), say("reply_to", { name })),
    mine && (!waits || comment.status === "pending") && button("edit", say("edit")),
    mine && button("withdraw", say("withdraw")),
    !waits && !mine && button("report", say("report"), say("report_of", { name })),
  ].filter(Boolean);
}

/** A button that tells which act it is. */
export function button(act, text, label, attributes) {
  return press(text, null, { "data-act": act, "aria-label": label, ...attributes });
}

function said(comment, answered, view) {
  const { say } = view;
  const who = comment.author;
  const name = who.name ?? say("anonymous");
  const at = new Date(comment.created_at);
  const time = el("time", { datetime: comment.created_at, title: view.words.absolute.format(at) }, view.words.ago(at));
  return [
    el(
      "header",
      {},
      who.avatar && el("img", { src: view.api.base + who.avatar, alt: "", loading: "lazy" }),
      follow(el("a", { class: "name", part: "name" }, name), who.website),
      who.badge && el("span", { class: "badge", part: "badge" }, say(`badge_${who.badge}`)),
      el("a", { class: "when", href: `#reactie-${comment.id}` }, time),
      comment.edited_at && el("small", {}, say("edited")),
    ),
    answered && el("p", { class: "answers" }, el("a", { href: `#reactie-${answered.id}` }, say("in_reply_to", { name: answered.author?.name ?? say("anonymous") }))),
    comment.pending && el("p", { class: "waits" }, el("a", { href: ownPage(comment, view) }, say(comment.status === "pending" ? "waits" : "rejected"))),
    el("div", { class: "text", part: "text" }, formatted(comment.html ?? "")),
    el("p", { class: "acts" }, ...acts(comment, view)),
  ];
}

/** Where its author alone sees how it fares, and may appeal. */
function ownPage({ id }, { api, place }) {
  return `${api.base}/c/${id}.${own.find(place, id)?.token}?lang=${api.lang}`;
}

function removed(comment, view) {
  return [el("p", { class: "removed" }, view.say(`removed_by_${comment.removed}`))];
}

function voting(comment, view) {
  const yours = votes.read(comment.id);
  const one = (way, sign) => {
    const n = comment.votes?.[way] ?? 0;
    return button(way, `${sign} ${n || ""}`, view.say(`vote_${way}`, { n }), { "aria-pressed": `${yours === way}` });
  };
  return el("span", { class: "votes" }, one("up", "▲"), one("down", "▼"));
}
