// Changes to the text of a Markdown field, each of which the browser's own undo takes back in one step.

const BULLET = /^(\s*)[-*+] /;
const LINE_START = /^\s*(?:(?:[-*+]|\d+[.)]|#{1,6}|>) +)*/;
const UNLINKED = /(?<!!)\[((?:\\.|[^\]\\])*)\]\(\)/g;
const WORD = /[\p{L}\p{N}\p{M}’'-]/u;

/** Put `text` in the place of what stands from `start` to `end`, then select from `from` to `to`. */
export function replace(editor, start, end, text, from = start + text.length, to = from) {
  editor.focus();
  editor.setSelectionRange(start, end);
  // Only this command enters the history that Ctrl+Z goes back through; it tells listeners of `input` too.
  const written = text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete");
  if (!written) {
    editor.setRangeText(text, start, end, "end");
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }
  editor.setSelectionRange(from, to);
}

/** Insert a block of its own, parted by an empty line from the text around it. */
export function insertBlock(editor, text) {
  const { selectionStart: start, selectionEnd: end, value } = editor;
  const before = value.slice(0, start);
  const after = value.slice(end);
  const above = !before.trim() ? "" : "\n".repeat(Math.max(0, 2 - /\n*$/.exec(before)[0].length));
  const below = !after.trim() ? "" : "\n".repeat(Math.max(0, 2 - /^\n*/.exec(after)[0].length));
  replace(editor, start, end, above + text + below, start + above.length + text.length);
}

const starsBefore = (text, at) => /\**$/.exec(text.slice(0, at))[0].length;
const starsAfter = (text, at) => /^\**/.exec(text.slice(at))[0].length;
// One star is italic, two are bold, three are both.
const marked = (stars, mark) => (mark.length === 2 ? stars >= 2 : stars % 2 === 1);

const hasOdd = (runs, mark) => runs.filter(([stars]) => marked(stars.length, mark)).length % 2 === 1;

// Whoever pressed the keys to begin presses them again to end: the caret goes past the closing mark, and what is
// typed next is plain. A space before that mark would keep it from closing, so it moves out.
function leaveMark(editor, mark, caret) {
  const { value } = editor;
  if (!marked(starsAfter(value, caret), mark)) return false;
  const paragraph = value.slice(value.lastIndexOf("\n\n", caret - 1) + 1, caret);
  const runs = [...paragraph.replace(/\\.|^\s*\* /gm, "").matchAll(/\*+/g)];
  if (!hasOdd(runs, mark)) return false;
  const end = caret + mark.length;
  const words = value.slice(0, caret).trimEnd().length;
  const empty = marked(starsBefore(value, words), mark);
  if (empty && words === caret) return false; // the pair is taken away below
  const spaces = value.slice(words, caret);
  if (empty) replace(editor, words - mark.length, end, spaces);
  else if (spaces) replace(editor, words, end, mark + spaces);
  else editor.setSelectionRange(end, end);
  return true;
}

function toggleLines(editor, mark, start, end) {
  const lines = editor.value
    .slice(start, end)
    .split("\n")
    .map((line) => {
      const lead = LINE_START.exec(line)[0];
      const words = line.slice(lead.length).trimEnd();
      const stars = Math.min(starsAfter(words, 0), starsBefore(words, words.length));
      return { lead, words, has: words.length > 2 * stars && marked(stars, mark) };
    });
  const off = lines.every(({ words, has }) => has || !words);
  const text = lines
    .map(({ lead, words, has }) => {
      if (!words || has !== off) return lead + words;
      return lead + (off ? words.slice(mark.length, -mark.length) : mark + words + mark);
    })
    .join("\n");
  replace(editor, start, end, text, start, start + text.length);
}

/**
 * Set the selected words, or the word at the caret, between `mark`s (`**` or `*`); take them off if they are there.
 * From directly before a closing mark the caret goes past it.
 */
export function toggleMark(editor, mark) {
  const { value } = editor;
  let { selectionStart: start, selectionEnd: end } = editor;
  const caret = start === end ? start : null;
  if (caret !== null && leaveMark(editor, mark, caret)) return editor.focus();
  while (start < end && /\s/.test(value[start])) start += 1;
  while (end > start && /\s/.test(value[end - 1])) end -= 1;
  if (value.slice(start, end).includes("\n")) return toggleLines(editor, mark, start, end);
  if (caret !== null) {
    while (start > 0 && WORD.test(value[start - 1])) start -= 1;
    while (end < value.length && WORD.test(value[end])) end += 1;
  }
  const chosen = value.slice(start, end);
  const inside = Math.min(starsAfter(chosen, 0), starsBefore(chosen, chosen.length));
  if (chosen.length > 2 * inside) {
    start += inside;
    end -= inside;
  }
  const words = value.slice(start, end);
  const off = marked(Math.min(starsBefore(value, start), starsAfter(value, end)), mark);
  const from = off ? start - mark.length : start + mark.length;
  const [first, last] = caret === null ? [from, from + words.length] : Array(2).fill(from + caret - start);
  if (off) replace(editor, start - mark.length, end + mark.length, words, first, last);
  else replace(editor, start, end, mark + words + mark, first, last);
}

/** Make the lines of the selection the items of a list; take the bullets off if all of them have one. */
export function toggleList(editor) {
  const { selectionStart, selectionEnd, value } = editor;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lineEnd = value.indexOf("\n", Math.max(selectionStart, selectionEnd - 1));
  const end = lineEnd < 0 ? value.length : lineEnd;
  const lines = value.slice(start, end).split("\n");
  const alone = lines.length === 1;
  const off = lines.some((line) => line.trim()) && lines.every((line) => BULLET.test(line) || !line.trim());
  const items = lines
    .map((line) => (off ? line.replace(BULLET, "$1") : line.trim() || alone ? line.replace(/^\s*/, "$&- ") : line))
    .join("\n");
  const lineAbove = value.slice(0, start).split("\n").at(-2) ?? "";
  const lineBelow = value.slice(end + 1).split("\n")[0];
  // Without an empty line the text around the list would count as part of it.
  const above = !off && lineAbove.trim() && !BULLET.test(lineAbove) ? "\n" : "";
  const below = !off && lineBelow.trim() && !BULLET.test(lineBelow) ? "\n" : "";
  const from = start + above.length;
  const caret = from + items.length;
  replace(editor, start, end, above + items + below, alone ? caret : from, caret);
}

/**
 * Keep automatic links off the selected words, or the word at the caret: a link to nowhere, `[word]()`, says so.
 * Words that have it lose it.
 */
export function toggleUnlinked(editor) {
  const { value } = editor;
  let { selectionStart: start, selectionEnd: end } = editor;
  const within = [...value.matchAll(UNLINKED)].find(({ index, 0: all }) => index <= start && end <= index + all.length);
  if (within) {
    const { index, 0: all, 1: words } = within;
    return replace(editor, index, index + all.length, words, index, index + words.length);
  }
  while (start < end && /\s/.test(value[start])) start += 1;
  while (end > start && /\s/.test(value[end - 1])) end -= 1;
  if (start === end) {
    while (start > 0 && WORD.test(value[start - 1])) start -= 1;
    while (end < value.length && WORD.test(value[end])) end += 1;
  }
  const words = value.slice(start, end).replace(/(?<!\\)[[\]]/g, "\\$&");
  if (/\n\s*\n/.test(words)) return editor.focus(); // no link goes on in the next paragraph
  replace(editor, start, end, `[${words}]()`, start + 1, start + 1 + words.length);
}

/** Begin the next item of the list that the caret is in, or leave the list from an empty one; tell whether it was one. */
export function continueList(editor) {
  const { selectionStart: caret, selectionEnd, value } = editor;
  const start = value.lastIndexOf("\n", caret - 1) + 1;
  const line = value.slice(start, caret);
  const [lead, indent, bullet, number, sign] = /^(\s*)(?:([-*+])|(\d{1,8})([.)])) /.exec(line) ?? [];
  if (!lead || caret !== selectionEnd) return false;
  if (line === lead && /^(\n|$)/.test(value.slice(caret))) replace(editor, start, caret, "");
  else replace(editor, caret, caret, `\n${indent}${bullet ?? Number(number) + 1 + sign} `);
  return true;
}

/** Return words as they stand between the brackets of a picture, where some signs would mean something. */
export const plainWords = (text) => text.replace(/\s+/g, " ").trim().replace(/[\\[\]*`<]/g, "\\$&");

/** Return an address as it stands between the parentheses of a link. */
export function plainAddress(address) {
  const safe = address.trim().replace(/[\s<>\\]/g, encodeURIComponent);
  return /[()]/.test(safe) ? `<${safe}>` : safe;
}
