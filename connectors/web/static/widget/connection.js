/** The line to the gateway: it is taken up again by itself, ever more patiently. */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const SILENCE = 10_000;

/**
 * `heard(frame)` is told of every frame, `opened()` when it is time to say hello, `changed(state)`
 * of `online`, `connecting` or `offline`. Call `settled()` once the server welcomed us.
 */
export class Connection {
  constructor(address, { heard, opened, changed }) {
    Object.assign(this, { address, heard, opened, changed, attempts: 0, wanted: false });
    addEventListener("online", () => this.wanted && this.restart());
    addEventListener("offline", () => this.wanted && this.changed("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  open() {
    if (this.wanted) return;
    this.wanted = true;
    this.dial();
  }

  close() {
    this.wanted = false;
    clearTimeout(this.pause);
    this.drop();
  }

  /** Give up a line that may be dead, and take a new one. */
  restart() {
    this.drop();
    this.dial();
  }

  /** Hang up, and call again after a pause. */
  postpone() { this.socket?.close(); }

  settled() {
    this.attempts = 0;
    this.changed("online");
  }

  get isOpen() { return this.socket?.readyState === WebSocket.OPEN; }

  /** Send a frame now, expecting some word back soon; false when there is no line. */
  send(frame) {
    if (!this.isOpen) return false;
    this.socket.send(JSON.stringify(frame));
    this.silence ??= setTimeout(() => this.restart(), SILENCE);
    return true;
  }

  dial() {
    clearTimeout(this.pause);
    this.changed(navigator.onLine ? "connecting" : "offline");
    const socket = (this.socket = new WebSocket(this.address));
    socket.onopen = () => this.opened();
    socket.onmessage = ({ data }) => {
      this.hush();
      this.heard(JSON.parse(data));
    };
    socket.onclose = () => socket === this.socket && this.lost();
  }

  lost() {
    this.hush();
    if (!this.wanted) return;
    this.changed(navigator.onLine ? "connecting" : "offline");
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.attempts++);
    this.pause = setTimeout(() => this.dial(), pause * (0.5 + Math.random() / 2));
  }

  hurry() {
    const isIdle = !this.socket || this.socket.readyState === WebSocket.CLOSED;
    if (this.wanted && isIdle) this.dial();
  }

  drop() {
    this.hush();
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  hush() {
    clearTimeout(this.silence);
    this.silence = undefined;
  }
}
