// Completions for text inputs: the combobox pattern of the ARIA Authoring Practices, list autocomplete.

let count = 0;
const words = document.getElementById("editor-words")?.dataset ?? {};

function attach(input) {
  if (input.dataset.completes) return;
  input.dataset.completes = "on";
  const several = "completeSeveral" in input.dataset;
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = `completions-${(count += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.completions ?? "");
  list.hidden = true;
  const holder = document.createElement("span");
  holder.className = "completed";
  input.before(holder);
  holder.append(input, list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let active = -1;
  let timer;
  let asked = "";

  const typed = () => {
    if (!several) return input.value.trim();
    const before = input.value.slice(0, input.selectionStart ?? input.value.length);
    return before.slice(before.lastIndexOf(",") + 1).trim();
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (value) => {
    if (several) {
      const at = input.selectionStart ?? input.value.length;
      const start = input.value.slice(0, at).lastIndexOf(",") + 1;
      const end = input.value.indexOf(",", at);
      const before = input.value.slice(0, start).trimEnd();
      const after = end < 0 ? "" : input.value.slice(end + 1).trim();
      input.value = `${before}${before ? " " : ""}${value}, ${after}`;
      const caret = `${before}${before ? " " : ""}${value}, `.length;
      input.setSelectionRange(caret, caret);
    } else {
      input.value = value;
    }
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };

  const mark = (index) => {
    const options = [...list.children];
    active = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };

  const show = (results) => {
    close();
    results.forEach(({ value, hint }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.dataset.value = value;
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("strong");
      name.textContent = value;
      option.append(name);
      if (hint) option.append(` – ${hint}`);
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(value);
      });
      list.append(option);
    });
    list.hidden = !results.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const status = document.getElementById("editor-status");
    if (status) status.textContent = results.length ? words.suggested.replace("%count%", results.length) : "";
  };

  const ask = async () => {
    const text = typed();
    asked = text;
    if (!text) return close();
    try {
      const answer = await fetch(`${input.dataset.completeUrl}?q=${encodeURIComponent(text)}`);
      if (!answer.ok || asked !== text || document.activeElement !== input) return;
      show((await answer.json()).results);
    } catch {
      close(); // completions are a help; without a connection one goes on typing
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      // Enter takes a suggestion or closes the list. It never sends the form from here: who presses it a
      // moment before the list opens means the list.
      event.preventDefault();
      clearTimeout(timer);
      asked = "";
      if (active >= 0) choose(list.children[active].dataset.value);
      else close();
      return;
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active < 0 ? -1 : active - 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

const attachAll = (root) => root.querySelectorAll("[data-complete-url]").forEach(attach);

document.addEventListener("formset:added", (event) => {
  // A row is cloned from the empty one: the clone has the list, but not what makes it work.
  event.target.querySelectorAll("[data-complete-url]").forEach((input) => {
    const holder = input.closest(".completed");
    if (holder) {
      holder.replaceWith(input);
      delete input.dataset.completes;
    }
  });
  attachAll(event.target);
});
attachAll(document);
