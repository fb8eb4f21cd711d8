/** «Être rappelé»: a day, a time, a number and a reason, as real inputs. */

import { h } from "./dom.js";
import { field, picks, showError } from "./fields.js";
import { phoneLink } from "./links.js";

const MIN_DIGITS = 8;

export class CallbackForm {
  constructor(desk, done) {
    Object.assign(this, { desk, done, texts: desk.texts });
    this.element = h("div", { class: "stack" }, h("p", { class: "hint", role: "status", text: this.texts.slotsLoading }));
    this.load();
  }

  async load() {
    try {
      const { days } = await this.desk.slots();
      this.element.replaceChildren(...(days.length ? this.form(days) : this.excuse(this.texts.slotsNone)));
      this.element.querySelector("input")?.focus();
    } catch {
      this.element.replaceChildren(...this.excuse(this.texts.slotsFailed));
    }
  }

  excuse(words) {
    const { phone } = this.desk.about;
    if (!phone) return [h("p", { role: "alert", text: words })];
    const call = phoneLink(this.texts.slotsCall, phone, this.texts);
    return [h("p", { role: "alert" }, words, " ", call)];
  }

  form(days) {
    const { texts } = this;
    this.days = days;
    this.day = picks("day", texts.day, this.dayOptions(), () => this.showTimes());
    this.time = picks("start", texts.time, []);
    this.phone = field("phone", "input", texts.phone, texts.phoneHint, { type: "tel", autocomplete: "tel", inputmode: "tel", required: true });
    this.reason = field("reason", "textarea", texts.reason, texts.reasonHint, { rows: 2, maxlength: 300 });
    this.submit = h("button", { type: "submit", class: "solid", text: texts.submit });
    this.general = h("p", { class: "error", role: "alert" });
    const parts = [this.day, this.time, this.phone, this.reason, this.general, this.submit];
    const onsubmit = (event) => this.sent(event);
    this.choose(this.day, days[0].date);
    this.showTimes();
    return [h("p", { class: "hint", text: texts.callbackIntro }), h("form", { class: "callback", novalidate: true, onsubmit }, parts)];
  }

  /** Noon of a date is that date in Paris, wherever the visitor is. */
  dayOptions() {
    const { dates } = this.desk;
    return this.days.map(({ date }) => {
      const noon = new Date(`${date}T12:00:00Z`);
      return { value: date, words: dates.day(noon), label: dates.wholeDay(noon) };
    });
  }

  showTimes() {
    const { dates } = this.desk;
    const day = this.days.find(({ date }) => date === chosen(this.day));
    const options = day.slots.map(({ start }) => ({ value: start, words: dates.time(new Date(start)) }));
    this.time.offer(options);
  }

  choose(group, value) { group.querySelector(`input[value="${CSS.escape(value)}"]`).checked = true; }

  async sent(event) {
    event.preventDefault();
    if (!this.isComplete()) return;
    const values = { phone: this.phone.input.value.trim(), start: chosen(this.time), reason: this.reason.input.value.trim() };
    this.busy(true);
    try {
      await this.desk.conversation.fill("callback", values);
      this.done();
    } catch (refused) {
      this.busy(false);
      this.refused(refused);
    }
  }

  isComplete() {
    const { errors } = this.texts;
    const digits = this.phone.input.value.replace(/\D/g, "").length;
    const isRight = { start: Boolean(chosen(this.time)), phone: digits >= MIN_DIGITS };
    const wrong = Object.keys(isRight).filter((name) => showError(this.named(name), isRight[name] ? "" : errors[name]));
    if (wrong.length) this.named(wrong[0]).querySelector("input, textarea").focus();
    return wrong.length === 0;
  }

  named(name) { return { start: this.time, phone: this.phone, reason: this.reason }[name]; }

  refused({ reason, text }) {
    const place = this.named(reason);
    if (!place) return (this.general.textContent = text ?? this.texts.errors.form);
    showError(place, text ?? this.texts.errors[reason]);
    place.querySelector("input, textarea").focus();
  }

  busy(is) {
    this.general.textContent = "";
    this.submit.disabled = is;
    this.submit.textContent = is ? this.texts.submitting : this.texts.submit;
  }
}

const chosen = (group) => group.querySelector("input:checked")?.value ?? "";
