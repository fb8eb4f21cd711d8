/** The conversation as it is read: each thing said or answered appears once, in order. */

import { h, icon, unseen } from "./dom.js";
import { link } from "./links.js";
import { reply } from "./reply.js";
import { said } from "./said.js";

const TYPING_PATIENCE = 60_000;

export class Log {
  constructor(desk, callBack) {
    Object.assign(this, { desk, callBack, shown: new Map() });
    this.intro = h("div", { class: "intro" });
    this.element = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": desk.texts.log, tabindex: "0" }, this.intro);
    this.dots = h("div", { class: "typing", role: "status", hidden: true }, unseen(desk.texts.typing), h("i"), h("i"), h("i"));
    this.welcome();
  }

  /** Who answers, said before anything else; first questions while nothing was asked. */
  welcome() {
    const { texts, conversation } = this.desk;
    this.notice = h("p", { text: texts.notice });
    this.openers = h("ul", { class: "choices", hidden: conversation.entries.length > 0 }, this.suggestions());
    const notice = h("div", { class: "notice" }, icon("shield"), this.notice);
    this.intro.append(h("p", { class: "hello", text: texts.welcome }), notice, this.openers);
  }

  /** The company's own notice, once it is known. */
  introduce({ texts: own = {}, privacy }) {
    const { texts } = this.desk;
    const more = privacy ? [" ", link(own.privacy ?? texts.privacy, privacy, texts)] : [];
    this.notice.replaceChildren(own.notice ?? texts.notice, ...more);
    this.toEnd();
  }

  suggestions() {
    const { host, language, texts, conversation } = this.desk;
    const own = host.dataset[language === "fr" ? "questionsFr" : "questionsEn"];
    return (own ? own.split("|") : texts.suggestions).map((text) =>
      h("li", {}, h("button", { type: "button", class: "outlined", text, onclick: () => this.suggested(text, conversation) })),
    );
  }

  suggested(text, conversation) {
    conversation.say(text);
    this.desk.panel.settle();
  }

  /** While answers are heard, a screen reader need not say them again: `isSpoken`. */
  add(entry, isHistory) {
    const element = this.drawn(entry);
    this.shown.set(entry, element);
    this.openers.hidden = true;
    this.quietly(isHistory || this.isSpoken, () => this.element.append(element));
    this.toEnd(isHistory || entry.kind === "said" ? this.intro : element);
  }

  /** Draw an entry again where it stands; a changed bubble is not news. */
  change(entry) {
    const before = this.shown.get(entry);
    if (!before) return;
    const element = this.drawn(entry);
    this.shown.set(entry, element);
    const focused = before.contains(before.getRootNode().activeElement);
    this.quietly(entry.state !== "failed", () => before.replaceWith(element));
    if (focused) this.desk.panel.settle();
  }

  drawn(entry) {
    return entry.kind === "said" ? said(entry, this.desk) : reply(entry, this.desk, this.callBack);
  }

  clear() {
    for (const element of this.shown.values()) element.remove();
    this.shown.clear();
    this.openers.hidden = false;
    this.typing(false);
  }

  typing(is) {
    clearTimeout(this.waiting);
    this.dots.hidden = !is;
    if (is) this.waiting = setTimeout(() => this.typing(false), TYPING_PATIENCE);
    this.toEnd();
  }

  /** The newest words in sight; of a long answer, its beginning. */
  toEnd(element) {
    const { scrollHeight, clientHeight } = this.element;
    const isLong = element && element !== this.intro && element.offsetHeight > clientHeight;
    this.element.scrollTop = isLong ? element.offsetTop - this.element.offsetTop - 12 : scrollHeight;
  }

  /** What was said long ago is shown without being announced again. */
  quietly(isOld, change) {
    if (isOld) this.element.setAttribute("aria-live", "off");
    change();
    clearTimeout(this.hush);
    if (isOld) this.hush = setTimeout(() => this.element.setAttribute("aria-live", "polite"), 100);
    else this.element.setAttribute("aria-live", "polite");
  }
}
