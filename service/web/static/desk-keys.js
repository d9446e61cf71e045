// Which key does what at the desk: sets of keys, keys of one's own choice, and where they are shown.

const KEYS = {
  reactie: { j: "next", k: "previous", a: "approve", r: "reject", s: "spam", d: "delete", p: "reply", e: "edit", z: "undo",
    x: "select", X: "range", "*": "all", "/": "search", o: "page", v: "story", h: "author", "?": "help" },
  wordpress: { j: "next", k: "previous", a: "approve", u: "reject", s: "spam", d: "delete", r: "reply", e: "edit", z: "undo",
    x: "select", X: "range", "*": "all", "/": "search", o: "page", v: "story", h: "author", "?": "help" },
  coral: { j: "next", k: "previous", d: "approve", f: "reject", s: "spam", t: "delete", r: "reply", e: "edit", z: "undo",
    x: "select", X: "range", "*": "all", "/": "search", o: "page", v: "story", h: "author", "?": "help" },
};
// Where the browser refuses to keep anything, the page does, until it is left.
const memory = {};

export function remembered(name, fallback) {
  try { return memory[name] ?? localStorage.getItem(`reactie.${name}`) ?? fallback; } catch { return fallback; }
}

export function remember(name, value) {
  try { localStorage.setItem(`reactie.${name}`, value); } catch { memory[name] = value; }
}

// A letter or a sign; digits choose the views.
const FIT = /^[^\s\d]$/;

// The key of each act: those of a set, and in their place what somebody chose himself.
function chosen() {
  try { return Object.entries(JSON.parse(remembered("keys-own", "{}"))).filter(([, key]) => FIT.test(key)); }
  catch { return []; }
}

export function keys() {
  const set = KEYS[remembered("keys", "reactie")] ?? KEYS.reactie;
  const keyOf = Object.fromEntries(Object.entries(set).map(([key, does]) => [does, key]));
  for (const [does, key] of chosen()) if (keyOf[does]) keyOf[does] = key;
  return keyOf;
}

// What a screen reader says of a button is the key that really presses it.
export function nameKeys(place) {
  const keyOf = remembered("keys-off", "") === "yes" ? {} : keys();
  const name = (found, does) => {
    if (keyOf[does]) found?.setAttribute("aria-keyshortcuts", keyOf[does]);
    else found?.removeAttribute("aria-keyshortcuts");
  };
  for (const button of place.querySelectorAll(".acts button")) name(button, button.dataset.does);
  for (const link of place.querySelectorAll("a.person")) name(link, "author");
  for (const link of place.querySelectorAll("a.page-link")) name(link, "page");
}

export function showKeys() {
  const keyOf = keys();
  for (const box of document.querySelectorAll("#keys input[data-does]")) {
    box.value = keyOf[box.dataset.does] ?? "";
    box.removeAttribute("aria-invalid");
  }
  const hint = document.querySelector("#keys-open kbd");
  if (hint) hint.textContent = keyOf.help;
  nameKeys(document);
  const search = document.querySelector("input[type=search]");
  if (remembered("keys-off", "") === "yes") search?.removeAttribute("aria-keyshortcuts");
  else search?.setAttribute("aria-keyshortcuts", keyOf.search);
}

function chooseKey(box) {
  const [keyOf, key, does] = [keys(), box.value, box.dataset.does];
  const taken = Object.keys(keyOf).find((other) => other !== does && keyOf[other] === key);
  const said = document.getElementById("keys-said");
  said.textContent = "";
  said.className = "error";
  if (key === "") return;
  if (taken) {
    const other = document.querySelector(`#keys input[data-does="${taken}"]`);
    said.textContent = said.dataset.taken.replace("{key}", key).replace("{act}", other?.labels[0].textContent ?? taken);
  } else if (!FIT.test(key)) said.textContent = said.dataset.unfit;
  if (said.textContent) return box.setAttribute("aria-invalid", "true");
  remember("keys-own", JSON.stringify({ ...Object.fromEntries(chosen()), [does]: key }));
  showKeys();
  said.className = "proven";
  said.textContent = said.dataset.done.replace("{key}", key).replace("{act}", box.labels[0].textContent);
  box.select();
}

// The dialog in which keys are chosen; `help` opens it.
export function offerKeys(help) {
  const on = document.getElementById("keys-on");
  if (on) on.checked = remembered("keys-off", "") !== "yes";
  const set = document.getElementById("keys-set");
  if (set) set.value = remembered("keys", "reactie");
  // The way back for who switched the keys off; without a script there are none.
  const opener = document.getElementById("keys-open");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", help);
  }
  const dialog = document.getElementById("keys");
  dialog?.addEventListener("input", (event) => { if (event.target.matches("[data-does]")) chooseKey(event.target); });
  dialog?.addEventListener("focusin", (event) => { if (event.target.matches("[data-does]")) event.target.select(); });
  dialog?.addEventListener("focusout", showKeys);
  document.getElementById("keys-reset")?.addEventListener("click", () => {
    remember("keys-own", "{}");
    showKeys();
    document.getElementById("keys-said").textContent = "";
  });
  showKeys();
}
