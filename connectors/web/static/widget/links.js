/** Which addresses a bot may point at, and how such a link opens. */

import { fill, h, unseen } from "./dom.js";

const SAFE = new Set(["http:", "https:", "tel:", "mailto:"]);

/** The address when it is safe to follow; null otherwise. Relative ones are not. */
export function safeAddress(address) {
  try {
    const url = new URL(String(address).trim());
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link, or its plain words when the address is not safe. */
export function link(words, address, texts, properties = {}) {
  const href = safeAddress(address);
  if (href === null) return h("span", {}, words);
  if (!href.startsWith("http")) return h("a", { href, rel: "noopener", ...properties }, words);
  const opens = { href, target: "_blank", rel: "noopener noreferrer", ...properties };
  return h("a", opens, words, unseen(` (${texts.newTab})`));
}

/** A link that calls a number; `words` may show it as `{phone}`. */
export const phoneLink = (words, phone, texts, properties = {}) =>
  link(fill(words, { phone }), `tel:${phone.replace(/\s/g, "")}`, texts, properties);
