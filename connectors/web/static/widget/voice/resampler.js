/** Sound at another rate, without seams between its pieces (a windowed sinc, piece by piece). */

const ZEROS = 16;
const PHASES = 160; // exact for 44.1 and 48 kHz against 16 kHz

export class Resampler {
  constructor(from, to) {
    this.step = from / to;
    this.cutoff = Math.min(1, to / from) * 0.94;
    this.half = Math.ceil(ZEROS / this.cutoff);
    this.kernels = Array.from({ length: PHASES }, (_, phase) => this.kernel(phase / PHASES));
    this.held = new Float32Array(this.half);
    this.at = this.half;
  }

  /** The weights around a place that lies a fraction of a sample further. */
  kernel(fraction) {
    const { half, cutoff } = this;
    return Float32Array.from({ length: 2 * half }, (_, index) => {
      const x = index - half + 1 - fraction;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * Math.min(half, Math.abs(x))) / half);
      return cutoff * sinc(cutoff * x) * window;
    });
  }

  /** What can be made so far of all samples (-1 to 1) that were pushed. */
  push(samples) {
    const held = joined(this.held, samples);
    const count = Math.max(0, Math.ceil((held.length - this.half - this.at) / this.step));
    const made = new Float32Array(count);
    for (let index = 0; index < count; index++) made[index] = this.sample(held, this.at + index * this.step);
    this.at += count * this.step;
    const passed = Math.max(0, Math.floor(this.at) - this.half);
    this.held = held.slice(passed);
    this.at -= passed;
    return made;
  }

  sample(held, at) {
    const nearest = Math.round(at * PHASES);
    const whole = Math.floor(nearest / PHASES);
    const kernel = this.kernels[nearest % PHASES];
    const first = whole - this.half + 1;
    let sum = 0;
    for (let index = 0; index < kernel.length; index++) sum += (held[first + index] ?? 0) * kernel[index];
    return sum;
  }
}

const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function joined(one, other) {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other.map((sample) => (Number.isFinite(sample) ? sample : 0)), one.length); // a driver's fault is silence
  return both;
}
