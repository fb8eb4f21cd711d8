/** The microphone and the loudspeaker of a call. */

const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const WHY = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", OverconstrainedError: "missing", NotReadableError: "busy", AbortError: "busy" };

/** `heard(frame)` is told of every 20 ms, `reached(name, played)`, `playing(is)`, `unplugged()`. */
export class Sound {
  constructor(listener) { this.listener = listener; }

  /** Ask for the microphone; fails with `{reason}`: denied, missing, busy or unable. */
  async open() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
      if (this.isClosed) return this.close();
      await this.connect();
    } catch (error) {
      this.close();
      throw { reason: WHY[error?.name] ?? "unable" };
    }
  }

  async connect() {
    const context = (this.context = new AudioContext({ latencyHint: "interactive" }));
    await context.audioWorklet.addModule(new URL("worklet.js", import.meta.url));
    if (this.isClosed) return;
    await context.resume();
    const capture = new AudioWorkletNode(context, "guichet-capture");
    this.player = new AudioWorkletNode(context, "guichet-playback", { numberOfInputs: 0 });
    capture.port.onmessage = ({ data }) => this.listener.heard(new Int16Array(data));
    this.player.port.onmessage = ({ data }) => this.told(data);
    context.createMediaStreamSource(this.stream).connect(capture).connect(context.destination);
    this.player.connect(context.destination);
    this.stream.getAudioTracks()[0].onended = () => this.isClosed || this.listener.unplugged();
  }

  told({ mark, played, playing }) {
    if (mark) this.listener.reached(mark, played);
    else this.listener.playing(playing);
  }

  play(pcm) { this.player.port.postMessage({ pcm }, [pcm]); }
  mark(name) { this.player.port.postMessage({ mark: name }); }
  flush() { this.player.port.postMessage({ flush: true }); }

  close() {
    this.isClosed = true;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    if (this.context && this.context.state !== "closed") this.context.close();
  }
}

/** Whether this page may have a microphone at all; plain http pages may not. */
export const canSpeak = () =>
  isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && "AudioWorkletNode" in globalThis;

/** How loud a frame is, from 0 to 1, as ears count it. */
export function loudness(frame) {
  const power = frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length;
  const decibels = 10 * Math.log10(power / 0x8000 ** 2 + 1e-10);
  return Math.max(0, Math.min(1, (decibels + 60) / 50));
}
