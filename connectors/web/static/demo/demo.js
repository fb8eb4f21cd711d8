/** The workbench: the widget takes the chosen colour and theme, the tag to copy says how. */

const chat = () => document.querySelector("guichet-chat");
const knobs = document.querySelector(".knobs");
const tag = document.querySelector("#tag");

function turned() {
  const { colour, theme } = Object.fromEntries(new FormData(knobs));
  const widget = chat();
  if (widget) Object.assign(widget.dataset, { color: colour, theme });
  const themed = theme === "auto" ? "" : ` data-theme="${theme}"`;
  const source = new URL("/widget.js", location.href).href;
  tag.textContent = `<script src="${source}" defer data-color="${colour}"${themed}></script>`;
}

async function copy() {
  const said = document.querySelector("#copied");
  await navigator.clipboard.writeText(tag.textContent);
  said.textContent = said.dataset.words;
}

for (const swatch of document.querySelectorAll("[data-colour]")) {
  swatch.style.setProperty("--colour", swatch.dataset.colour);
}
knobs.addEventListener("change", turned);
document.querySelector("#copy").addEventListener("click", copy);
turned();
