// Repairs to markdownx's script: previews in added rows, keys that belong to the browser, drops outside.

const SCRIPT = document.querySelector('script[src*="markdownx/js/markdownx"]');

// The script mounts itself once, on load. A row that is added later copies the mark of a mounted editor.
document.addEventListener("formset:added", (event) => {
  const editors = event.target.querySelectorAll(".markdownx-editor");
  if (!editors.length || !SCRIPT) return;
  editors.forEach((editor) => {
    editor.removeAttribute("data-markdownx-init");
    editor.closest(".markdownx").querySelector(".markdownx-preview").replaceChildren();
  });
  const again = document.createElement("script");
  again.src = SCRIPT.src;
  if (SCRIPT.nonce) again.nonce = SCRIPT.nonce;
  document.head.append(again);
  again.addEventListener("load", () => again.remove());
});

// The preview links names in the entry's language, as it is typed.
const language = document.getElementById("id_language");
language?.addEventListener("change", () => {
  document.querySelectorAll(".markdownx-editor").forEach((editor) => {
    const address = new URL(editor.dataset.markdownxUrlsPath, location);
    address.searchParams.set("language", language.value);
    editor.dataset.markdownxUrlsPath = address.pathname + address.search;
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  });
});

// Tab moves on and Ctrl+D bookmarks, as everywhere else; the script would indent and double lines.
window.addEventListener(
  "keydown",
  (event) => {
    if (!event.target.classList?.contains("markdownx-editor")) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Tab" || (command && ["d", "[", "]"].includes(event.key.toLowerCase()))) {
      event.stopImmediatePropagation();
    }
  },
  true,
);
