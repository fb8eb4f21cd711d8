/** `<guichet-chat>`: the button on the page, and the assistant behind it once it is opened. */

import { css, parsed, readableOn, shaded } from "./colour.js";
import { fill, h, icon } from "./dom.js";
import { Memory } from "./memory.js";
import { codeOfLink } from "./passage.js";
import { sheet } from "./styles.js";
import { TEXTS, known } from "./texts.js";

const COMPANY = [13, 92, 82];
const SURFACES = { light: [241, 244, 244], dark: [35, 42, 45] };

class GuichetChat extends HTMLElement {
  static observedAttributes = ["data-language", "data-color", "data-on-color", "data-theme"];

  connectedCallback() {
    if (this.shadowRoot) return this.desk?.start();
    this.memory = new Memory(this.dataset.server);
    this.language = this.memory.language ?? this.wantedLanguage;
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet()];
    this.shadowRoot.append((this.root = h("div", { class: "root" }, (this.launcher = this.button()))));
    const night = matchMedia("(prefers-color-scheme: dark)");
    night.addEventListener("change", () => this.paint());
    this.paint();
    const code = codeOfLink();
    if (code) this.enterCode(code);
    else if (this.memory.token) this.resume();
  }

  /** Taken off the page: the microphone and the line are let go, the conversation is kept. */
  disconnectedCallback() { this.desk?.leave(); }

  attributeChangedCallback(name, before, after) {
    if (!this.shadowRoot || before === after) return;
    if (name === "data-language") this.speak(known(after));
    else this.paint();
  }

  get texts() { return TEXTS[this.language]; }
  get wantedLanguage() { return known(this.dataset.language || document.documentElement.lang); }
  get isOpen() { return Boolean(this.desk?.isOpen); }

  /** Show the panel, and say something in it when a text is given. */
  async open(text = "") {
    const desk = await this.ready();
    desk.open();
    if (text) desk.conversation.say(text);
  }

  close() { this.desk?.close(); }

  /** Change the language of the widget's own words, and of the answers to come. */
  speak(language) {
    if (this.language === language) return;
    this.language = language;
    this.unread(this.count ?? 0);
    this.desk?.speak(language);
  }

  unread(count) {
    this.count = count;
    const fresh = this.button();
    this.launcher.replaceChildren(...fresh.childNodes);
    this.launcher.setAttribute("aria-label", fresh.getAttribute("aria-label"));
  }

  /** A caller followed a link: they see the code, and choose to open its conversation. */
  async enterCode(code) {
    const desk = await this.ready();
    desk.open();
    desk.panel.enterCode(code);
  }

  /** The conversation goes on from the page before, shown or not as it was. */
  async resume() {
    const desk = await this.ready();
    if (this.memory.isOpen && !desk.isNarrow) desk.open({ takeFocus: false });
  }

  ready() {
    this.loading ??= import("./desk.js").then(({ Desk }) => {
      this.desk = new Desk(this);
      if (this.isConnected) this.desk.start();
      return this.desk;
    });
    return this.loading;
  }

  button() {
    const { count = 0, texts } = this;
    const label = count ? fill(texts.launcherUnread, { count }) : `${texts.launcher} ${texts.launcherLabel}`;
    return h(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-label": label, onclick: () => this.open() },
      icon("chat"),
      h("span", { class: "launcher-words", text: texts.launcher }),
      count ? h("span", { class: "badge", text: count > 9 ? "9+" : count }) : null,
    );
  }

  /** The company's colours, on the surfaces of the theme, always readable. */
  paint() {
    const { theme = "auto", color, onColor } = this.dataset;
    const isDark = theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
    const scheme = isDark ? "dark" : "light";
    const brand = parsed(color) ?? COMPANY;
    this.dataset.scheme = scheme;
    this.root.style.setProperty("--brand", css(brand));
    this.root.style.setProperty("--on-brand", css(readableOn(brand, parsed(onColor))));
    this.root.style.setProperty("--brand-text", css(shaded(brand, SURFACES[scheme])));
  }
}

customElements.define("guichet-chat", GuichetChat);
