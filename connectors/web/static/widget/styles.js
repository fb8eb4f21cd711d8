/** The widget's one style sheet, made without markup so that a strict page lets it in. */

import base from "./styles/base.js";
import conditions from "./styles/conditions.js";
import form from "./styles/form.js";
import messages from "./styles/messages.js";
import panel from "./styles/panel.js";
import voice from "./styles/voice.js";

let made;

export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync([base, panel, messages, form, voice, conditions].join("\n"));
  }
  return made;
}
