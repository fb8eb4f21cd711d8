// One script tag puts the assistant on a page. Until the visitor opens it, nothing is stored and
// nothing is asked of the server but the button itself.
(() => {
  const script = document.currentScript;
  const base = new URL("./", script.dataset.server ? `${script.dataset.server}/` : script.src).href;

  // A page may have chosen the element's place; attributes it gave there count first.
  const chat = document.querySelector("guichet-chat") ?? document.createElement("guichet-chat");
  for (const [name, value] of Object.entries({ ...script.dataset, server: base })) {
    chat.dataset[name] ??= value;
  }
  if (!chat.isConnected) document.body.append(chat);

  // `data-guichet-ask="a question"` on a button or link of the page opens us, and asks it.
  document.addEventListener("click", async (event) => {
    const asker = event.target.closest?.("[data-guichet-ask]");
    if (!asker) return;
    event.preventDefault();
    await customElements.whenDefined("guichet-chat");
    chat.open(asker.dataset.guichetAsk);
  });

  import(new URL("static/widget/element.js", new URL("./", script.src)).href);
})();
