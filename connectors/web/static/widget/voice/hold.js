/** A button that is held down: by finger, mouse or key; a screen reader's click holds and lets go. */

const KEYS = new Set([" ", "Enter"]);

export function holdable(button, held) {
  let is = false;
  const hold = (wanted) => {
    if (is === wanted) return;
    is = wanted;
    button.setAttribute("aria-pressed", String(is));
    held(is);
  };
  const key = (event) => {
    if (!KEYS.has(event.key)) return;
    event.preventDefault();
    if (!event.repeat) hold(event.type === "keydown");
  };
  button.addEventListener("keydown", key);
  button.addEventListener("keyup", key);
  button.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    button.setPointerCapture(event.pointerId);
    hold(true);
  });
  for (const name of ["pointerup", "pointercancel", "blur"]) button.addEventListener(name, () => hold(false));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", ({ detail }) => detail === 0 && hold(!is));
  return button;
}
