// Rows of the entry form: move by button or by drag, and write the new places into the form.
// Without this script the places are number fields that the editor fills in.
// Each row is a group with a name, so that "Text" and "Remove" are heard with the row they belong to, and whoever
// adds, moves or removes one by keyboard stays where it happened (WCAG 2.2, 1.3.1 and 2.4.3).

let named = 0;
let leaving = null;

const text = (name) => document.getElementById("editor-words").dataset[name];

const rowsOf = (group) =>
  [...group.querySelectorAll(".inline-related:not(.empty-form)")].filter((row) => row.closest(".inline-group") === group);

function renumber(group) {
  rowsOf(group).forEach((row, index, all) => {
    const place = row.querySelector("input.row-position");
    if (place) place.value = index + 1;
    const label = row.querySelector(".inline_label");
    if (label) label.textContent = `#${index + 1}`;
    const [up, down] = row.querySelectorAll(".row-tools button");
    if (up) up.disabled = index === 0;
    if (down) down.disabled = index === all.length - 1;
  });
}

function say(sentence) {
  document.getElementById("editor-status").textContent = sentence;
}

// The buttons stand beside the heading: in it, each would be part of its name.
function name(row) {
  const heading = row.querySelector("h3");
  if (!heading.parentElement.classList.contains("row-bar")) {
    const bar = document.createElement("div");
    bar.className = "row-bar";
    heading.before(bar);
    bar.append(heading);
  }
  heading.id = `row-name-${(named += 1)}`; // a cloned row brings the id of the empty one along
  row.setAttribute("role", "group");
  row.setAttribute("aria-labelledby", heading.id);
}

function button(label, symbol, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.title = label; // its name, too; an aria-label beside it would be heard twice
  const arrow = document.createElement("span");
  arrow.setAttribute("aria-hidden", "true");
  arrow.textContent = symbol;
  element.append(arrow);
  element.addEventListener("click", onClick);
  return element;
}

function move(row, group, step) {
  const rows = rowsOf(group);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  renumber(group);
  const now = rowsOf(group).indexOf(row) + 1;
  say(text("moved").replace("%place%", now).replace("%count%", rows.length));
}

function equip(row, group) {
  name(row);
  if (row.querySelector(".row-tools") || !row.querySelector("input.row-position")) return;
  const tools = document.createElement("span");
  tools.className = "row-tools";
  const handle = document.createElement("span");
  handle.className = "row-handle";
  handle.title = text("drag");
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  const up = button(text("up"), "↑", () => {
    move(row, group, -1);
    (up.disabled ? down : up).focus();
  });
  const down = button(text("down"), "↓", () => {
    move(row, group, 1);
    (down.disabled ? up : down).focus();
  });
  tools.append(up, down, handle);
  row.querySelector("h3").after(tools);
  const place = row.querySelector(".field-position");
  if (place) place.hidden = true;
}

function equipGroup(group) {
  const rows = rowsOf(group);
  rows.forEach((row) => equip(row, group));
  group.querySelectorAll(".empty-form").forEach(name);
  renumber(group);
  const holder = rows[0]?.parentElement ?? group.querySelector(".empty-form")?.parentElement;
  if (holder?.querySelector(".row-tools") && window.Sortable && !holder.dataset.sortable) {
    holder.dataset.sortable = "on";
    // Pointer events, not native drag: markdownx swallows the latter on the whole document.
    window.Sortable.create(holder, {
      draggable: ".inline-related:not(.empty-form)",
      handle: ".row-handle",
      forceFallback: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: () => renumber(group),
    });
  }
}

const groups = () => document.querySelectorAll(".inline-group");

document.addEventListener("formset:added", (event) => {
  const group = event.target.closest(".inline-group");
  equip(event.target, group);
  renumber(group);
  event.target.querySelector("input:not([type=hidden]):not(.row-position), select, textarea")?.focus();
});

// Once Django's script has removed a row, nothing tells where it was.
document.addEventListener(
  "click",
  ({ target }) => {
    const row = target.closest?.(".inline-deletelink")?.closest(".inline-related");
    if (!row) return;
    const group = row.closest(".inline-group");
    const rows = rowsOf(group);
    const at = rows.indexOf(row);
    leaving = { group, next: rows[at + 1] ?? rows[at - 1] };
  },
  true,
);
document.addEventListener("formset:removed", () => {
  groups().forEach(renumber);
  if (!leaving) return;
  const { group, next } = leaving;
  leaving = null;
  (next?.querySelector(".inline-deletelink") ?? group.querySelector(".addlink"))?.focus();
  say(text("removed").replace("%count%", rowsOf(group).length));
});

// Django's buttons that add and remove are links: the space bar would scroll.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.('a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
});
groups().forEach(equipGroup);
