// What the two dialogs share: they give the focus back to the text, and say what is wrong beside the field.

/** Show `dialog` for `editor`; on whichever way it closes, the caret is back where it was. */
export function open(dialog, editor) {
  const { selectionStart, selectionEnd } = editor;
  dialog.addEventListener(
    "close",
    () => {
      editor.focus();
      if (dialog.returnValue !== "done") editor.setSelectionRange(selectionStart, selectionEnd);
    },
    { once: true },
  );
  dialog.returnValue = "";
  dialog.showModal();
}

/** Say beside `field` what is wrong, and go there; without a sentence, take back what was said. */
export function complain(dialog, field, sentence = "") {
  dialog.querySelectorAll("[aria-invalid]").forEach((other) => other.removeAttribute("aria-invalid"));
  dialog.querySelectorAll(".dialog-error").forEach((note) => (note.textContent = ""));
  if (!sentence) return;
  document.getElementById(`${field.id}-error`).textContent = sentence;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

/** Return what the form of `dialog` holds by name, and close it on Cancel. */
export function fieldsOf(dialog) {
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  return dialog.querySelector("form").elements;
}
