/** Speaking: the level, the words heard, the button to hold; and codes to read out. */

export default `
.voice { min-height: 0; overflow-y: auto; display: flex; flex-direction: column; gap: .6em; padding: .9em 1.1em .8em; border-top: 1px solid var(--line); background: var(--surface); }
.voice-state { font-weight: 600; text-align: center; }
.voice-words { min-height: 1.5em; max-height: 4.5em; overflow-y: auto; text-align: center; overflow-wrap: anywhere; }
.voice-words.partial { color: var(--muted); }
.voice-trouble { padding: .7em .9em; border-radius: .9em; background: var(--warn-surface); color: var(--warn-ink); }
.ways { display: flex; flex-wrap: wrap; gap: .45em; }
.ways .ghost { color: var(--brand-text); font-weight: 550; padding: .2em .7em; }
.meter { height: .6em; border: 1px solid var(--field); border-radius: .4em; overflow: hidden; background: var(--raised); }
.meter i { display: block; height: 100%; background: var(--brand-text); transform: scaleX(0); transform-origin: left; }
@media (forced-colors: active) { .meter i { forced-color-adjust: none; background: Highlight; } }
.talk { min-height: 3.6em; touch-action: none; user-select: none; -webkit-user-select: none; }
.talk[aria-pressed="true"] { outline: 3px solid var(--brand-text); outline-offset: 2px; }
.tools a.ghost { text-decoration: none; }
.mic { color: var(--brand-text); border-radius: 50%; }
.mic:hover { background: var(--raised); }
.code { font-size: 2.2em; font-weight: 700; letter-spacing: .08em; text-align: center; font-variant-numeric: tabular-nums; }
`;
