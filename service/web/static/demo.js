// Posts without a reload. Without this file the page does the same by a plain form post.
// All HTML is made in one place: the server.

const DEVICE = "reactie.device";
let attempt = { body: "", key: "" };

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function device() {
  try {
    const kept = localStorage.getItem(DEVICE) ?? random();
    localStorage.setItem(DEVICE, kept);
    return kept;
  } catch {
    return undefined; // storage is forbidden: nothing proves who writes
  }
}

function say(sentence, role) {
  const notice = document.getElementById("notice");
  notice.setAttribute("role", role);
  notice.textContent = sentence;
}

function clearErrors(form) {
  for (const place of form.querySelectorAll(".error")) place.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function showError(form, problem) {
  const place = document.getElementById(`error-${problem.field}`);
  if (!place) return say(problem.detail ?? form.dataset.failed, "alert");
  say("", "status");
  place.textContent = problem.detail;
  const field = form.elements[problem.field];
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

async function send(body) {
  // The same words again are the same attempt: a retry cannot post twice.
  if (attempt.body !== body) attempt = { body, key: random() };
  const answer = await fetch("/api/v1/comments", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": attempt.key },
    body,
  });
  return [answer.ok, await answer.json()];
}

async function renew(message, kept) {
  const address = new URL(location.href);
  for (const name of ["parent", "reactie"]) address.searchParams.delete(name);
  address.hash = "";
  const page = await fetch(address, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  for (const id of ["comments", "reactie"]) {
    document.getElementById(id).replaceWith(fresh.getElementById(id));
  }
  history.replaceState(null, "", address);
  const form = document.getElementById("form");
  for (const name of ["name", "website", "email"]) form.elements[name].value = kept[name] ?? "";
  say(message, "status");
  document.getElementById("notice").focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  const button = form.querySelector("button");
  clearErrors(form);
  button.disabled = true;
  try {
    const [posted, answer] = await send(JSON.stringify({ ...fields, device: device() }));
    if (!posted) showError(form, answer);
    else await renew(answer.message ?? form.dataset.posted, fields);
  } catch {
    say(form.dataset.failed, "alert");
  } finally {
    button.disabled = false;
  }
});
