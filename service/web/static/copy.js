// The button that copies the lines; without script, or where copying is refused, they can be selected.
const button = document.getElementById("copy");
const lines = document.getElementById("lines");

if (button && lines) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    lines.select();
    try {
      await navigator.clipboard.writeText(lines.value);
      document.getElementById("copied").textContent = button.dataset.copied;
    } catch {
      lines.focus();
    }
  });
}
