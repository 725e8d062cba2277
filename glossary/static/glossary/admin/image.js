// Images in Markdown fields: by the toolbar, by drop or by paste, always with the question what they show.
// What the server refuses is said in the dialog; markdownx's own script would write it into the text instead.

import { complain, fieldsOf, open } from "./dialog.js";
import { plainWords, replace } from "./editing.js";

const dialog = document.getElementById("image-dialog");
const fields = dialog && fieldsOf(dialog);
const status = dialog?.querySelector("[role=status]");
let editor = null;
let caret = 0;
let waiting = [];
let sending = null;

/** Return what speaks against a file before it is sent; the server, which judges it, looks inside. */
function problemOf(file) {
  if (!fields.picture.accept.split(",").includes(file.type)) return dialog.dataset.noImage;
  return file.size > Number(dialog.dataset.maxBytes) ? dialog.dataset.tooLarge : "";
}

function judge() {
  const [file] = fields.picture.files;
  const problem = file ? problemOf(file) : "";
  complain(dialog, fields.picture, problem);
  return !problem;
}

function choose(file) {
  const holder = new DataTransfer();
  holder.items.add(file);
  fields.picture.files = holder.files;
}

/** Ask for an image and for what it shows, send it and write it where the caret is; `files` come one by one. */
export function askForImage(target, files = []) {
  [editor, caret, waiting] = [target, target.selectionEnd, [...files]];
  fields[0].form.reset(); // or a picture would get the words of one that was put back
  complain(dialog);
  status.textContent = "";
  if (waiting.length) choose(waiting.shift());
  open(dialog, editor);
  if (judge()) (fields.picture.files.length ? fields.alt : fields.picture).focus();
}

async function send() {
  const body = new FormData();
  body.append("image", fields.picture.files[0]);
  body.append("csrfmiddlewaretoken", editor.form.elements.csrfmiddlewaretoken.value);
  sending = new AbortController();
  status.textContent = dialog.dataset.sending;
  try {
    const answer = await fetch(editor.dataset.markdownxUploadUrlsPath, { method: "POST", body, signal: sending.signal });
    const result = await answer.json().catch(() => ({}));
    if (answer.ok && result.image_path) return result.image_path;
    complain(dialog, fields.picture, result.error ?? dialog.dataset.failed);
  } catch (error) {
    if (error.name !== "AbortError") complain(dialog, fields.picture, dialog.dataset.failed);
  } finally {
    sending = null;
    status.textContent = "";
  }
  return null;
}

fields?.[0].form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  if (!judge()) return;
  const alt = fields.decoration.checked ? "" : plainWords(fields.alt.value);
  if (!fields.picture.files.length) return complain(dialog, fields.picture, dialog.dataset.noPicture);
  if (!alt && !fields.decoration.checked) return complain(dialog, fields.alt, dialog.dataset.noAlt);
  const address = await send();
  if (!address) return;
  dialog.close("done");
  replace(editor, caret, caret, `![${alt}](${address})`);
  if (waiting.length) askForImage(editor, waiting);
});
dialog?.addEventListener("close", () => sending?.abort());
fields?.picture.addEventListener("change", judge);
// It is one sentence: Enter sends it, as from any field of one line.
fields?.alt.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  fields[0].form.requestSubmit();
});

// Text is worth more than its picture: Word and spreadsheets put both on the clipboard.
const hasText = (data) => Boolean(data.getData("text/plain").trim());

// On the window and first: the listeners of markdownx sit on the field itself.
for (const type of ["drop", "paste"]) {
  window.addEventListener(
    type,
    (event) => {
      const data = event.dataTransfer ?? event.clipboardData;
      if (!data?.files.length || !event.target.classList?.contains("markdownx-editor")) return;
      event.stopImmediatePropagation();
      if (type === "paste" && hasText(data)) return;
      event.preventDefault();
      askForImage(event.target, data.files);
    },
    true,
  );
}
