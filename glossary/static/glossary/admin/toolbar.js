// The toolbar of a Markdown field and its shortcuts: the toolbar pattern of the ARIA Authoring Practices.

import { continueList, toggleList, toggleMark, toggleUnlinked } from "./editing.js";
import { askForImage } from "./image.js";
import { askForLink } from "./link.js";

const ACTIONS = {
  bold: (editor) => toggleMark(editor, "**"),
  italic: (editor) => toggleMark(editor, "*"),
  list: toggleList,
  link: askForLink,
  unlink: toggleUnlinked,
  image: askForImage,
};
const APPLE = /mac|iphone|ipad/i.test(navigator.platform);
const TOOLBAR = ".markdown-toolbar";

// The toolbar needs this script, so it shows only with it.
document.documentElement.classList.add("scripted");
if (APPLE) {
  document.querySelectorAll(`${TOOLBAR} button[aria-keyshortcuts]`).forEach((button) => {
    button.setAttribute("aria-keyshortcuts", button.getAttribute("aria-keyshortcuts").replace("Control", "Meta"));
    const keys = button.querySelector("kbd");
    keys.textContent = keys.textContent.replace("Ctrl+", "⌘").replace("Shift+", "⇧");
  });
}

const editorOf = (element) => element.closest(".markdownx").querySelector(".markdownx-editor");

function shortcut(event) {
  const command = APPLE ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!command || event.altKey) return null;
  // Digits and, on a keyboard of another script, letters are known by their place.
  if (event.shiftKey) return { Digit8: "list", Digit9: "image" }[event.code] ?? null;
  const letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "");
  return { b: "bold", i: "italic", k: "link" }[letter.toLowerCase()] ?? null;
}

function move(toolbar, event) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement);
  const forward = getComputedStyle(toolbar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const to = { Home: 0, End: buttons.length - 1, ArrowLeft: now - 1, ArrowRight: now - 1, [forward]: now + 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length).focus();
}

document.addEventListener("focusin", ({ target }) => {
  const toolbar = target.closest?.(TOOLBAR);
  toolbar?.querySelectorAll("button").forEach((button) => (button.tabIndex = button === target ? 0 : -1));
});

document.addEventListener("mousedown", (event) => {
  // The field keeps the focus and what is selected in it.
  if (event.target.closest?.(`${TOOLBAR} button`)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(`${TOOLBAR} button`);
  if (button) ACTIONS[button.dataset.does](editorOf(button));
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const toolbar = event.target.closest?.(TOOLBAR);
  if (toolbar && !event.ctrlKey && !event.metaKey && !event.altKey) return move(toolbar, event);
  if (!toolbar && !event.target.classList?.contains("markdownx-editor")) return;
  const editor = editorOf(event.target);
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (!toolbar && plain && event.key === "Enter" && continueList(editor)) return event.preventDefault();
  const does = shortcut(event);
  if (!does) return;
  event.preventDefault();
  ACTIONS[does](editor);
});
