/** How loud the visitor is: a bar to see, a word to hear. */

import { h } from "../dom.js";

const EVERY = 25; // frames of 20 ms between two words
const FALL = 0.85;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Meter {
  constructor(texts) {
    Object.assign(this, { texts, shown: 0, loudest: 0, frames: 0 });
    this.bar = h("i");
    this.element = h("div", { class: "meter", role: "meter", "aria-label": texts.level, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": 0, "aria-valuetext": texts.levels[0] }, this.bar);
  }

  show(share) {
    this.shown = Math.max(share, this.shown * FALL);
    this.loudest = Math.max(share, this.loudest);
    if (!STILL.matches) this.draw(this.shown);
    if (++this.frames % EVERY === 0) this.tell();
  }

  draw(share) { this.bar.style.transform = `scaleX(${share.toFixed(3)})`; }

  /** The loudest of the last half second; all that moves for those who want stillness. */
  tell() {
    if (STILL.matches) this.draw(this.loudest);
    const { levels } = this.texts;
    this.element.setAttribute("aria-valuenow", Math.round(this.loudest * 100));
    this.element.setAttribute("aria-valuetext", levels[Math.min(levels.length - 1, Math.floor(this.loudest * levels.length))]);
    this.loudest = 0;
  }
}
