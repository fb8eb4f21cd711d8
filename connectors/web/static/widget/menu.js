/** The three dots: what else can be done with a conversation. */

import { h, icon } from "./dom.js";

export class Menu {
  constructor(texts, actions) {
    const items = actions.map(({ icon: name, words, act, id, hidden }) =>
      h("li", { id, hidden }, h("button", { type: "button", onclick: () => this.chosen(act) }, icon(name), words)),
    );
    this.list = h("ul", { id: "menu", hidden: true }, items);
    const opener = { type: "button", class: "ghost", "aria-label": texts.more, "aria-expanded": "false", "aria-controls": "menu" };
    this.opener = h("button", { ...opener, onclick: () => this.toggle(!this.isOpen) }, icon("more"));
    this.element = h("div", { class: "menu", onfocusout: (event) => this.left(event) }, this.opener, this.list);
  }

  /** Show or hide an action that was given an id. */
  offer(id, is) { this.list.querySelector(`#${id}`).hidden = !is; }

  get isOpen() { return !this.list.hidden; }

  close() {
    this.toggle(false);
    this.opener.focus();
  }

  toggle(isOpen) {
    this.list.hidden = !isOpen;
    this.opener.setAttribute("aria-expanded", String(isOpen));
  }

  chosen(act) {
    this.close();
    act();
  }

  left({ relatedTarget }) {
    if (relatedTarget && !this.element.contains(relatedTarget)) this.toggle(false);
  }
}
