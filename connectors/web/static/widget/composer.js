/** Where the visitor writes: Enter sends, Shift+Enter begins a line, and the limit is shown in time. */

import { fill, h, icon } from "./dom.js";
import { phoneLink } from "./links.js";

const NEAR = 200;

export class Composer {
  constructor(texts, say, callBack, talk) {
    Object.assign(this, { texts, say, max: 2000 });
    this.input = h("textarea", {
      rows: 1, id: "message", "aria-label": texts.composer, placeholder: texts.placeholder, "aria-describedby": "left",
      enterkeyhint: "send", autocomplete: "off", oninput: () => this.weigh(), onkeydown: (event) => this.typed(event),
    });
    this.button = h("button", { type: "submit", class: "ghost send", "aria-label": texts.send, title: texts.send, disabled: true }, icon("send"));
    this.count = h("span", { class: "counter", "aria-hidden": "true" });
    this.left = h("span", { class: "unseen", id: "left", role: "status" });
    const call = h("button", { type: "button", class: "ghost", onclick: callBack }, icon("phone"), texts.callback);
    this.mic = h("button", { type: "button", class: "ghost mic", "aria-label": texts.speak, title: texts.speak, hidden: true, onclick: talk }, icon("mic"));
    this.dial = h("span");
    this.element = h(
      "form",
      { class: "composer", novalidate: true, onsubmit: (event) => this.sent(event) },
      h("div", { class: "writing" }, this.input, this.mic, this.button),
      h("div", { class: "tools" }, call, this.dial, this.count, this.left),
    );
  }

  get draft() { return this.input.value; }
  set draft(text) { this.input.value = text; this.weigh(); }
  get limit() { return this.max; }
  set limit(max) { this.max = max; this.weigh(); }

  /** The microphone where there can be one, and the number to call for those who want none. */
  introduce({ voice_phone: phone }, canSpeak) {
    const { texts } = this;
    this.mic.hidden = !canSpeak;
    if (phone) this.dial.replaceChildren(phoneLink(texts.dial, phone, texts, { class: "ghost", "aria-label": fill(texts.dialLabel, { phone }) }));
  }

  /** Length as the server counts it, in characters rather than in halves of them. */
  get length() { return [...this.input.value].length; }

  weigh() {
    const { texts, max, length } = this;
    const left = max - length;
    this.button.disabled = !this.input.value.trim() || left < 0;
    this.count.textContent = left <= NEAR ? fill(texts.counter, { count: length, limit: max }) : "";
    this.count.classList.toggle("over", left < 0);
    this.input.setAttribute("aria-invalid", String(left < 0));
    this.grow();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(left), 800);
  }

  /** Said once the visitor pauses, not at every key. */
  tell(left) {
    const words = left < 0 ? fill(this.texts.counterOver, { over: -left }) : fill(this.texts.counterLeft, { left });
    this.left.textContent = left <= NEAR ? words : "";
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }

  typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  sent(event) {
    event.preventDefault();
    const text = this.draft.trim();
    if (this.button.disabled || !text) return;
    this.draft = "";
    this.say(text);
  }
}
