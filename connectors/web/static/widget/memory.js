/** What a browser keeps of a conversation: nothing before the visitor opened the widget. */

const NAMES = { token: "token", language: "language", read: "read", outbox: "outbox" };

/** Values of one server, shared by the tabs of a site; in memory where storage is forbidden. */
export class Memory {
  constructor(server) {
    this.prefix = `guichet:${new URL(server).host}:`;
    this.kept = storage("localStorage");
    this.tab = storage("sessionStorage");
  }

  get token() { return this.read(NAMES.token); }
  set token(value) { this.write(NAMES.token, value); }
  /** The language the visitor chose in the widget, whatever the page's is. */
  get language() { return this.read(NAMES.language); }
  set language(value) { this.write(NAMES.language, value); }
  /** The last place of the conversation that the visitor saw. */
  get lastRead() { return Number(this.read(NAMES.read)) || 0; }
  set lastRead(value) { this.write(NAMES.read, value); }

  /** Messages that have no answer yet, to be sent again with the same id. */
  get outbox() {
    try {
      return JSON.parse(this.read(NAMES.outbox)) ?? [];
    } catch {
      return [];
    }
  }

  post(frame) { this.write(NAMES.outbox, JSON.stringify([...this.outbox, frame])); }

  posted(id) {
    const left = this.outbox.filter((frame) => frame.id !== id);
    if (left.length) this.write(NAMES.outbox, JSON.stringify(left));
    else this.kept.removeItem(this.prefix + NAMES.outbox);
  }

  /** Whether this tab shows the panel; other tabs decide for themselves. */
  get isOpen() { return this.tab.getItem(`${this.prefix}open`) === "yes"; }
  set isOpen(open) { this.tab.setItem(`${this.prefix}open`, open ? "yes" : "no"); }

  /** Forget the conversation, keep the language. */
  clear() {
    for (const name of [NAMES.token, NAMES.read, NAMES.outbox]) this.kept.removeItem(this.prefix + name);
  }

  /** Tell when another tab changed something. */
  watch(listener) {
    addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith(this.prefix)) listener();
    });
  }

  read(name) { return this.kept.getItem(this.prefix + name); }

  write(name, value) {
    try {
      this.kept.setItem(this.prefix + name, value);
    } catch {
      // Full or forbidden: the conversation goes on, this page alone remembers it.
    }
  }
}

function storage(kind) {
  try {
    return globalThis[kind] ?? fleeting();
  } catch {
    return fleeting();
  }
}

function fleeting() {
  const values = new Map();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => values.set(name, String(value)),
    removeItem: (name) => values.delete(name),
  };
}
