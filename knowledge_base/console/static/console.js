// Keys, announcements and dialogs. Every page works without this file.
"use strict";

const inField = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

let goes = 0;

function pressed(event) {
  if (!document.body.hasAttribute("data-shortcuts") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (inField(event.target) || document.querySelector("dialog[open]")) return;
  const wasGoing = Date.now() - goes < 1500;
  goes = 0;
  if (wasGoing) return go(event);
  if (event.key === "g") goes = Date.now();
  else if (event.key === "/") act(event, document.querySelector("[data-search]"), search);
  else if (event.key === "?") act(event, document.getElementById("keys"), (it) => it.showModal());
  else press(event);
}

function search(field) {
  const closed = field.closest("details");
  if (closed) closed.open = true;
  field.focus();
}

// An element with data-press="x" is clicked by the key x: for the keys of one page. In a list of
// rows (data-row), j and k move, and the other keys are those of the row that has the focus.
function press(event) {
  if (!/^[a-z0-9]$/i.test(event.key)) return;
  const asked = `[data-press="${event.key}"]`, row = document.activeElement?.closest("[data-row]");
  const found = row?.querySelector(asked) ?? [...document.querySelectorAll(asked)].find((it) => !it.closest("[data-row]"));
  act(event, found ?? neighbour(event.key, row), (it) => (it.matches(asked) ? it.click() : it.focus()));
}

function neighbour(key, row) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length || !/^[jk]$/.test(key)) return null;
  const next = row ? rows.indexOf(row) + (key === "j" ? 1 : -1) : 0;
  return rows[Math.max(0, Math.min(next, rows.length - 1))].querySelector("[data-open]");
}

function go(event) {
  if (!/^[a-z0-9]$/i.test(event.key)) return;
  act(event, document.querySelector(`[data-key="${event.key}"]`), (it) => location.assign(it.href));
}

function act(event, element, what) {
  if (!element) return;
  event.preventDefault();
  what(element);
}

function say(text) {
  const said = document.getElementById("said");
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; });
}

document.addEventListener("keydown", pressed);
document.addEventListener("say", (event) => say(event.detail.value ?? event.detail));
// A refusal that explains itself is shown where the answer would have been.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const copied = event.target.closest("[data-copy]");
  if (copied) navigator.clipboard?.writeText(copied.dataset.copy);
});
