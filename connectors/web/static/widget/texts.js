/** The widget's words and dates, in the visitor's language. */

import en from "./texts/en.js";
import fr from "./texts/fr.js";

export const TEXTS = { fr, en };
const LOCALES = { fr: "fr-FR", en: "en-GB" };
const ZONE = { timeZone: "Europe/Paris" };

/** `fr` or `en`; French for any other language. */
export const known = (language) => (String(language).toLowerCase().startsWith("en") ? "en" : "fr");

const written = (language, options) => {
  const format = new Intl.DateTimeFormat(LOCALES[language], { ...ZONE, ...options });
  return (date) => format.format(date);
};

/** How dates and times read in a language, in Paris time. */
export const dates = (language) => ({
  long: written(language, { day: "numeric", month: "long", year: "numeric" }),
  day: written(language, { weekday: "short", day: "numeric", month: "short" }),
  wholeDay: written(language, { weekday: "long", day: "numeric", month: "long" }),
  time: written(language, { hour: "2-digit", minute: "2-digit" }),
});
