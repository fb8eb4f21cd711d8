/** Labelled inputs, whose hints and errors are read with them. */

import { h } from "./dom.js";

/** A text field with its label, hint and error. */
export function field(name, tag, label, hint, properties) {
  const ids = { input: `${name}-input`, hint: `${name}-hint`, error: `${name}-error` };
  const input = h(tag, { id: ids.input, name, "aria-describedby": `${ids.hint} ${ids.error}`, ...properties });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: ids.input, text: label }),
    input,
    h("p", { class: "hint", id: ids.hint, text: hint }),
    h("p", { class: "error", id: ids.error }),
  );
  return Object.assign(element, { input });
}

/** One choice among a few, as radio buttons; `offer` replaces the options. */
export function picks(name, label, options, changed) {
  const error = `${name}-error`;
  const chips = h("div", { class: name === "day" ? "chips days" : "chips", onchange: () => changed?.() });
  const described = { class: "field", "aria-describedby": error, role: "radiogroup", "aria-required": "true" };
  const element = h("fieldset", described, h("legend", { text: label }), chips, h("p", { class: "error", id: error }));
  const offer = (offered) => chips.replaceChildren(...offered.map((option) => chip(name, option)));
  offer(options);
  return Object.assign(element, { offer });
}

function chip(name, { value, words, label }) {
  const input = h("input", { type: "radio", name, value, "aria-label": label });
  return h("label", { class: "chip" }, input, h("span", { text: words }));
}

/** Say what is wrong with a field, or nothing; true when something is. */
export function showError(element, words) {
  element.querySelector(".error").textContent = words;
  const fields = element.querySelectorAll("input:not([type=radio]), textarea");
  for (const one of fields) one.setAttribute("aria-invalid", String(Boolean(words)));
  if (element.matches("fieldset")) element.setAttribute("aria-invalid", String(Boolean(words)));
  return Boolean(words);
}
