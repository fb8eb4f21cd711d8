/** A page that slides over the conversation, and gives it back when it is closed. */

import { h, icon } from "./dom.js";

export class Sheet {
  constructor(texts, title, content, below, closed) {
    Object.assign(this, { below, closed });
    const back = { type: "button", class: "ghost", "aria-label": texts.back, title: texts.back, onclick: () => this.close() };
    this.element = h(
      "section",
      { class: "sheet", "aria-labelledby": "sheet-title" },
      h("div", { class: "sheet-head" }, h("button", back, icon("back")), h("h2", { id: "sheet-title", text: title })),
      h("div", { class: "sheet-body" }, content),
    );
    for (const element of below) element.inert = true;
  }

  close() {
    for (const element of this.below) element.inert = false;
    this.element.remove();
    this.closed();
  }
}
