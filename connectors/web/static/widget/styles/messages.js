/** The conversation: bubbles, choices, sources, thumbs. */

export default `
.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1.1em; display: flex; flex-direction: column; gap: .55em; outline-offset: -4px; }
.log > :first-child { margin-top: auto; }
.intro { display: flex; flex-direction: column; gap: .7em; padding-bottom: .6em; }
.hello { font-size: 1.35em; font-weight: 650; line-height: 1.3; letter-spacing: -.01em; }
.notice { display: flex; gap: .7em; padding: .75em .9em; border-radius: 1em; background: var(--raised); color: var(--muted); font-size: .88em; }
.notice .icon { color: var(--brand-text); margin-top: .05em; }
.choices { display: flex; flex-wrap: wrap; gap: .45em; list-style: none; }
.choices button, .choices a { overflow-wrap: anywhere; }
.bubble { max-width: 88%; padding: .65em .95em; border: 1px solid transparent; border-radius: 1.2em; overflow-wrap: anywhere; }
.reply { display: flex; flex-direction: column; align-items: flex-start; gap: .5em; }
.reply .bubble { background: var(--raised); border-bottom-left-radius: .3em; }
.bubble > * + * { margin-top: .6em; }
.bubble ul, .bubble ol { padding-left: 1.3em; }
.bubble li + li { margin-top: .3em; }
.bubble li::marker { color: var(--muted); }
.said { display: flex; flex-direction: column; align-items: flex-end; gap: .2em; margin-top: .35em; }
.said .bubble { background: var(--brand); color: var(--on-brand); border-bottom-right-radius: .3em; white-space: pre-wrap; }
.said.failed .bubble { background: var(--surface); color: var(--ink); border: 1.5px dashed var(--danger); }
.note { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: .15em .5em; font-size: .85em; color: var(--muted); text-align: right; max-width: 88%; }
.failed .note { color: var(--danger); }
.note button { min-height: 2em; padding: .1em .6em; font-weight: 600; text-decoration: underline; text-underline-offset: .2em; }
.when { font-size: .78em; color: var(--muted); padding: 0 .3em; }
.source { display: flex; gap: .5em; align-items: flex-start; padding-top: .55em; border-top: 1px solid var(--line); font-size: .86em; color: var(--muted); }
.source .icon { width: 1.2em; height: 1.2em; margin-top: .1em; }
.thumbs { display: flex; gap: .4em; }
.thumb { display: inline-grid; place-items: center; width: 2.6em; height: 2.6em; border: 1.5px solid var(--field); border-radius: 50%; color: var(--ink); }
.thumb:hover:not(:disabled) { border-color: var(--brand-text); color: var(--brand-text); }
.thumb:disabled { color: var(--muted); border-color: var(--line); }
.thumb[aria-pressed="true"] { background: var(--brand); color: var(--on-brand); border-color: var(--brand); }
.typing { align-self: flex-start; display: flex; gap: .3em; margin: 0 1.1em .7em; padding: .8em 1em; border-radius: 1.2em 1.2em 1.2em .3em; background: var(--raised); }
.typing i { width: .5em; height: .5em; border-radius: 50%; background: var(--muted); animation: beat 1.2s infinite; }
.typing i:nth-of-type(2) { animation-delay: .15s; }
.typing i:nth-of-type(3) { animation-delay: .3s; }
@keyframes beat { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; transform: translateY(-.15em); } }
`;
