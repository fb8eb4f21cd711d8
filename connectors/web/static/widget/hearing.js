/** What the gateway tells of a conversation, each thing once, whatever came before it. */

import * as frames from "./frames.js";

/** The half of a conversation that listens: `on_<type>` for every frame of the gateway. */
export class Hearing {
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
    this.forms.taken(id);
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
    for (const entry of this.story.retire()) this.view.changed(entry);
    this.view.added(this.story.addReplies(frame), isHistory);
    this.noteRead();
  }

  on_refused({ for: id, seq, reason, text, retry }) {
    if (this.story.hasSeen(seq)) return;
    this.view.typing(false);
    this.memory.posted(id);
    this.forms.refused(id, { reason, text });
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
}
