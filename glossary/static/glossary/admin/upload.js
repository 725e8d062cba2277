// Images in Markdown fields: by the button, by drop or by paste. What the server refuses is said beside the
// field; markdownx's own script would write "Invalid response" into the text instead.

// The button needs this script, so it shows only with it.
document.documentElement.classList.add("scripted");

const words = document.getElementById("editor-words");

function say(editor, sentence) {
  const holder = editor.closest(".markdownx");
  let note = holder.querySelector(".upload-note");
  if (!note) {
    note = document.createElement("p");
    note.className = "upload-note errornote";
    note.setAttribute("role", "alert");
    editor.after(note);
  }
  note.textContent = sentence;
  note.hidden = !sentence;
}

function insert(editor, text) {
  editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
  editor.dispatchEvent(new Event("input", { bubbles: true }));
}

async function send(editor, file) {
  say(editor, "");
  editor.setAttribute("aria-busy", "true");
  const body = new FormData();
  body.append("image", file);
  body.append("csrfmiddlewaretoken", editor.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(editor.dataset.markdownxUploadUrlsPath, { method: "POST", body });
    const result = await answer.json().catch(() => ({}));
    if (answer.ok && result.image_code) insert(editor, result.image_code);
    else say(editor, `${file.name}: ${result.error ?? words.dataset.uploadFailed}`);
  } catch {
    say(editor, `${file.name}: ${words.dataset.uploadFailed}`);
  } finally {
    editor.removeAttribute("aria-busy");
  }
}

async function sendAll(editor, files) {
  for (const file of files) await send(editor, file);
}

// On the window and first: the script's own listeners sit on the field itself.
for (const type of ["drop", "paste"]) {
  window.addEventListener(
    type,
    (event) => {
      const files = (event.dataTransfer ?? event.clipboardData)?.files;
      if (!files?.length || !event.target.classList?.contains("markdownx-editor")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      sendAll(event.target, [...files]);
    },
    true,
  );
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".upload-button");
  if (!button) return;
  const editor = button.closest(".markdownx").querySelector(".markdownx-editor");
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = "image/png,image/jpeg,image/gif,image/webp";
  chooser.addEventListener("change", async () => {
    await sendAll(editor, [...chooser.files]);
    editor.focus();
  });
  chooser.click();
});
