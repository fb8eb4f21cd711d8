/** The panel's head: who answers, in which language, what else can be done, and the way out. */

import { h, icon } from "./dom.js";
import { Menu } from "./menu.js";

export class Header {
  constructor(desk, actions) {
    Object.assign(this, { desk, texts: desk.texts, menu: new Menu(desk.texts, actions) });
    this.title = h("h2", { id: "title", text: desk.host.dataset.title ?? desk.texts.launcher });
    this.monogram = h("span", { class: "monogram", "aria-hidden": "true" });
    const names = h("div", { class: "names" }, this.title, h("p", { text: desk.texts.subtitle }));
    const parts = [this.monogram, names, this.language(), this.menu.element, this.closer()];
    this.element = h("div", { class: "header" }, parts);
  }

  introduce({ company, texts }) {
    this.title.textContent = this.desk.host.dataset.title ?? texts?.title ?? this.texts.launcher;
    this.monogram.textContent = (company ?? this.title.textContent).trim().charAt(0).toUpperCase();
  }

  /** The visitor's own choice is remembered; a page's language is only a beginning. */
  language() {
    const { texts, desk } = this;
    const other = desk.language === "fr" ? "en" : "fr";
    const change = () => {
      desk.memory.language = other;
      desk.host.speak(other);
    };
    const words = { "aria-label": texts.otherLanguage, title: texts.otherLanguage, lang: other };
    const properties = { type: "button", class: "ghost language", ...words, onclick: change };
    return (this.languages = h("button", properties, texts.otherLanguageShort));
  }

  closer() {
    const properties = { type: "button", class: "ghost", "aria-label": this.texts.close, title: this.texts.close };
    return h("button", { ...properties, onclick: () => this.desk.close() }, icon("close"));
  }
}
