/** The assistant's answer: its words, where they come from, and what can be chosen next. */

import { fill, h, icon, unseen } from "./dom.js";
import { link, safeAddress } from "./links.js";
import { blocks } from "./markdown.js";

/** What answers a question; titles, thumbs and tasks say themselves what they are, at any time. */
const ANSWER = /^\/(affirm|deny|inform|cancel)\b/;

export function reply(entry, desk, callBack) {
  const { texts, dates } = desk;
  const parts = entry.replies.flatMap((one) => [bubble(one, desk), choices(one, entry, desk), opener(one, texts, callBack)]);
  const when = h("time", { class: "when", datetime: entry.at.toISOString(), text: dates.time(entry.at) });
  return h("div", { class: "reply" }, unseen(`${texts.bot} : `), parts, when);
}

function bubble({ text, custom }, desk) {
  const source = custom?.answer ? provenance(custom.answer, desk) : null;
  if (!text && !source) return null;
  return h("div", { class: "bubble", lang: custom?.answer?.language }, blocks(text ?? "", desk.texts), source);
}

/** The article an answer comes from, and how fresh it is. */
function provenance({ title, source, updated }, { texts, dates }) {
  const words = [`${texts.source} : `, link(String(title ?? source), source, texts)];
  const day = new Date(updated);
  if (updated && !Number.isNaN(day.getTime())) {
    words.push(" · ", h("time", { datetime: updated, text: fill(texts.updated, { date: dates.long(day) }) }));
  }
  return h("p", { class: "source" }, icon("book"), h("span", {}, words));
}

function choices(one, entry, desk) {
  if (one.custom?.kind === "rating") return thumbs(one, entry, desk);
  if (!one.buttons?.length) return null;
  const isOver = Boolean(entry.used) || (entry.past && one.buttons.some(({ payload }) => ANSWER.test(payload)));
  const items = one.buttons.map((button) => h("li", {}, choice(button, isOver, entry, desk)));
  return h("ul", { class: "choices", "aria-label": desk.texts.choices }, items);
}

function choice(button, isOver, entry, { texts, conversation }) {
  const { title, payload } = button;
  if (safeAddress(payload)) return link(title, payload, texts, { class: "outlined" });
  return h("button", {
    type: "button", class: "outlined", text: title, disabled: isOver,
    "aria-pressed": entry.used ? String(entry.used === title) : undefined,
    onclick: () => conversation.press(entry, button),
  });
}

/** «Cela répond-il à votre question ?»: the first choice is yes, the second no. */
function thumbs({ buttons }, entry, desk) {
  const { texts } = desk;
  const rated = [["up", texts.ratingUp], ["down", texts.ratingDown]].slice(0, buttons.length);
  const hands = rated.map(([way, words], place) => thumb(way, words, buttons[place], entry, desk));
  return h("div", { class: "thumbs", role: "group", "aria-label": texts.choices }, hands);
}

function thumb(way, words, button, entry, { conversation }) {
  return h("button", {
    type: "button", class: "thumb", "aria-label": words, title: words, disabled: Boolean(entry.used),
    "aria-pressed": entry.used ? String(entry.used === button.title) : undefined,
    onclick: () => conversation.press(entry, button),
  }, icon(way));
}

function opener({ custom }, texts, callBack) {
  if (custom?.form !== "callback") return null;
  return h("button", { type: "button", class: "outlined", onclick: callBack }, icon("phone"), texts.callbackOpen);
}
