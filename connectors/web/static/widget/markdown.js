/** What a bot writes, as elements: paragraphs, titles, bold, italic, lists and links, no more. */

import { h } from "./dom.js";
import { link } from "./links.js";

const ITEM = /^(\s*)(?:([-*•])|(\d{1,3})[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;
const INLINE =
  /\\([\\*_[\]()#.\-])|\*\*(\S(?:.*?\S)?)\*\*|\*([^\s*](?:[^*]*[^\s*])?)\*|\[([^[\]]+)\]\(<?([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)>?\)|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?»"'])/;

/** Blocks of a text, in a fragment. */
export function blocks(text, texts) {
  const fragment = document.createDocumentFragment();
  for (const part of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    if (part.trim()) fragment.append(...block(part.split("\n"), texts));
  }
  return joined(fragment);
}

function block(lines, texts) {
  const made = [];
  let rest = lines;
  while (rest.length) {
    const kind = kindOf(rest[0]);
    const end = rest.findIndex((line, place) => place > 0 && !continues(kind, line));
    const taken = rest.slice(0, end < 0 ? rest.length : end);
    made.push(MAKERS[kind](taken, texts));
    rest = rest.slice(taken.length);
  }
  return made;
}

const kindOf = (line) => (ITEM.test(line) ? "list" : HEADING.test(line) ? "heading" : "paragraph");

function continues(kind, line) {
  if (kind === "heading") return false;
  return kind === "list" ? ITEM.test(line) || /^\s{2,}\S/.test(line) : kindOf(line) === "paragraph";
}

const MAKERS = {
  heading: ([line], texts) => h("p", {}, h("strong", {}, inline(line.match(HEADING)[1], texts))),
  paragraph: (lines, texts) => h("p", {}, broken(lines.map((line) => line.trim()), texts)),
  list: (lines, texts) => list(items(lines), texts),
};

function broken(lines, texts) {
  return lines.flatMap((line, place) => [...(place ? [h("br")] : []), ...inline(line, texts)]);
}

/** List lines as items; deeper or continued lines belong to the item above them. */
function items(lines) {
  const depth = lines[0].match(ITEM)[1].length;
  const found = [];
  for (const line of lines) {
    const match = line.match(ITEM);
    if (match && match[1].length <= depth + 1) found.push({ number: match[3], text: match[4], inner: [] });
    else found[found.length - 1].inner.push(line);
  }
  return found;
}

function list(found, texts) {
  const number = found[0].number;
  const start = number && number !== "1" ? Number(number) : undefined;
  return h(number ? "ol" : "ul", { start }, found.map((item) => h("li", {}, body(item, texts))));
}

function body({ text, inner }, texts) {
  return [...inline(text, texts), ...(inner.length ? block(inner.map(dedented), texts) : [])];
}

const dedented = (line) => (ITEM.test(line) ? line : line.trim());

/** Lists that only an empty line parted are one list. */
function joined(fragment) {
  for (const element of [...fragment.children]) {
    const before = element.previousElementSibling;
    if (!/^[OU]L$/.test(element.tagName) || before?.tagName !== element.tagName) continue;
    before.append(...element.children);
    element.remove();
  }
  return fragment;
}

function inline(text, texts) {
  const match = text.match(INLINE);
  if (!match) return text ? [spaced(text)] : [];
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [...(before ? [spaced(before)] : []), span(match, texts), ...inline(after, texts)];
}

/** French signs never begin a line on their own. */
const spaced = (text) => text.replace(/ (?=[?!:;»%€])/g, "\u00a0").replace(/« /g, "«\u00a0");

function span([, escaped, bold, italic, words, address, bare], texts) {
  if (escaped) return escaped;
  if (bold) return h("strong", {}, inline(bold, texts));
  if (italic) return h("em", {}, inline(italic, texts));
  return link(words ? inline(words, texts) : bare, address ?? bare, texts);
}
