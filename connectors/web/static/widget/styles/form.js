/** Real inputs: day and time chips, phone and reason fields, their errors. */

export default `
form.callback { display: flex; flex-direction: column; gap: 1.1em; }
.field { display: flex; flex-direction: column; gap: .3em; min-width: 0; }
.field > label, legend { font-weight: 600; padding-bottom: .3em; }
.hint { font-size: .86em; color: var(--muted); }
.error { display: flex; gap: .4em; font-size: .9em; color: var(--danger); font-weight: 550; }
.error:empty { display: none; }
.field input[type="tel"], .field input[type="text"], .field textarea {
  width: 100%; min-height: 2.9em; padding: .55em .8em; border: 1.5px solid var(--field); border-radius: .8em; background: var(--surface);
}
.field textarea { min-height: 4.5em; resize: vertical; }
.field input[aria-invalid="true"], .field textarea[aria-invalid="true"] { border-color: var(--danger); border-width: 2px; }
.field input:focus-visible, .field textarea:focus-visible { outline-offset: 0; }
.chips { display: grid; grid-template-columns: repeat(auto-fill, minmax(4.6em, 1fr)); gap: .4em; }
.chips.days {
  grid-template-columns: repeat(auto-fill, minmax(7.5em, 1fr));
  max-height: 10.6em; margin: -.4em; padding: .4em; overflow-y: auto; overscroll-behavior: contain;
}
.chip { position: relative; display: flex; min-height: 2.5em; }
.chip input { position: absolute; inset: 0; margin: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
.chip span { flex: 1; display: grid; place-items: center; padding: .3em; border: 1.5px solid var(--line); border-radius: .8em; text-align: center; font-variant-numeric: tabular-nums; }
.chip input:hover + span { border-color: var(--brand-text); }
.chip input:checked + span { background: var(--brand); border-color: var(--brand); color: var(--on-brand); font-weight: 600; }
.chip input:focus-visible + span { outline: 3px solid var(--brand-text); outline-offset: 2px; }
`;
