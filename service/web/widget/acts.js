/** What a visitor does with a comment: reply, edit, withdraw, vote, report; and what became of it. What
 *  only this says does not come along with the widget: it is fetched when it is needed. */

import { acts } from "./comment.js";
import { choice, el, press } from "./dom.js";
import { field, postForm, writingForm } from "./form.js";
import { device, draft, own, votes } from "./memory.js";

const REASONS = "spam abuse private_information off_topic other".split(" ");
const ACTS = { reply, edit, withdraw, report, up: vote, down: vote };
const WORDLESS = ["reply", "up", "down"];

/** Hears every click on a button that names an act. */
export function acting(view) {
  return (event) => {
    const pressed = event.target.closest("[data-act]");
    const comment = pressed && view.comments.get(pressed.closest("article").dataset.id);
    if (!comment) return;
    const { act } = pressed.dataset;
    view.trying(async () => {
      if (!WORDLESS.includes(act)) await view.words.all(view.api.base);
      await ACTS[act](view, comment, act);
    });
  };
}

function reply(view, comment, act) {
  open(comment, act, (leave) => postForm(view, comment, leave));
}

async function edit(view, comment, act) {
  const { say, api } = view;
  const path = `comments/${comment.id}`;
  const { token } = comment.mine;
  const now = await api.get(path, { lang: api.lang }, token);
  // Its time is over: the service says so before anything is written in vain.
  if (Date.parse(now.editable_until) < Date.now()) await api.send("PATCH", path, { body: { text: now.text }, token });
  const place = `edit:${view.place}`;
  const input = () => draft.write(place, comment, { text: text.input.value });
  const text = field(view, "text", { rows: 5, input }, draft.read(place, comment).text ?? now.text);
  open(comment, act, (leave) => {
    const send = async () => {
      const saved = await api.send("PATCH", path, { body: { text: text.input.value }, token });
      draft.write(place, comment, {});
      leave();
      learn(view, comment, saved);
      comment.node.article.focus();
      view.tell(comment.note || say("saved"));
    };
    return writingForm(view, say("edit"), { text, fields: [text.field], submit: say("save"), send, leave });
  });
}

/** Takes over what the service says of a newer text of the visitor's own comment. Where readers go on
 *  seeing an older one, so does he, with a note of what became of the newer. */
export function learn(view, comment, found) {
  const changed = !found.public && !comment.pending;
  const note = () => view.say(found.status === "pending" ? "waits_edit" : "edit_refused");
  Object.assign(comment, changed ? { note: note() } : view.noted(found));
  own.tell(view.place, { ...comment.mine, changed });
  view.redraw(comment);
}

function withdraw(view, comment, act) {
  const { say } = view;
  const gone = async () => {
    await view.api.send("DELETE", `comments/${comment.id}`, comment.mine);
    own.forget(view.place, comment.id);
    view.drop(comment);
    view.tell(say("withdrawn"));
  };
  const sure = press(say("withdraw_sure"), () => view.trying(gone));
  const cancel = press(say("cancel"), () => renew(view, comment, act));
  comment.node.article.querySelector(".acts").replaceChildren(sure, cancel);
  sure.focus();
}

async function vote(view, comment, act) {
  // As it is shown here: another tab may have voted since.
  const vote = buttonOf(comment, act).ariaPressed === "true" ? "none" : act;
  const body = { vote, device: device() };
  const counted = await view.api.send("POST", `comments/${comment.id}/votes`, { body });
  votes.write(comment.id, vote);
  comment.votes = counted.votes;
  renew(view, comment, act);
}

function report(view, comment, act) {
  const { say } = view;
  const reason = choice(say("report_why"), REASONS.map((one) => [one, say(`report_${one}`)]));
  const more = field(view, "report_text", { rows: 2, maxlength: 500 });
  open(comment, act, (leave) => {
    const send = async () => {
      const body = { reason: reason.value, text: more.input.value, device: device() };
      await view.api.send("POST", `comments/${comment.id}/reports`, { body });
      leave().disabled = true;
      comment.node.article.focus();
      view.tell(say("reported"));
    };
    const submit = (event) => {
      event.preventDefault();
      view.trying(send);
    };
    const buttons = el("p", { class: "send" }, el("button", { class: "main" }, say("report")), press(say("cancel"), leave));
    return el("form", { "aria-label": say("report"), submit }, reason, more.field, buttons);
  });
}

/** Shows the buttons of a comment anew, with the focus on one. */
function renew(view, comment, act) {
  comment.node.article.querySelector(".acts").replaceWith(acts(comment, view));
  buttonOf(comment, act).focus();
}

/** The button of an act; while it is not there, the comment. */
function buttonOf({ node: { article } }, act) {
  return article.querySelector(`[data-act=${act}]`) ?? article;
}

/** Opens a form under a comment; `make` is given how to leave it, which returns what it came from. */
function open(comment, act, make) {
  const { article } = comment.node;
  const leave = () => {
    const from = buttonOf(comment, act);
    form.remove();
    from.focus();
    return from;
  };
  const form = make(leave);
  form.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && leave());
  article.querySelector("form")?.remove();
  article.append(form);
  form.querySelector("textarea, select").focus();
}
