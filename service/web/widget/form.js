/** The forms in which a visitor writes: a comment, a reply, an edit. The text is kept as a draft until
 *  it was sent; when sending fails it stays, and another try is known to be the same. */

import { Refused } from "./answer.js";
import { nameOf } from "./comment.js";
import { el, formatted, press } from "./dom.js";
import { device, draft, person, token } from "./memory.js";

const TEXT_BYTES = 10_000;
const COUNTED_FROM = 8_000;
let made = 0;

/** A form for a comment; `parent` is the one it answers, null for none. `leave` is what to do when the
 *  visitor goes back on it, or when it was sent. */
export function postForm(view, parent, leave) {
  const { say, api, place } = view;
  const kept = draft.read(place, parent);
  const known = { ...person.read(), ...kept };
  const text = field(view, "text", { rows: 5 }, kept.text);
  const name = field(view, "name", { autocomplete: "name" }, known.name);
  const email = field(view, "email", { type: "email", autocomplete: "email" }, known.email);
  const website = field(view, "website", { type: "url", autocomplete: "url" }, known.website);
  const trap = el("input", { hidden: "", autocomplete: "off" });
  const remember = el("input", { type: "checkbox" });
  remember.checked = "name" in person.read();
  const form = writingForm(view, parent ? say("in_reply_to", { name: nameOf(parent, view) }) : say("form_title"), {
    fields: [
      text.field,
      el("div", { class: "pair" }, name.field, website.field),
      email.field,
      el("label", {}, remember, ` ${say("remember")}`),
      trap,
    ],
    text,
    submit: say("submit"),
    leave,
    async send() {
      const { text: said, ...about } = written();
      const { site, lang } = api;
      const place = { site, lang, post: view.post, post_title: document.title.slice(0, 300), parent: parent?.id };
      const body = { ...place, ...about, text: said, device: device(), subject: trap.value };
      const sent = JSON.stringify(body);
      if (sent !== kept.sent) Object.assign(kept, { sent, key: token() });
      keep();
      const posted = await api.send("POST", "comments", { body, key: kept.key });
      person.write(remember.checked ? about : null);
      kept.sent = text.input.value = "";
      keep();
      leave?.();
      view.posted(posted, parent, about.name.trim());
    },
  });
  const written = () => Object.fromEntries(new FormData(form));
  const keep = () => draft.write(place, parent, { ...kept, ...written() });
  form.addEventListener("input", keep);
  return form;
}

/** A field with its label and the place for what is wrong with it; one with `rows` is for a text. */
export function field(view, name, attributes, value) {
  const id = `f${(made += 1)}`;
  const wrong = el("p", { class: "wrong", id: `${id}-wrong` });
  const input = el(attributes.rows ? "textarea" : "input", { id, name, "aria-describedby": wrong.id, ...attributes });
  if (typeof value === "string") input.value = value;
  return { input, field: el("div", { class: "field" }, el("label", { for: id }, view.say(name)), input, wrong) };
}

/** A form to write in: its `text` with a preview, more `fields`, and what `submit` says and `send` does. */
export function writingForm(view, title, { fields, text, submit, leave, send }) {
  const { say } = view;
  const alert = el("p", { class: "bad", role: "alert" });
  const shown = el("div", { class: "text preview", hidden: "", role: "region", "aria-live": "polite", "aria-label": say("preview") });
  const count = el("p", { class: "count" });
  const go = el("button", { class: "main", part: "submit" }, submit);
  const counted = () => {
    const bytes = new Blob([text.input.value]).size;
    count.textContent = bytes > COUNTED_FROM ? say("left", { n: TEXT_BYTES - bytes }) : "";
  };
  const trying = (act) => {
    alert.textContent = "";
    for (const one of form.querySelectorAll(".wrong")) {
      one.textContent = "";
      one.previousSibling.ariaInvalid = null;
    }
    return view.trying(act, (said, name) => {
      const input = form.elements.namedItem(name);
      (input?.nextSibling ?? alert).textContent = said;
      if (input) input.ariaInvalid = "true";
      input?.focus();
    });
  };
  const preview = async () => {
    const body = { site: view.api.site, text: text.input.value, lang: view.api.lang };
    const made = await view.api.send("POST", "preview", { body });
    shown.replaceChildren(formatted(made.html));
    shown.hidden = false;
  };
  const sending = async () => {
    await send();
    shown.hidden = true;
    counted();
  };
  const form = el(
    "form",
    {
      part: "form",
      "aria-label": title,
      novalidate: "",
      input: counted,
      keydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      },
      submit: async (event) => {
        event.preventDefault();
        // A button that is disabled loses the focus.
        if (go.ariaDisabled) return;
        go.ariaDisabled = true;
        await trying(sending);
        go.ariaDisabled = null;
      },
    },
    el("p", { class: "form-title" }, title),
    ...fields,
    count,
    shown,
    alert,
    el("p", { class: "send" }, go, press(say("preview"), () => trying(preview)), leave && press(say("cancel"), leave), el("small", {}, say("markdown"))),
  );
  counted();
  return form;
}

/** What to tell a visitor whose request failed: what the service says, else that nothing is lost. */
export function sentence({ say }, error) {
  if (!(error instanceof Refused)) throw error;
  return (error.status < 500 && error.message) || say(error.sent ? "sending_failed" : "loading_failed");
}
