// A text said aloud: the WAV file that a form answers with, played here rather than in a new window.
"use strict";

let playing = null;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-listen]");
  if (!button) return;
  event.preventDefault();
  button.disabled = true;
  if (button.nextElementSibling?.matches(".bad")) button.nextElementSibling.remove();
  try {
    const response = await fetch(button.formAction, { method: "POST", body: new FormData(button.form) });
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
