/** The assistant once it was opened: its conversation, its panel, and what the company says. */

import { Conversation } from "./conversation.js";
import { Panel } from "./panel.js";
import { TEXTS, dates } from "./texts.js";

const NARROW = matchMedia("(max-width: 30em), (max-height: 26em)");

export class Desk {
  constructor(host) {
    Object.assign(this, { host, memory: host.memory, server: host.dataset.server, isOpen: false, about: {} });
    this.conversation = new Conversation(this.server, this.memory, this);
    this.speak(host.language);
    NARROW.addEventListener("change", () => this.panel.fit(this.isNarrow));
    document.addEventListener("visibilitychange", () => this.conversation.noteRead());
    visualViewport?.addEventListener("resize", () => this.panel.squeeze(visualViewport.height));
  }

  start() { this.conversation.start(); }

  leave() {
    this.panel.quiet();
    this.conversation.stop();
  }

  get isNarrow() { return NARROW.matches; }
  get isSeen() { return this.isOpen && !document.hidden; }

  open({ takeFocus = true } = {}) {
    this.isOpen = this.memory.isOpen = true;
    this.host.launcher.hidden = true;
    this.panel.show(this.isNarrow, takeFocus);
    this.conversation.noteRead();
  }

  close() {
    this.isOpen = this.memory.isOpen = false;
    this.panel.hide();
    this.host.launcher.hidden = false;
    this.host.launcher.focus();
  }

  /** The panel again in a language, with the same conversation and draft in it. */
  speak(language) {
    if (this.language === language) return;
    Object.assign(this, { language, texts: TEXTS[language], dates: dates(language) });
    this.conversation.language = language;
    const before = this.panel;
    this.panel = new Panel(this);
    this.panel.replay(this.conversation.entries);
    this.panel.status(this.conversation.state);
    if (before) before.replaceWith(this.panel, this.isOpen && this.isNarrow);
    else this.host.root.append(this.panel.element);
    this.introduce(language);
  }

  /** The company's name and notice. Without them the widget's own words stand. */
  async introduce(language) {
    try {
      const about = await this.ask(`api/chat/config?language=${language}`);
      if (language === this.language) this.panel.introduce((this.about = about));
    } catch {
      this.panel.introduce(this.about);
    }
  }

  slots() { return this.ask(`api/chat/slots?language=${this.language}`); }

  async ask(path) {
    const response = await fetch(new URL(path, this.server), { credentials: "omit" });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }

  /** A code that brings this conversation to the telephone; fails with `{text}`. */
  async handover() {
    if (!this.memory.token) throw {};
    return this.post("handover/code", {}, { Authorization: `Bearer ${this.memory.token}` });
  }

  /** Open the conversation that a code stands for; fails with `{text}`. */
  async redeem(code) {
    const { token } = await this.post("handover", { code });
    this.conversation.join(token);
  }

  async post(path, body, headers = {}) {
    const address = new URL(`api/chat/${path}?language=${this.language}`, this.server);
    const json = { "Content-Type": "application/json", ...headers };
    const response = await fetch(address, { method: "POST", body: JSON.stringify(body), headers: json, credentials: "omit" });
    const answer = await response.json();
    const isForVisitors = typeof answer.detail === "string" && response.status !== 401;
    if (!response.ok) throw { reason: answer.reason, text: isForVisitors ? answer.detail : undefined };
    return answer;
  }

  async transcript() {
    const headers = { Authorization: `Bearer ${this.memory.token}` };
    const address = new URL(`api/chat/transcript?language=${this.language}`, this.server);
    const response = await fetch(address, { headers, credentials: "omit" });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.blob();
  }

  // What the conversation tells us.
  added(entry, isHistory) { this.panel.added(entry, isHistory); }
  changed(entry) { this.panel.log.change(entry); }
  typing(is) { this.panel.log.typing(is); }
  cleared() {
    this.panel.quiet();
    this.panel.log.clear();
  }
  status(state) { this.panel?.status(state); }
  unread(count) { this.host.unread(count); }
}
