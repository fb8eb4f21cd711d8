// The articles' editor: Ctrl+Enter, the voice's counter, unsaved work. All works without.
"use strict";

const form = document.querySelector("form[data-quick]");
let changed = form?.dataset.guard === "yes";

for (const one of document.querySelectorAll(".without-script")) one.remove();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form) return;
  event.preventDefault();
  form.requestSubmit();
});

form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("submit", (event) => { if (!event.submitter?.hasAttribute("data-listen")) changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
