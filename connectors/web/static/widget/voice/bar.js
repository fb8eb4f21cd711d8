/** What stands in the composer's place while the visitor speaks: state, level, words, ways back. */

import { h, icon } from "../dom.js";
import { phoneLink } from "../links.js";
import { Call } from "./call.js";
import { holdable } from "./hold.js";
import { Meter } from "./meter.js";

/** `back()` gives the keyboard back; `callBack()` opens the form that asks for a call. */
export class VoiceBar {
  constructor(desk, { back, callBack }) {
    Object.assign(this, { desk, back, callBack, texts: desk.texts.voice });
    this.element = h("section", { class: "voice", "aria-label": this.texts.title, onkeydown: (event) => this.typed(event) });
  }

  start() {
    const { desk, texts } = this;
    this.state = h("p", { class: "voice-state", role: "status" });
    this.words = h("p", { class: "voice-words" });
    this.meter = new Meter(texts);
    this.talk = holdable(h("button", { type: "button", class: "solid talk", "aria-pressed": "false" }, icon("mic"), texts.hold), (is) => this.call.push(is));
    const isPush = { type: "button", class: "ghost", onclick: () => this.turn() };
    this.turner = h("button", isPush, texts.push);
    this.keyboard = this.wayBack(texts.backShort);
    this.element.replaceChildren(this.state, this.meter.element, this.words, this.talk, h("div", { class: "tools" }, this.turner, this.keyboard));
    this.call = new Call(desk.server, { token: desk.memory.token, language: desk.language, mode: desk.voiceMode ?? "hands_free" }, this.view());
    this.show();
    this.keyboard.focus();
    desk.panel.log.isSpoken = true;
    this.call.start();
  }

  view() {
    return {
      state: (name) => this.say(name),
      level: (share) => this.meter.show(share),
      partial: (text) => this.write(text, true),
      heard: (text) => this.write(text, false),
      over: (reason) => this.over(reason),
    };
  }

  /** Said in words, for those who do not see the level move. */
  say(name) {
    const { texts, call } = this;
    this.element.dataset.state = name;
    const words = name === "listening" && call.mode === "push" ? texts.states.waiting : texts.states[name];
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  write(text, isPartial) {
    this.words.textContent = text;
    this.words.classList.toggle("partial", isPartial);
  }

  /** Hands-free or push-to-talk, remembered while the page is open. */
  turn() {
    const mode = this.call.mode === "push" ? "hands_free" : "push";
    this.desk.voiceMode = mode;
    this.call.choose(mode);
    this.show();
  }

  show() {
    const isPush = this.call.mode === "push";
    this.talk.hidden = !isPush;
    this.turner.textContent = isPush ? this.texts.handsFree : this.texts.push;
  }

  over(reason) {
    if (!reason) return this.back();
    const { texts, desk } = this;
    desk.panel.log.isSpoken = false;
    const { phone, voice_phone: number = phone } = desk.about;
    const again = h("button", { type: "button", class: "outlined", text: texts.again, onclick: () => this.start() });
    const callBack = h("button", { type: "button", class: "outlined", onclick: () => this.leaveFor(this.callBack) }, icon("phone"), desk.texts.callback);
    const ways = [again, callBack, number ? phoneLink(texts.dial, number, desk.texts) : null, this.wayBack()];
    delete this.element.dataset.state;
    const words = h("p", { class: "voice-trouble", role: "alert", text: texts.troubles[reason] ?? texts.troubles.lost });
    this.element.replaceChildren(words, h("div", { class: "ways" }, ways));
    again.focus();
  }

  typed({ key, altKey, ctrlKey, metaKey }) {
    if (/^[0-9*#]$/.test(key) && !altKey && !ctrlKey && !metaKey) this.call.press(key);
  }

  leaveFor(next) {
    this.back();
    next();
  }

  wayBack(words = this.texts.back) {
    const { back } = this.texts;
    return h("button", { type: "button", class: "ghost", "aria-label": back, title: back, onclick: () => this.end() }, icon("keyboard"), words);
  }

  end() {
    if (this.call && !this.call.isOver) this.call.end();
    else this.back();
  }
}
