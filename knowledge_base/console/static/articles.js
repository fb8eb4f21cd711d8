// The articles' editor: Ctrl+Enter, the voice's counter, listening, unsaved work. All works without.
"use strict";

const form = document.querySelector("form[data-quick]");
let changed = form?.dataset.guard === "yes";
let playing = null;

for (const one of document.querySelectorAll(".without-script")) one.remove();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form) return;
  event.preventDefault();
  form.requestSubmit();
});

form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("submit", (event) => { if (!event.submitter?.hasAttribute("data-listen")) changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

// The voice of one side as a WAV file, played here rather than in a new window.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-listen]");
  if (!button) return;
  event.preventDefault();
  button.disabled = true;
  if (button.nextElementSibling?.matches(".bad")) button.nextElementSibling.remove();
  try {
    const response = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
    if (!response.ok) throw new Error(response.statusText);
    playing?.pause();
    playing = new Audio(URL.createObjectURL(await response.blob()));
    await playing.play();
  } catch {
    say(button.dataset.failed);
    button.after(Object.assign(document.createElement("span"), { className: "bad", textContent: ` ${button.dataset.failed}` }));
  } finally {
    button.disabled = false;
  }
});
