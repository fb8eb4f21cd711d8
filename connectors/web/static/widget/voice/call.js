/** A call with the assistant: sound both ways over one socket, until either side ends it. */

import { Sound, loudness } from "./sound.js";

const BACKLOG = 320_000; // ten seconds of sound that the network does not take
const DEAF = 400; // frames: eight seconds without the least sound
const BARELY = 0.02;
const NORMAL = new Set(["hangup", "bye"]);

/**
 * `view` is told of: state(name) (`asking`, `connecting`, `listening`, `speaking`, `deaf`), level(share),
 * partial(text), heard(text), over(reason); the reason is empty when the call ended as it should.
 */
export class Call {
  constructor(server, { token, language, mode }, view) {
    Object.assign(this, { token, language, mode, view, isHeld: false, silent: 0, isPlaying: false });
    this.address = new URL("voice/browser", server);
    this.address.protocol = this.address.protocol.replace("http", "ws");
    this.sound = new Sound({
      heard: (frame) => this.capture(frame),
      reached: (name, played) => this.send({ type: "mark", name, played }),
      playing: (is) => this.played(is),
      unplugged: () => this.over("missing"),
    });
  }

  async start() {
    this.view.state("asking");
    try {
      await this.sound.open();
      if (!this.isOver) this.dial();
    } catch ({ reason }) {
      this.over(reason ?? "unable");
    }
  }

  /** Without a token the desk was not reached by the chat either. */
  dial() {
    if (!this.token) return this.over("closed");
    this.view.state("connecting");
    const socket = (this.socket = new WebSocket(this.address.href));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.send({ type: "hello", token: this.token, language: this.language, mode: this.mode });
    socket.onmessage = ({ data }) => this.told(data);
    socket.onclose = () => this.over(this.isReady ? "lost" : "closed");
  }

  told(data) {
    if (data instanceof ArrayBuffer) return this.sound.play(data);
    const frame = JSON.parse(data);
    this[`on_${frame.type}`]?.(frame);
  }

  on_ready() {
    this.isReady = true;
    this.rest();
  }

  on_listening() { this.rest(); }
  on_partial({ text }) { this.view.partial(text); }
  on_heard({ text }) { this.view.heard(text); }
  on_flush() { this.sound.flush(); }
  on_mark({ name }) { this.sound.mark(name); }
  on_full() { this.over("full"); }
  on_ended({ reason }) { this.over(NORMAL.has(reason) ? "" : reason); }

  rest() { if (this.isReady && !this.isPlaying) this.view.state("listening"); }

  played(is) {
    this.isPlaying = is;
    if (is) this.view.state("speaking");
    else this.rest();
  }

  /** Sound flows all the time; with push-to-talk it is silence until the button is held. */
  capture(frame) {
    const isOpen = this.mode === "hands_free" || this.isHeld;
    if (!isOpen) frame.fill(0);
    const level = loudness(frame);
    this.view.level(level);
    if (isOpen) this.watch(level);
    if (this.isReady && this.isConnected) this.pass(frame);
  }

  pass(frame) {
    if (this.socket.bufferedAmount > BACKLOG) this.over("lost");
    else this.socket.send(frame.buffer);
  }

  /** A microphone that is switched off hears nothing at all, not even the room. */
  watch(level) {
    const wasDeaf = this.silent >= DEAF;
    this.silent = level > BARELY ? 0 : this.silent + 1;
    if (this.silent === DEAF) this.view.state("deaf");
    else if (wasDeaf && !this.silent) this.rest();
  }

  push(isHeld) {
    if (this.isHeld === isHeld) return;
    this.isHeld = isHeld;
    this.send({ type: "push", down: isHeld });
  }

  /** A key of a telephone, for what may be typed on one. */
  press(digit) { this.send({ type: "key", digit }); }

  /** The desk is told that a button decides now, before it takes silence for shyness. */
  choose(mode) {
    this.push(false);
    if (mode === "push") this.send({ type: "push", down: false });
    this.mode = mode;
    this.rest();
  }

  /** The visitor has said enough. */
  end() {
    this.send({ type: "bye" });
    this.over("");
  }

  over(reason) {
    if (this.isOver) return;
    this.isOver = true;
    this.sound.close();
    this.socket?.close();
    this.view.over(reason);
  }

  get isConnected() { return this.socket?.readyState === WebSocket.OPEN; }

  send(frame) { if (this.isConnected && !this.isOver) this.socket.send(JSON.stringify(frame)); }
}
