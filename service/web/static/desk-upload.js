// A file on its way in: refused here when it is too large, and seen to move.

export function watchUpload(say, words) {
  const form = document.querySelector("form[data-most]");
  form?.addEventListener("submit", (event) => {
    const file = form.elements.file.files[0];
    if (!file) return;
    event.preventDefault();
    say("alert", "");
    if (file.size > Number(form.dataset.most)) return say("alert", form.dataset.tooLarge);
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");
    const end = (sentence) => {
      bar.hidden = true;
      button.disabled = false;
      say("alert", sentence);
    };
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.upload.addEventListener("progress", (sent) => { bar.value = sent.loaded / (sent.total || 1); });
    request.addEventListener("error", () => end(words.failed));
    request.addEventListener("load", () => {
      const path = new URL(request.responseURL).pathname;
      if (request.status < 300 && path !== form.getAttribute("action")) location.assign(request.responseURL);
      else end(request.response?.querySelector(".note")?.textContent ?? words.failed);
    });
    bar.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
}
