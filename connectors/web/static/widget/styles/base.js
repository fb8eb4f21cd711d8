/** Colours, letters, buttons, and what every part shares. */

export default `
:host {
  all: initial;
  --surface: #fff; --raised: #f1f4f4; --ink: #15211f; --muted: #55635f; --line: #d3dad8;
  --field: #78857f; --danger: #b3261e; --warn-surface: #fff4d9; --warn-ink: #523a00;
  --shadow: 0 1.5em 4em rgb(10 30 28 / .24), 0 .3em 1em rgb(10 30 28 / .12);
  font: 400 var(--guichet-font-size, medium)/1.5 var(--guichet-font, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  color-scheme: light;
}
:host([data-scheme="dark"]) {
  --surface: #151a1c; --raised: #232a2d; --ink: #edf1f0; --muted: #a9b5b2; --line: #39434a;
  --field: #85928f; --danger: #ffb4ab; --warn-surface: #3b2f10; --warn-ink: #ffe2a0;
  --shadow: 0 1.5em 4em rgb(0 0 0 / .6); color-scheme: dark;
}
.root { position: fixed; inset: auto 1.25em 1.25em auto; z-index: 2147483000; color: var(--ink); }
:host([data-position="left"]) .root { inset: auto auto 1.25em 1.25em; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p, ul, ol, fieldset, legend { margin: 0; padding: 0; border: 0; }
button, input, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; border: 1px solid transparent; background: none; border-radius: .75em; }
button:disabled { cursor: default; }
a { color: var(--brand-text); text-underline-offset: .15em; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--focus, var(--brand-text)); outline-offset: 2px; }
.icon { width: 1.4em; height: 1.4em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launcher {
  position: relative; display: flex; align-items: center; gap: .6em; min-height: 3.5em; padding: .6em 1.3em .6em 1.1em;
  border-radius: 2em; background: var(--brand); color: var(--on-brand); font-weight: 600; box-shadow: var(--shadow);
  --focus: var(--brand-text); outline-offset: 3px; transition: transform .15s;
}
.launcher:hover { transform: translateY(-2px); }
.badge {
  position: absolute; top: -.45em; right: -.3em; min-width: 1.75em; padding: 0 .45em; border-radius: 1em;
  background: #b3261e; color: #fff; font-size: .8em; line-height: 1.75; text-align: center; border: 2px solid var(--surface);
}
.ghost { display: inline-flex; align-items: center; justify-content: center; gap: .5em; min-width: 2.5em; min-height: 2.5em; padding: .3em; }
.outlined {
  display: inline-flex; align-items: center; gap: .5em; min-height: 2.4em; padding: .35em .95em; text-align: left;
  border: 1.5px solid var(--brand-text); color: var(--brand-text); background: var(--surface); font-weight: 550; text-decoration: none; border-radius: 1.2em;
}
.outlined:hover:not(:disabled) { background: var(--brand); color: var(--on-brand); border-color: var(--brand); }
.outlined:disabled { border-color: var(--line); color: var(--muted); }
.outlined[aria-pressed="true"] { background: var(--brand); color: var(--on-brand); border-color: var(--brand); }
.solid {
  display: inline-flex; align-items: center; justify-content: center; gap: .5em; min-height: 2.9em; padding: .5em 1.4em; border-radius: .9em;
  background: var(--brand); color: var(--on-brand); font-weight: 600;
}
.solid:hover:not(:disabled) { filter: brightness(1.08); }
.solid:disabled { background: var(--raised); color: var(--muted); }
`;
