/** The forms in which a visitor writes: a comment, a reply, an edit. The text is kept as a draft until
 *  it was sent; when sending fails it stays, and another try is known to be the same. */

import { Refused } from "./api.js";
import { el, formatted } from "./dom.js";
import { device, draft, person, token } from "./memory.js";

const TEXT_BYTES = 10_000;
const COUNTED_FROM = 0.8;
let made = 0;

/** A form for a comment; `parent` is the one it answers, null for none. `leave` is what to do when the
 *  visitor goes back on it, or when it was sent. */
export function postForm(view, parent, leave) {
  const { say, api, place } = view;
  const kept = draft.read(place, parent);
  const known = { ...person.read(), ...kept };
  const ids = field.bind(null, view);
  const text = ids("text", "textarea", { rows: 5 }, kept.text);
  const name = ids("name", "input", { autocomplete: "name" }, known.name);
  const email = ids("email", "input", { inputmode: "email", autocomplete: "email" }, known.email);
  const website = ids("website", "input", { inputmode: "url", autocomplete: "url" }, known.website);
  const trap = el("input", { tabindex: "-1", autocomplete: "off" });
  const remember = el("input", { type: "checkbox" });
  remember.checked = "name" in person.read();
  const form = frame(view, parent ? say("in_reply_to", { name: parent.author.name ?? say("anonymous") }) : say("form_title"), {
    fields: [
      text.field,
      el("div", { class: "pair" }, name.field, website.field),
      email.field,
      el("label", { class: "check" }, remember, ` ${say("remember")}`),
      el("div", { class: "trap", "aria-hidden": "true" }, el("label", {}, say("trap"), trap)),
    ],
    text,
    submit: say("submit"),
    leave,
    async send() {
      const body = { site: api.site, post: view.post, lang: api.lang, device: device(), parent: parent?.id, subject: trap.value };
      if (document.title) body.post_title = document.title.slice(0, 300);
      const said = written();
      for (const key in said) if (said[key].trim()) body[key] = said[key];
      const sent = JSON.stringify(body);
      if (sent !== kept.sent) Object.assign(kept, { sent, key: token() });
      keep();
      const posted = await api.send("POST", "comments", { body: { text: "", ...body }, key: kept.key });
      const { text: _, ...about } = said;
      person.write(remember.checked ? about : null);
      kept.sent = text.input.value = "";
      keep();
      leave?.();
      view.posted(posted, parent, about.name.trim());
    },
  });
  const written = () => {
    const said = {};
    for (const one of [text, name, email, website]) said[one.input.name] = one.input.value;
    return said;
  };
  const keep = () => draft.write(place, parent, { ...kept, ...written() });
  form.addEventListener("input", keep);
  return form;
}

/** A form for another text of one's own comment. */
export function editForm(view, text, save, leave) {
  const edited = field(view, "text", "textarea", { rows: 5 }, text);
  return frame(view, view.say("edit"), {
    fields: [edited.field],
    text: edited,
    submit: view.say("save"),
    leave,
    send: () => save(edited.input.value),
  });
}

/** A field with its label and the place for what is wrong with it. */
export function field(view, name, kind, attributes, value) {
  const id = `f${(made += 1)}`;
  const wrong = el("p", { class: "wrong", id: `${id}-wrong` });
  const input = el(kind, { id, name, "aria-describedby": wrong.id, ...attributes });
  input.value = value ?? "";
  return { input, field: el("div", { class: "field" }, el("label", { for: id }, view.say(name)), input, wrong) };
}

function frame(view, title, { fields, text, submit, leave, send }) {
  const { say } = view;
  const alert = el("p", { class: "bad", role: "alert" });
  const shown = el("div", { class: "text preview", hidden: "", role: "region", "aria-label": say("preview") });
  const count = el("p", { class: "count" });
  const go = el("button", { class: "main", part: "submit" }, submit);
  const look = el("button", { type: "button" }, say("preview"));
  const form = el(
    "form",
    { part: "form", "aria-label": title, novalidate: "" },
    el("p", { class: "form-title" }, title),
    ...fields,
    count,
    shown,
    alert,
    el("p", { class: "send" }, go, look, leave && el("button", { type: "button", click: leave }, say("cancel")), el("small", {}, say("markdown"))),
  );
  const counted = () => {
    const bytes = new TextEncoder().encode(text.input.value).length;
    count.textContent = bytes > TEXT_BYTES * COUNTED_FROM ? say("left", { n: TEXT_BYTES - bytes }) : "";
  };
  text.input.addEventListener("input", counted);
  counted();
  look.addEventListener("click", () => preview(view, text, shown, alert));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape") leave?.();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true;
    alert.textContent = "";
    for (const one of form.querySelectorAll(".wrong")) {
      one.textContent = "";
      one.previousSibling.removeAttribute("aria-invalid");
    }
    try {
      await send();
      shown.hidden = true;
      counted();
    } catch (error) {
      complain(view, form, alert, error);
    } finally {
      go.disabled = false;
    }
  });
  return form;
}

function complain(view, form, alert, error) {
  if (!(error instanceof Refused)) throw error;
  const input = form.elements.namedItem(error.field);
  if (!input) {
    alert.textContent = sentence(view, error);
    return;
  }
  input.nextSibling.textContent = error.message;
  input.setAttribute("aria-invalid", "true");
  input.focus();
}

/** What to tell a visitor whose request failed: what the service says, else that nothing is lost. */
export function sentence(view, error) {
  return (error.status < 500 && error.message) || view.say("sending_failed");
}

async function preview(view, text, shown, alert) {
  try {
    const body = { site: view.api.site, text: text.input.value, lang: view.api.lang };
    const made = await view.api.send("POST", "preview", { body });
    shown.replaceChildren(formatted(made.html));
    shown.hidden = false;
    alert.textContent = "";
  } catch (error) {
    alert.textContent = sentence(view, error);
  }
}
