/** The two ends of a call on the sound thread: what the microphone hears, and what is played. */

import { Resampler } from "./resampler.js";

const RATE = 16_000;
const FRAME = 320; // 20 ms
const PATIENCE = 0.25; // seconds between two sentences that still count as speaking

/** Posts frames of 20 ms as signed 16-bit samples at 16 kHz. */
class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, RATE);
    this.fresh();
  }

  fresh() { Object.assign(this, { frame: new Int16Array(FRAME), filled: 0 }); }

  process([channels]) {
    if (!channels.length) return true;
    for (const sample of this.resampler.push(mono(channels))) {
      this.frame[this.filled++] = Math.max(-1, Math.min(1, sample)) * 0x7fff;
      if (this.filled === FRAME) this.post();
    }
    return true;
  }

  post() {
    this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
    this.fresh();
  }
}

/** Plays what is posted (`{pcm}`, `{mark}`, `{flush}`), and posts `{mark, played}` and `{playing}`. */
class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    Object.assign(this, { queue: [], place: 0, isPlaying: false, quiet: 0 });
    this.resampler = new Resampler(RATE, sampleRate);
    this.port.onmessage = ({ data }) => this.told(data);
  }

  told({ pcm, mark, flush }) {
    if (pcm) this.queue.push({ samples: this.resampler.push(Float32Array.from(new Int16Array(pcm), (s) => s / 0x8000)) });
    if (mark) this.queue.push({ mark });
    if (flush) this.drop();
  }

  drop() {
    for (const { mark } of this.queue) if (mark) this.port.postMessage({ mark, played: false });
    Object.assign(this, { queue: [], place: 0 });
  }

  process(_inputs, [channels]) {
    const [output] = channels;
    let filled = 0;
    while (filled < output.length && this.queue.length) filled += this.fill(output, filled);
    this.reach();
    for (const other of channels.slice(1)) other.set(output);
    this.tell(filled > 0, output.length);
    return true;
  }

  /** Play on from the first piece of the queue; how many samples it gave. */
  fill(output, from) {
    this.reach();
    if (!this.queue.length) return 0;
    const { samples } = this.queue[0];
    const some = samples.subarray(this.place, this.place + output.length - from);
    output.set(some, from);
    this.place += some.length;
    if (this.place >= samples.length) this.next();
    return some.length;
  }

  next() {
    this.queue.shift();
    this.place = 0;
  }

  /** Marks that nothing stands before any more. */
  reach() {
    while (this.queue[0]?.mark) this.port.postMessage({ mark: this.queue.shift().mark, played: true });
  }

  tell(isSounding, length) {
    this.quiet = isSounding ? 0 : this.quiet + length / sampleRate;
    const isPlaying = isSounding || (this.isPlaying && this.quiet < PATIENCE);
    if (isPlaying !== this.isPlaying) this.port.postMessage({ playing: (this.isPlaying = isPlaying) });
  }
}

function mono(channels) {
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, place) => channels.reduce((sum, channel) => sum + channel[place], 0) / channels.length);
}

registerProcessor("guichet-capture", Capture);
registerProcessor("guichet-playback", Playback);
