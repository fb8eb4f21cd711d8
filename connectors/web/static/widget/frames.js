/** What the widget sends: each message has an id of its own, so that sending it twice is harmless. */

export const say = (text, language) => ({ type: "say", id: freshId(), text, language });

export const press = ({ title, payload }, language) => ({ type: "press", id: freshId(), payload, title, language });

export const form = (name, values, language) => ({ type: "form", id: freshId(), form: name, values, language });

/** The words of a message as a bubble shows them; a form has none until the gateway words it. */
export const words = (frame) => frame.text ?? frame.title;

/** `randomUUID` is missing on pages without TLS. */
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
