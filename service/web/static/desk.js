// Makes the desk quick: keys, decisions without a reload, news as it comes in.
// Every act is a form of the page, sent as the browser would; all HTML comes from the server.

import { keys, nameKeys, offerKeys, remember, remembered, showKeys } from "./desk-keys.js";
import { listen } from "./desk-news.js";

const policy = globalThis.trustedTypes?.createPolicy("reactie-desk", { createHTML: (html) => html });
const list = document.getElementById("cards");
const words = document.body.dataset;
const decided = [...document.querySelectorAll(".tomb")].map((tomb) => tomb.dataset.id).reverse();
let picked = null;
let acted = -Infinity;

function elementOf(html) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  return page.body.firstElementChild;
}

function say(id, sentence) {
  const place = document.getElementById(id);
  place.textContent = sentence;
  place.classList.toggle("note", id === "alert" && sentence !== "");
  place.classList.toggle("bad", id === "alert" && sentence !== "");
}

const places = () => [...(list?.querySelectorAll("[data-id]") ?? [])];
const current = () => document.activeElement?.closest?.("[data-id]") ?? null;

function go(step, from = current()) {
  const all = places();
  const at = all.indexOf(from);
  let next = at + step;
  // What is decided is passed over: there is nothing left to do there.
  while (all[next]?.matches(".tomb")) next += step;
  (all[next] ?? from ?? all[0])?.focus();
}

function tombFor(card, button) {
  const tomb = document.createElement("div");
  tomb.className = "tomb";
  tomb.tabIndex = -1;
  tomb.dataset.id = card.dataset.id;
  const said = document.createElement("strong");
  said.textContent = button.dataset.said;
  tomb.append(said);
  return tomb;
}

async function act(form, button) {
  const card = form.closest("[data-id]");
  const area = form.querySelector("textarea");
  if (card.matches(".busy")) return;
  const body = new URLSearchParams(new FormData(form, button));
  const shown = button.dataset.said ? tombFor(card, button) : card;
  if (shown === card) card.classList.add("busy");
  else {
    if (current() === card) go(1, card);
    const stays = current() === card;
    card.replaceWith(shown);
    if (stays) shown.focus();
  }
  say("alert", "");
  try {
    // Not form.action: that is the button of this name.
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST", body, headers: { Accept: "text/html;fragment=yes" }, redirect: "error",
    });
    if (answer.status === 401) {
      keep([area]);
      throw new Error(words.signedOut);
    }
    if (!answer.ok) throw new Error(words.failed);
    const made = elementOf(await answer.text());
    const focused = shown.contains(document.activeElement);
    nameKeys(made);
    shown.replaceWith(made);
    if (made.matches(".tomb")) decided.push(made.dataset.id);
    if (focused || made.querySelector("[role=alert]")) made.focus();
    say("status", button.dataset.done ?? made.textContent.trim().split("\n")[0]);
  } catch (error) {
    // Nothing is lost: the card is back, with what to do.
    if (shown !== card) shown.replaceWith(card);
    card.classList.remove("busy");
    (area ?? card).focus();
    say("alert", error instanceof TypeError ? words.failed : error.message);
  }
}

function select(card, to = undefined) {
  const box = card?.querySelector(".pick input");
  if (!box) return;
  box.checked = to ?? !box.checked;
  card.toggleAttribute("data-selected", box.checked);
}

function write(card, does) {
  const box = card?.querySelector(`.write[data-does=${does}]`);
  if (!box) return;
  box.open = true;
  box.querySelector("textarea").focus();
}

// While somebody writes: what every key does that is no text.
function writing(event) {
  const box = event.target.closest?.(".write");
  if (event.key === "Escape" && box?.open) {
    box.open = false;
    box.closest("[data-id]").focus();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form && box) {
    if (!event.repeat) event.target.form.requestSubmit(box.querySelector("button"));
  } else return;
  event.preventDefault();
}

const ACTS = {
  next: () => go(1),
  previous: () => go(-1),
  select: (card) => { select(card); picked = card; },
  range: (card) => {
    const all = places();
    const [from, to] = [all.indexOf(picked ?? card), all.indexOf(card)].sort((a, b) => a - b);
    for (const each of all.slice(from, to + 1)) select(each, true);
  },
  all: () => { for (const each of places()) select(each, true); },
  search: () => document.querySelector("input[type=search]")?.focus(),
  page: (card) => card?.querySelector("a.page-link")?.click(),
  author: (card) => card?.querySelector("a.person")?.click(),
  story: (card) => card?.querySelector("a.open")?.click(),
  reply: (card) => write(card, "reply"),
  edit: (card) => write(card, "edit"),
  undo: () => {
    // Those that a button undid meanwhile are passed over.
    for (let id = decided.pop(); id; id = decided.pop()) {
      const tomb = places().find((place) => place.dataset.id === id && place.matches(".tomb"));
      const button = tomb?.querySelector("form button");
      if (button) return button.click();
    }
  },
  help: () => document.getElementById("keys")?.showModal(),
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || remembered("keys-off", "") === "yes") return;
  const name = Object.entries(keys()).find(([, key]) => key === event.key)?.[0];
  if (!list?.contains(document.activeElement) && !(name === "help" && event.target === document.body)) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  const view = /^[1-9]$/.test(event.key) && document.querySelector(`.views [aria-keyshortcuts="${event.key}"]`);
  if (!view && !name) return;
  event.preventDefault();
  // A key that is held down moves on; it never decides on what nobody has read.
  if (event.repeat && name !== "next" && name !== "previous") return;
  if (view) return view.click();
  const card = current();
  if (ACTS[name]) return ACTS[name](card);
  card?.querySelector(`.acts [data-does="${name}"]`)?.click();
}

function watchJob() {
  const job = document.querySelector("[data-job]");
  if (!job) return;
  const look = async () => {
    // A network that is away for a while, or a server that starts again, ends no watching.
    const answer = await fetch(job.dataset.job, { headers: { Accept: "text/html;fragment=yes" } }).catch(() => null);
    if (!answer || answer.status >= 500) return setTimeout(look, 2000);
    if (!answer.ok) return say("alert", answer.status === 401 ? words.signedOut : words.failed);
    const made = elementOf(await answer.text());
    document.querySelector("[data-job]").replaceWith(made);
    if (made.dataset.job) setTimeout(look, 500);
  };
  setTimeout(look, 300);
}

function keep(areas) {
  const said = Object.fromEntries(areas.filter(Boolean).map((area) => [area.id, area.value]));
  try { sessionStorage.setItem("reactie.typed", JSON.stringify(said)); } catch { /* storage is forbidden */ }
}

// What was typed when the session turns out to be over is there again after signing in.
function keepTyped() {
  const typed = [...document.querySelectorAll("#toml, #try, .write textarea")];
  if (!typed.length) return;
  try {
    const kept = JSON.parse(sessionStorage.getItem("reactie.typed") ?? "{}");
    sessionStorage.removeItem("reactie.typed");
    const returns = document.referrer.startsWith(`${location.origin}/moderate/sign-in`);
    for (const area of returns ? typed : []) {
      if (!(area.id in kept)) continue;
      area.value = kept[area.id];
      const box = area.closest(".write");
      if (box) box.open = true;
    }
    document.getElementById("toml")?.form.addEventListener("submit", () => keep(typed));
  } catch { /* storage is forbidden */ }
}

document.addEventListener("keydown", pressed);
document.addEventListener("keydown", writing);
document.addEventListener("change", (event) => {
  if (event.target.closest(".pick")) {
    picked = event.target.closest("[data-id]");
    select(picked, event.target.checked);
  }
  if (event.target.id === "keys-on") {
    remember("keys-off", event.target.checked ? "" : "yes");
    showKeys();
  }
  if (event.target.id === "keys-set") {
    remember("keys", event.target.value);
    remember("keys-own", "{}");
    showKeys();
  }
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".card .acts, .write form, .tomb form")) return;
  event.preventDefault();
  act(event.target, event.submitter);
});
document.addEventListener("click", (event) => {
  // A card that closes moves the next one under the pointer: a second click was not meant for that.
  if (!event.detail || !list?.contains(event.target)) return;
  if (performance.now() - acted < 400) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.target.closest(".card :is(.acts, .write) button, .tomb form button")) acted = performance.now();
}, true);

const secret = document.querySelector("input[name=secret]");
if (secret && location.hash.length > 1) {
  // As it stands: a secret has no character that an address would change.
  secret.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
offerKeys(ACTS.help);
// An empty list has its keys too: they lead to the other views.
(places()[0] ?? list)?.focus({ preventScroll: true });
listen();
watchJob();
// One page sends files; the others need not know how.
if (document.querySelector("form[data-most]")) import("./desk-upload.js").then(({ watchUpload }) => watchUpload(say, words));
keepTyped();
