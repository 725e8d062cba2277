// The dialog that makes a link, or changes the one that the caret is in.

import { complain, fieldsOf, open } from "./dialog.js";
import { plainAddress, replace } from "./editing.js";

const dialog = document.getElementById("link-dialog");
const fields = dialog && fieldsOf(dialog);
const LINK = /(?<!!)\[((?:\\.|[^\]\\])*)\]\((<[^>]*>|[^)\s]*)(\s+"[^"]*")?\)/g;
let editor = null;
let place = null;

function linkAround({ value, selectionStart, selectionEnd }) {
  return [...value.matchAll(LINK)].find(
    ({ index, 0: whole }) => index <= selectionStart && selectionEnd <= index + whole.length && selectionStart < index + whole.length,
  );
}

/** Ask for the address and the words of a link, and write it where the caret is. */
export function askForLink(target) {
  editor = target;
  const { value, selectionStart, selectionEnd } = editor;
  const found = linkAround(editor);
  const chosen = value.slice(selectionStart, selectionEnd);
  const isAddress = /^(https?:\/\/|mailto:)\S+$/i.test(chosen.trim());
  place = found
    ? { start: found.index, end: found.index + found[0].length, title: found[3] ?? "" }
    : { start: selectionStart, end: selectionEnd, title: "" };
  fields.words.value = found ? found[1] : isAddress ? "" : chosen;
  fields.address.value = found ? found[2].replace(/^<|>$/g, "") : isAddress ? chosen.trim() : "";
  complain(dialog);
  open(dialog, editor);
  (fields.words.value || fields.address.value === "" ? fields.address : fields.words).focus();
}

fields?.[0].form.addEventListener("submit", (event) => {
  event.preventDefault();
  let address = fields.address.value.trim();
  if (!address) return complain(dialog, fields.address, dialog.dataset.noAddress);
  if (/^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=$|[/?#:])/i.test(address)) address = `https://${address}`;
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address);
  if (scheme && !["http", "https", "mailto"].includes(scheme[1].toLowerCase())) {
    return complain(dialog, fields.address, dialog.dataset.badAddress);
  }
  const words = (fields.words.value.replace(/\s+/g, " ").trim() || address).replace(/(?<!\\)[[\]]/g, "\\$&");
  dialog.close("done");
  replace(editor, place.start, place.end, `[${words}](${plainAddress(address)}${place.title})`);
});
