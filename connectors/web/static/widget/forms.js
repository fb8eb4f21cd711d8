/** Forms on their way: each ends when the gateway took it, or fails with what it said instead. */

export class Forms {
  constructor() { this.sent = new Map(); }

  expect(id) { return new Promise((taken, refused) => this.sent.set(id, { taken, refused })); }

  taken(id) { this.end(id)?.taken(); }

  refused(id, why) { this.end(id)?.refused(why); }

  end(id) {
    const form = this.sent.get(id);
    this.sent.delete(id);
    return form;
  }
}
