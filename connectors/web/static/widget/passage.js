/** From this chat to the telephone and back: a code to give, a code to enter. */

import { fill, h } from "./dom.js";
import { field, showError } from "./fields.js";
import { phoneLink } from "./links.js";

/** The code that a caller says or types to go on with this conversation. */
export function codeToCall(desk) {
  const { texts } = desk;
  const words = texts.passage;
  const element = h("div", { class: "stack", role: "status" }, h("p", { class: "hint", text: words.asking }));
  const shown = ({ code, expires, phone }) => [
    h("p", {}, words.call, " ", phoneLink("{phone}", phone, texts)),
    h("p", { text: words.give }),
    h("p", { class: "code" }, h("span", { "aria-hidden": "true", text: `${code.slice(0, 3)} ${code.slice(3)}` }), h("span", { class: "unseen", text: [...code].join(" ") })),
    h("p", { class: "hint", text: fill(words.until, { time: desk.dates.time(new Date(expires)) }) }),
  ];
  desk.handover().then(
    (given) => element.replaceChildren(...shown(given)),
    ({ text }) => element.replaceChildren(h("p", { role: "alert", text: text ?? words.failed })),
  );
  return element;
}

/** Where a caller enters the code that was said or sent to them. */
export class CodeForm {
  constructor(desk, code, done) {
    const { texts } = desk;
    Object.assign(this, { desk, done, words: texts.passage });
    const options = { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 12, required: true, value: code };
    this.code = field("code", "input", this.words.code, this.words.codeHint, { type: "text", ...options });
    this.submit = h("button", { type: "submit", class: "solid", text: this.words.open });
    const form = h("form", { class: "callback", novalidate: true, onsubmit: (event) => this.sent(event) }, this.code, this.submit);
    this.element = h("div", { class: "stack" }, h("p", { class: "hint", text: this.words.replaces }), form);
  }

  async sent(event) {
    event.preventDefault();
    const digits = this.code.input.value.replace(/\D/g, "");
    if (digits.length !== 6) return this.refuse(this.words.codeUnclear);
    this.submit.disabled = true;
    try {
      await this.desk.redeem(digits);
      this.done();
    } catch ({ text }) {
      this.submit.disabled = false;
      this.refuse(text ?? this.words.failed);
    }
  }

  refuse(words) {
    showError(this.code, words);
    this.code.input.focus();
  }
}

/** The code of a link that was sent to a caller (`?guichet=123456`), taken out of the address. */
export function codeOfLink() {
  const address = new URL(location.href);
  const code = address.searchParams.get("guichet");
  if (!/^\d{6}$/.test(code ?? "")) return null;
  address.searchParams.delete("guichet");
  history.replaceState(history.state, "", address);
  return code;
}
