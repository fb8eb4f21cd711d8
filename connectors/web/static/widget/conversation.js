/** What the visitor does and what the gateway tells, whatever happens to the line between them. */

import { Connection } from "./connection.js";
import * as frames from "./frames.js";
import { Story } from "./story.js";

/**
 * `view` is told of every change: added(entry, isHistory), changed(entry), typing(is), cleared(),
 * status(state), unread(count); `view.isSeen` says whether the visitor is reading.
 */
export class Conversation {
  constructor(server, memory, view) {
    Object.assign(this, { memory, view, language: "fr", state: "connecting", story: new Story() });
    const address = new URL("ws", server);
    address.protocol = address.protocol.replace("http", "ws");
    this.connection = new Connection(address.href, {
      heard: (frame) => this[`on_${frame.type}`]?.(frame),
      opened: () => this.hello(),
      changed: (state) => this.view.status((this.state = state)),
    });
    this.forms = new Map();
    memory.watch(() => this.follow());
  }

  get entries() { return this.story.entries; }

  start() { this.connection.open(); }

  hello() {
    this.shown = { token: this.memory.token, after: this.story.id ? this.story.seq : 0 };
    this.connection.send({ type: "hello", language: this.language, ...this.shown });
  }

  say(text) { this.speak(frames.say(text, this.language)); }

  press(entry, button) {
    this.view.changed(Object.assign(entry, { used: button.title }));
    this.speak(frames.press(button, this.language));
  }

  /** Send a form; ends when it was taken, or fails with the frame that refused it. */
  fill(name, values) {
    const frame = frames.form(name, values, this.language);
    return new Promise((taken, refused) => {
      this.forms.set(frame.id, { taken, refused });
      this.memory.post(frame);
      if (!this.connection.send(frame)) this.on_refused({ for: frame.id, reason: "offline" });
    });
  }

  retry(entry) {
    this.view.changed(Object.assign(entry, { state: "sending", note: "" }));
    this.memory.post(entry.frame);
    this.connection.send(entry.frame);
  }

  /** Leave this conversation for a new one, in every tab. */
  renew() {
    this.memory.clear();
    this.forget();
    this.shown = { token: null, after: 0 };
    if (!this.connection.send({ type: "new", language: this.language })) this.connection.restart();
  }

  /** Show a message at once and send it, now or when there is a line. */
  speak(frame) {
    this.memory.post(frame);
    this.view.added(this.story.addSaid({ id: frame.id, text: frames.words(frame), frame }), false);
    if (this.story.id) this.connection.send(frame);
  }

  forget() {
    this.story = new Story();
    this.view.cleared();
  }

  on_welcome({ token, conversation, history }) {
    const { memory, shown } = this;
    const isSecond = !shown.token && memory.token && memory.token !== token;
    if (isSecond) return this.hello(); // another tab was welcomed first: join it
    if (shown.token && shown.token !== token) memory.lastRead = 0;
    if (shown.after && shown.token !== token) return this.begin(token);
    if (this.story.id && this.story.id !== conversation) this.forget();
    Object.assign(this.story, { id: conversation, token });
    memory.token = token;
    for (const frame of history) this[`on_${frame.type}`](frame, true);
    this.connection.settled();
    this.resume();
    this.noteRead();
  }

  /** Our pass was no longer good: hear the new conversation from its beginning. */
  begin(token) {
    this.memory.token = token;
    this.forget();
    this.hello();
  }

  /** Send again what has no answer yet; the same id makes that harmless. */
  resume() {
    for (const frame of this.memory.outbox) {
      const known = this.story.said.get(frame.id);
      const [id, text] = [frame.id, frames.words(frame)];
      if (known) known.frame ??= frame;
      else if (text) this.view.added(this.story.addSaid({ id, text, frame }), true);
      if (known?.state !== "failed") this.connection.send(frame);
    }
  }

  on_said({ id, text, seq, at, status }, isHistory = false) {
    if (this.story.hasSeen(seq)) return;
    this.forms.get(id)?.taken();
    this.forms.delete(id);
    const answered = this.story.choiceOf(text);
    if (answered) this.view.changed(Object.assign(answered, { used: text }));
    const state = status === "pending" && isHistory ? "sending" : "sent";
    if (this.story.said.has(id)) this.mark(id, { text, state });
    else this.view.added(this.story.addSaid({ id, text, state, at }), isHistory);
  }

  on_typing() { this.view.typing(true); }

  on_waiting({ for: id, text }) { this.mark(id, { state: "kept", note: text }); }

  on_replies(frame, isHistory = false) {
    this.memory.posted(frame.for);
    this.mark(frame.for, { state: "sent", note: "" });
    this.view.typing(false);
    if (this.story.hasSeen(frame.seq)) return;
    this.view.added(this.story.addReplies(frame), isHistory);
    this.noteRead();
  }

  on_refused({ for: id, seq, reason, text, retry }) {
    if (this.story.hasSeen(seq)) return;
    this.view.typing(false);
    this.memory.posted(id);
    this.forms.get(id)?.refused({ reason, text });
    this.forms.delete(id);
    const canRetry = Boolean(retry && this.story.said.get(id)?.frame);
    this.mark(id, { state: "failed", note: text, retry: canRetry });
  }

  /** The door turned our hello away: knock again later. */
  on_error({ reason }) { if (reason === "too_many") this.connection.postpone(); }

  mark(id, values) {
    const entry = this.story.said.get(id);
    if (entry) this.view.changed(Object.assign(entry, values));
  }

  /** What is on screen counts as read; the rest is told as unread. */
  noteRead() {
    const { memory, story } = this;
    if (this.view.isSeen && story.seq > memory.lastRead) memory.lastRead = story.seq;
    this.view.unread(story.countAfter(memory.lastRead));
  }

  /** Another tab began a new conversation, or read this one. */
  follow() {
    const { token } = this.memory;
    if (!token || !this.story.id || token === this.story.token) return this.noteRead();
    this.forget();
    this.hello();
  }
}
