/** A bubble of the visitor, and whether it arrived. */

import { h, unseen } from "./dom.js";

export function said(entry, { texts, dates, conversation }) {
  const bubble = h("div", { class: "bubble" }, unseen(`${texts.you} : `), entry.text);
  return h("div", { class: `said ${entry.state}` }, bubble, note(entry, texts, dates, conversation));
}

function note(entry, texts, dates, conversation) {
  if (entry.state === "sent") {
    return h("time", { class: "when", datetime: entry.at.toISOString(), text: dates.time(entry.at) });
  }
  if (entry.state !== "failed") return h("p", { class: "note", text: entry.note || texts.sending });
  const again = h("button", { type: "button", text: texts.retry, onclick: () => conversation.retry(entry) });
  return h("div", { class: "note" }, h("span", { text: entry.note || texts.failed }), entry.retry ? again : null);
}
