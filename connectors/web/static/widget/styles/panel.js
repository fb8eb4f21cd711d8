/** The panel: its header, menu, banner, sheets and composer. */

export default `
.panel {
  position: fixed; right: 1.25em; bottom: 1.25em; display: flex; flex-direction: column; overflow: hidden;
  width: min(25.5em, 100vw - 2.5em); height: min(44em, 100dvh - 2.5em); border-radius: 1.4em; border: 1px solid var(--line);
  background: var(--surface); box-shadow: var(--shadow);
}
.panel.rising { animation: rise .22s ease-out; }
:host([data-position="left"]) .panel { right: auto; left: 1.25em; }
@keyframes rise { from { opacity: 0; transform: translateY(1em); } }
.panel[aria-modal="true"] { inset: 0; width: auto; height: var(--visible, 100dvh); border-radius: 0; border: 0; }
.header { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: .35em; padding: .8em .8em .8em 1.1em; background: var(--brand); color: var(--on-brand); --focus: var(--on-brand); }
.header .ghost:hover { box-shadow: inset 0 0 0 1.5px currentColor; }
.monogram {
  display: grid; place-items: center; width: 2.5em; height: 2.5em; flex: none; margin-right: .5em; border-radius: 50%;
  background: var(--on-brand); color: var(--brand); font-weight: 700; line-height: 1;
}
.names { flex: 1 0 min(9em, 100%); min-width: 0; line-height: 1.3; }
.names h2 { font-size: 1.05em; font-weight: 650; overflow-wrap: anywhere; }
.names p { font-size: .85em; }
.language { font-weight: 650; font-size: .9em; }
.menu { position: relative; }
.menu ul {
  position: absolute; top: calc(100% + .4em); right: 0; z-index: 3; width: max-content; max-width: 17em; padding: .4em; list-style: none;
  background: var(--surface); color: var(--ink); border: 1px solid var(--line); border-radius: 1em; box-shadow: var(--shadow);
}
.menu li button { display: flex; align-items: center; gap: .8em; width: 100%; min-height: 2.75em; padding: .4em .8em; text-align: left; --focus: var(--brand-text); }
.menu li button:hover { background: var(--raised); }
.menu li .icon { color: var(--brand-text); }
.banner { display: flex; align-items: center; gap: .6em; padding: .55em 1.1em; background: var(--warn-surface); color: var(--warn-ink); font-size: .9em; }
.banner:empty { display: none; }
.body { position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; }
.composer { padding: .6em .8em .8em; border-top: 1px solid var(--line); background: var(--surface); }
.writing {
  display: flex; align-items: flex-end; gap: .3em; padding: .25em .25em .25em .35em; border: 1.5px solid var(--field); border-radius: 1.4em; background: var(--surface);
}
.writing:focus-within { border-color: var(--brand-text); box-shadow: 0 0 0 1px var(--brand-text); }
.writing textarea {
  flex: 1; min-width: 0; min-height: 2.5em; max-height: min(8em, 22dvh); padding: .5em .6em; resize: none; border: 0; background: none; line-height: 1.5; outline: none; overflow-y: auto;
}
.writing textarea::placeholder { color: var(--muted); opacity: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.send { background: var(--brand); color: var(--on-brand); border-radius: 50%; }
.send:disabled { background: var(--raised); color: var(--muted); }
.tools { display: flex; align-items: center; justify-content: space-between; flex-wrap: wrap; gap: .3em; margin-top: .45em; }
.tools .ghost { padding: .2em .7em; color: var(--brand-text); font-weight: 550; font-size: .92em; }
.tools .ghost:hover { background: var(--raised); }
.counter { font-size: .85em; color: var(--muted); font-variant-numeric: tabular-nums; padding-right: .5em; }
.counter.over { color: var(--danger); font-weight: 650; }
.sheet { position: absolute; inset: 0; z-index: 2; display: flex; flex-direction: column; background: var(--surface); animation: rise .2s ease-out; }
.sheet-head { display: flex; align-items: center; gap: .4em; padding: .45em .8em .45em .6em; border-bottom: 1px solid var(--line); }
.sheet-head h2 { font-size: 1.1em; font-weight: 650; }
.sheet-body { flex: 1; overflow-y: auto; padding: 1em 1.1em 1.3em; overflow-wrap: anywhere; }
.sheet-body > * + *, .stack > * + * { margin-top: .9em; }
`;
