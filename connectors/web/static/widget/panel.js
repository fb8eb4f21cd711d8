/** The dialog: header, menu, conversation, composer, and the sheets that slide over them. */

import { CallbackForm } from "./callback.js";
import { Composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { focusable, keepInside, lockPage } from "./focus.js";
import { Header } from "./header.js";
import { link } from "./links.js";
import { Log } from "./log.js";
import { CodeForm, codeToCall } from "./passage.js";
import { Sheet } from "./sheet.js";
import { canSpeak } from "./voice/sound.js";

const LATE = 1500;

export class Panel {
  constructor(desk) {
    const { texts, conversation } = desk;
    Object.assign(this, { desk, texts });
    this.log = new Log(desk, () => this.callBack());
    this.composer = new Composer(texts, (text) => conversation.say(text), () => this.callBack(), () => this.talk());
    this.header = new Header(desk, this.actions());
    this.banner = h("div", { class: "banner", role: "status" });
    this.body = h("div", { class: "body" }, this.log.element, this.log.dots, this.composer.element);
    this.element = h(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": "title", lang: desk.language, hidden: true, onkeydown: (event) => this.typed(event) },
      this.header.element,
      this.banner,
      this.body,
    );
  }

  actions() {
    return [
      { icon: "fresh", words: this.texts.renew, act: () => this.renew() },
      { icon: "phone", words: this.texts.passage.toPhone, act: () => this.toPhone(), id: "to-phone", hidden: true },
      { icon: "key", words: this.texts.passage.fromPhone, act: () => this.enterCode(""), id: "from-phone", hidden: true },
      { icon: "save", words: this.texts.transcript, act: () => this.save() },
      { icon: "shield", words: this.texts.privacy, act: () => this.inform() },
    ];
  }

  introduce(about) {
    this.header.introduce(about);
    this.composer.limit = about.max_text ?? this.composer.limit;
    this.log.introduce(about);
    this.composer.introduce(about, Boolean(about.voice) && canSpeak());
    for (const id of ["to-phone", "from-phone"]) this.header.menu.offer(id, Boolean(about.voice));
  }

  show(isNarrow, takeFocus) {
    this.element.hidden = false;
    this.element.classList.toggle("rising", takeFocus);
    this.fit(isNarrow);
    this.log.toEnd();
    if (takeFocus) this.settle();
  }

  hide() {
    this.quiet();
    this.element.hidden = true;
    this.fit(false);
  }

  /** On small screens the panel is all there is; elsewhere the page stays within reach. */
  fit(isNarrow) {
    const isModal = isNarrow && !this.element.hidden;
    this.element.setAttribute("aria-modal", String(isModal));
    lockPage(isModal);
  }

  squeeze(height) { this.element.style.setProperty("--visible", `${height}px`); }

  /** Where typing goes on: the composer, or the conversation where a keyboard would pop up. */
  settle() {
    if (this.sheet) return focusable(this.sheet.element)[0]?.focus();
    (matchMedia("(pointer: coarse)").matches ? this.log.element : this.composer.input).focus();
  }

  replay(entries) { for (const entry of entries) this.log.add(entry, true); }

  /** A panel in another language takes this one's place, draft and focus included. */
  replaceWith(other, isNarrow) {
    this.quiet();
    other.composer.draft = this.composer.draft;
    other.element.hidden = this.element.hidden;
    const hadFocus = this.element.contains(this.element.getRootNode().activeElement);
    this.element.replaceWith(other.element);
    other.fit(isNarrow);
    other.log.toEnd();
    if (hadFocus) other.header.languages.focus();
  }

  /** A new answer that asks for a form brings it, unless it offers other ways to go on. */
  added(entry, isHistory) {
    this.log.add(entry, isHistory);
    const asksForm = entry.replies?.some(({ custom, buttons }) => custom?.form === "callback" && !buttons?.length);
    if (asksForm && !isHistory && !this.element.hidden && !this.voice) this.callBack();
  }

  status(state) {
    clearTimeout(this.warning);
    const warn = () => this.banner.replaceChildren(icon("warn"), this.texts[state]);
    if (state === "online") this.banner.replaceChildren();
    else this.warning = setTimeout(warn, state === "offline" ? 0 : LATE);
  }

  /** Speak instead of typing: the voice takes the composer's place. */
  async talk() {
    if (this.voice) return;
    const { VoiceBar } = await import("./voice/bar.js");
    if (this.voice || this.element.hidden || !this.element.isConnected) return;
    this.voice = new VoiceBar(this.desk, { back: () => this.type(), callBack: () => this.callBack() });
    this.composer.element.hidden = true;
    this.body.append(this.voice.element);
    this.voice.start();
    this.log.toEnd();
  }

  /** Back to the keyboard, from wherever the voice was. */
  type() {
    const { voice } = this;
    if (!voice) return;
    this.voice = undefined;
    const hadFocus = voice.element.contains(voice.element.getRootNode().activeElement);
    voice.element.remove();
    this.composer.element.hidden = this.log.isSpoken = false;
    if (hadFocus) this.settle();
  }

  /** The microphone is never left open behind the visitor's back. */
  quiet() { this.voice?.end(); }

  toPhone() { this.cover(this.texts.passage.toPhone, codeToCall(this.desk)); }

  enterCode(code) {
    const form = new CodeForm(this.desk, code, () => this.sheet?.close());
    this.cover(this.texts.passage.fromPhone, form.element);
    form.code.input.focus();
  }

  callBack() {
    const form = new CallbackForm(this.desk, () => this.sheet?.close());
    this.cover(this.texts.callbackTitle, form.element);
  }

  inform() {
    const { texts, desk } = this;
    const { texts: own = {}, privacy } = desk.about;
    const words = [own.notice ?? texts.notice, texts.privacyKept].map((text) => h("p", { text }));
    this.cover(texts.privacy, ...words, privacy ? h("p", {}, link(texts.privacyLink, privacy, texts)) : null);
  }

  cover(title, ...content) {
    this.sheet?.close();
    const below = [this.log.element, this.composer.element, this.voice?.element].filter(Boolean);
    this.sheet = new Sheet(this.texts, title, content, below, () => {
      this.sheet = undefined;
      this.settle();
    });
    this.body.append(this.sheet.element);
    this.settle();
  }

  renew() {
    this.sheet?.close();
    this.desk.conversation.renew();
    this.settle();
  }

  async save() {
    try {
      const href = URL.createObjectURL(await this.desk.transcript());
      h("a", { href, download: this.texts.transcriptFile }).click();
      setTimeout(() => URL.revokeObjectURL(href), 10_000);
    } catch {
      this.cover(this.texts.transcript, h("p", { role: "alert", text: this.texts.transcriptFailed }));
    }
  }

  typed(event) {
    if (event.key === "Tab" && this.element.getAttribute("aria-modal") === "true") keepInside(this.element, event);
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.header.menu.isOpen) this.header.menu.close();
    else if (this.sheet) this.sheet.close();
    else if (this.voice) this.voice.end();
    else this.desk.close();
  }
}
