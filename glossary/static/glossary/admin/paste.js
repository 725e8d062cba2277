// Formatted text becomes Markdown when it is pasted; Ctrl+Shift+V pastes it plain, as everywhere.

import TurndownService from "../vendor/turndown-7.2.5.js";
import { cleaned } from "./clipboard.js";
import { insertBlock, plainAddress, replace } from "./editing.js";

const LONGEST = 2_000_000; // characters of HTML; what is longer is pasted plain
const words = document.getElementById("editor-words");

const service = new TurndownService({
  headingStyle: "atx",
  hr: "---",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "*",
  strongDelimiter: "**",
  br: "\\",
});
service.addRule("strikethrough", { filter: ["del", "s"], replacement: (text) => (text.trim() ? `~~${text}~~` : "") });
service.addRule("link", {
  filter: (node) => node.nodeName === "A" && node.hasAttribute("href"),
  replacement(text, node) {
    const name = text.replace(/\s+/g, " ").trim();
    return name ? `[${name}](${plainAddress(node.getAttribute("href"))})` : "";
  },
});
service.addRule("item", {
  filter: "li",
  replacement(text, node, options) {
    const ordered = node.parentNode.nodeName === "OL";
    const start = Number(node.parentNode.getAttribute("start") || 1);
    const place = [...node.parentNode.children].indexOf(node);
    const lead = ordered ? `${start + place}. ` : `${options.bulletListMarker} `;
    const inner = text.trim().replace(/\n{2,}(?=\s*(?:[-*+]|\d+\.) )/g, "\n").replace(/\n(?=.)/g, `\n${" ".repeat(lead.length)}`);
    return `${lead}${inner}${node.nextSibling ? "\n" : ""}`;
  },
});
service.addRule("table", {
  filter: "table",
  replacement(_text, table) {
    const rows = [...table.rows].map((row) =>
      [...row.cells].flatMap((cell) => {
        const text = service.turndown(cell.innerHTML).replace(/\\?\s*\n\s*/g, " ").replace(/(?<!\\)\|/g, "\\|").trim();
        return [text, ...Array(Math.min(cell.colSpan, 20) - 1).fill("")];
      }),
    );
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (!width) return "";
    // One column is a page's layout, not a table.
    if (width === 1) return `\n\n${rows.flat().filter(Boolean).join("\n\n")}\n\n`;
    const line = (cells) => `| ${Array.from({ length: width }, (_, i) => cells[i] ?? "").join(" | ")} |`;
    const [head, ...body] = rows;
    return `\n\n${[line(head), line(Array(width).fill("---")), ...body.map(line)].join("\n")}\n\n`;
  },
});

/** Return the Markdown of formatted text from the clipboard; "" if its form says nothing that the text does not. */
export function toMarkdown(html, base = location.href) {
  const body = html.length > LONGEST ? null : cleaned(html, base);
  return body ? service.turndown(body).trim() : "";
}

let asPlain = false;
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "v") asPlain = event.shiftKey && (event.ctrlKey || event.metaKey);
});
document.addEventListener("keyup", (event) => {
  if (event.key.toLowerCase() === "v") asPlain = false;
});

document.addEventListener("paste", (event) => {
  const editor = event.target;
  if (asPlain || event.defaultPrevented || !editor.classList?.contains("markdownx-editor")) return;
  const data = event.clipboardData;
  // An editor of code puts its colours on the clipboard, which mean nothing here.
  if (!data || [...data.types].some((type) => type.startsWith("vscode"))) return;
  const markdown = toMarkdown(data.getData("text/html"));
  if (!markdown || markdown === data.getData("text/plain").trim()) return;
  event.preventDefault();
  if (markdown.includes("\n")) insertBlock(editor, markdown);
  else replace(editor, editor.selectionStart, editor.selectionEnd, markdown);
  const note = editor.closest(".markdownx").querySelector(".editor-note");
  note.textContent = words.dataset.pasted;
  editor.addEventListener("input", () => (note.textContent = ""), { once: true });
});
