// Rows of the entry form: move by button or by drag, and write the new places into the form.
// Without this script the places are number fields that the editor fills in.

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

function button(label, symbol, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.setAttribute("aria-label", label);
  element.title = label;
  element.textContent = symbol;
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
  document.getElementById("editor-status").textContent = text("moved")
    .replace("%place%", now)
    .replace("%count%", rows.length);
}

function equip(row, group) {
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
  row.querySelector("h3").append(tools);
  const place = row.querySelector(".field-position");
  if (place) place.hidden = true;
}

function equipGroup(group) {
  const rows = rowsOf(group);
  rows.forEach((row) => equip(row, group));
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
  event.target.querySelector("input:not([type=hidden]):not(.row-position), textarea")?.focus();
});
document.addEventListener("formset:removed", () => groups().forEach(renumber));
groups().forEach(equipGroup);
