/** Where the keyboard may go while the panel covers the page. */

const STOPS = "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/** What can take the focus inside an element, in order. */
export const focusable = (element) =>
  [...element.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility?.() !== false && !stop.closest("[inert]"));

/** Tab goes round inside an element instead of leaving it. */
export function keepInside(element, event) {
  const stops = focusable(element);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const here = element.getRootNode().activeElement;
  const leaves = event.shiftKey ? here === first || !element.contains(here) : here === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

let before = null;

/** Keep the page still behind a panel that covers it. */
export function lockPage(isLocked) {
  const { style } = document.documentElement;
  if (isLocked === (before !== null)) return;
  if (isLocked) {
    before = style.overflow;
    style.overflow = "hidden";
  } else {
    style.overflow = before;
    before = null;
  }
}
