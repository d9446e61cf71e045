/** What a visitor does with a comment: reply, edit, withdraw, vote, report. */

import { acts } from "./comment.js";
import { el, press } from "./dom.js";
import { editForm, field, postForm } from "./form.js";
import { device, own, votes } from "./memory.js";

const REASONS = ["spam", "abuse", "private_information", "off_topic", "other"];

/** Hears every click on a button that names an act. */
export function acting(view) {
  return (event) => {
    const pressed = event.target.closest("[data-act]");
    const comment = pressed && view.comments.get(pressed.closest("article").dataset.id);
    if (comment) ACTS[pressed.dataset.act](view, comment, pressed);
  };
}

const ACTS = { reply, edit, withdraw, report, up: vote, down: vote };

function reply(view, comment, pressed) {
  open(comment, pressed, (leave) => postForm(view, comment, leave));
}

async function edit(view, comment, pressed) {
  const { token } = own.find(view.place, comment.id);
  const { say } = view;
  const path = `comments/${comment.id}`;
  await view.trying(async () => {
    const now = await view.api.send("GET", path, { token });
    const save = async (text) => {
      const saved = await view.api.send("PATCH", path, { body: { text }, token });
      if (saved.public || comment.pending) Object.assign(comment, saved, { pending: !saved.public });
      view.redraw(comment);
      view.tell(saved.public ? say("saved") : say(saved.status === "pending" ? "held" : "rejected"));
    };
    open(comment, pressed, (leave) => editForm(view, now.text, save, leave));
  });
}

function withdraw(view, comment, pressed) {
  const line = pressed.parentElement;
  const mine = own.find(view.place, comment.id);
  const gone = async () => {
    await view.api.send("DELETE", `comments/${comment.id}`, { token: mine.token });
    own.forget(view.place, comment.id);
    view.drop(comment);
    view.tell(view.say("withdrawn"));
  };
  const back = () => {
    line.replaceChildren(...acts(comment, view));
    line.querySelector("[data-act=withdraw]").focus();
  };
  line.replaceChildren(
    press(view.say("withdraw_sure"), () => view.trying(gone)),
    press(view.say("cancel"), back),
  );
  line.firstChild.focus();
}

async function vote(view, comment, pressed) {
  const way = pressed.dataset.act;
  const wanted = votes.read(comment.id) === way ? "none" : way;
  await view.trying(async () => {
    const body = { vote: wanted, device: device() };
    const counted = await view.api.send("POST", `comments/${comment.id}/votes`, { body });
    votes.write(comment.id, wanted);
    comment.votes = counted.votes;
    const line = pressed.closest(".acts");
    line.replaceChildren(...acts(comment, view));
    line.querySelector(`[data-act=${way}]`).focus();
  });
}

function report(view, comment, pressed) {
  const { say } = view;
  const reason = el("select", { name: "reason", "aria-label": say("report_why") });
  for (const one of REASONS) reason.append(el("option", { value: one }, say(`report_${one}`)));
  const more = field(view, "report_text", "textarea", { rows: 2, maxlength: 500 });
  open(comment, pressed, (leave) =>
    el(
      "form",
      {
        "aria-label": say("report"),
        submit: (event) => {
          event.preventDefault();
          view.trying(async () => {
            const body = { reason: reason.value, text: more.input.value.trim() || undefined, device: device() };
            await view.api.send("POST", `comments/${comment.id}/reports`, { body });
            leave();
            comment.node.article.focus();
            pressed.disabled = true;
            view.tell(say("reported"));
          });
        },
      },
      reason,
      more.field,
      el("p", { class: "send" }, el("button", { class: "main" }, say("report")), press(say("cancel"), leave)),
    ),
  );
}

/** Opens a form under a comment; `make` is given how to close it. */
function open(comment, pressed, make) {
  const { article } = comment.node;
  article.querySelector("form")?.remove();
  const leave = () => {
    form.remove();
    pressed.focus();
  };
  const form = make(leave);
  form.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && leave());
  article.append(form);
  form.querySelector("textarea, select").focus();
}
