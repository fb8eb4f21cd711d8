/** The conversation so far: what was said and answered, each once, in order. */

/**
 * Entries are `{kind: "said", id, text, state, note, retry, frame, at}` (state `sending`, `kept`,
 * `sent` or `failed`) and `{kind: "replies", seq, replies, used, past, at}`; `past` is a question
 * that something newer came after.
 */
export class Story {
  constructor() {
    Object.assign(this, { id: "", token: null, seq: 0, entries: [], said: new Map(), seen: new Set() });
  }

  /** Whether an event was heard before; those without a place are always new. */
  hasSeen(seq) {
    if (!seq) return false;
    if (this.seen.has(seq)) return true;
    this.seen.add(seq);
    this.seq = Math.max(this.seq, seq);
    return false;
  }

  addSaid(values) {
    const entry = { kind: "said", state: "sending", note: "", retry: false, ...values, at: moment(values.at) };
    this.said.set(entry.id, entry);
    this.entries.push(entry);
    return entry;
  }

  addReplies({ seq, replies, at }) {
    const entry = { kind: "replies", seq, replies, used: "", past: false, at: moment(at) };
    this.entries.push(entry);
    return entry;
  }

  /** The questions that were open until now: a later yes must not be taken for theirs. */
  retire() {
    const open = this.answers.filter((entry) => !entry.past);
    for (const entry of open) entry.past = true;
    return open.filter(asks);
  }

  /** The last answer, when one of its choices is what was just said. */
  choiceOf(text) {
    const last = this.answers.at(-1);
    const titles = last?.replies.flatMap((reply) => (reply.buttons ?? []).map(({ title }) => title));
    return last && !last.used && titles.includes(text) ? last : null;
  }

  /** How many bubbles came after a place. */
  countAfter(seq) {
    const fresh = this.answers.filter((entry) => entry.seq > seq);
    return fresh.reduce((count, { replies }) => count + replies.length, 0);
  }

  get answers() { return this.entries.filter(({ kind }) => kind === "replies"); }
}

const asks = ({ replies }) => replies.some(({ buttons }) => buttons?.length);

const moment = (at) => (at ? new Date(at) : new Date());
