/** What the visitor does, whatever happens to the line to the gateway. */

import { Connection } from "./connection.js";
import { Forms } from "./forms.js";
import * as frames from "./frames.js";
import { Hearing } from "./hearing.js";
import { Story } from "./story.js";

/**
 * `view` is told of every change: added(entry, isHistory), changed(entry), typing(is), cleared(),
 * status(state), unread(count); `view.isSeen` says whether the visitor is reading.
 */
export class Conversation extends Hearing {
  constructor(server, memory, view) {
    super();
    Object.assign(this, { memory, view, language: "fr", state: "connecting" });
    Object.assign(this, { story: new Story(), forms: new Forms() });
    const address = new URL("ws", server);
    address.protocol = address.protocol.replace("http", "ws");
    this.connection = new Connection(address.href, {
      heard: (frame) => this[`on_${frame.type}`]?.(frame),
      opened: () => this.hello(),
      changed: (state) => this.view.status((this.state = state)),
    });
    memory.watch(() => this.follow());
  }

  get entries() { return this.story.entries; }

  start() { this.connection.open(); }
  stop() { this.connection.close(); }

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
    const outcome = this.forms.expect(frame.id);
    this.memory.post(frame);
    if (!this.connection.send(frame)) this.on_refused({ for: frame.id, reason: "offline" });
    return outcome;
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

  /** Go on with another conversation, whose token the visitor was given, in every tab. */
  join(token) {
    this.memory.clear();
    this.begin(token);
  }

  /** Another tab began a new conversation, or read this one. */
  follow() {
    const { token } = this.memory;
    if (!token || !this.story.id || token === this.story.token) return this.noteRead();
    this.forget();
    this.hello();
  }
}
