/** Elements made without markup: nothing that anyone wrote is ever parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** An element; `on…` properties are listeners, `text` its words, the others attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) give(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function give(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "text") element.textContent = value;
  else element.setAttribute(name, value === true ? "" : value);
}

/** A 24 × 24 drawing that screen readers pass over. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", class: "icon" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Words for screen readers only. */
export const unseen = (words) => h("span", { class: "unseen", text: words });

/** A template's `{blanks}` filled. */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);

const ICONS = {
  chat: ["M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z", "M8 9h8", "M8 12.5h5"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  more: ["M12 4.400a.6.6 0 1 0 0 1.2.6.6 0 1 0 0-1.2", "M12 11.400a.6.6 0 1 0 0 1.2.6.6 0 1 0 0-1.2", "M12 18.400a.6.6 0 1 0 0 1.2.6.6 0 1 0 0-1.2"],
  back: ["M19 12H5", "M11 6l-6 6 6 6"],
  send: ["M4 12 20 4l-4.5 16-4-6.5L4 12Z", "M11.5 13.5 20 4"],
  phone: ["M6.5 4h3l1.5 4.5-2 1.5a12 12 0 0 0 5 5l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A15.5 15.5 0 0 1 4.5 6a2 2 0 0 1 2-2Z"],
  up: ["M7 11v9H4v-9h3Z", "M7 11l4-7a2.3 2.3 0 0 1 2.2 2.8L12.5 10H18a2 2 0 0 1 2 2.400l-1.3 6A2 2 0 0 1 16.7 20H7"],
  down: ["M7 13V4H4v9h3Z", "M7 13l4 7a2.3 2.3 0 0 0 2.2-2.8L12.5 14H18a2 2 0 0 0 2-2.400l-1.3-6A2 2 0 0 0 16.7 4H7"],
  fresh: ["M20 12a8 8 0 1 1-2.4-5.7", "M20 3v4h-4"],
  save: ["M12 4v11", "M7.5 11 12 15.5 16.5 11", "M5 20h14"],
  shield: ["M12 3l7 3v5.500c0 4.5-3 7.5-7 9.5-4-2-7-5-7-9.500V6l7-3Z", "M9 12l2.2 2.200L15.5 10"],
  book: ["M5 5.500A2.5 2.5 0 0 1 7.5 3H19v15H7.500A2.5 2.5 0 0 0 5 20.500v-15Z", "M5 20.500A2.5 2.5 0 0 0 7.5 21H19"],
  mic: ["M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z", "M5.5 11a6.5 6.5 0 0 0 13 0", "M12 17.500V21"],
  keyboard: ["M4 6h16a1.5 1.5 0 0 1 1.500 1.500v9A1.5 1.5 0 0 1 20 18H4a1.5 1.5 0 0 1-1.500-1.500v-9A1.5 1.5 0 0 1 4 6Z", "M7 10h.01", "M11 10h.01", "M15 10h.01", "M8 14h8"],
  key: ["M8 15a4 4 0 1 1 0-8 4 4 0 0 1 0 8Z", "M12 11h9v3", "M17 11v2.500"],
  warn: ["M12 4 21 20H3L12 4Z", "M12 10v4.5", "M12 17.300v.01"],
};
