// Offers entries while somebody types into the search: an editable combobox with a list, as the ARIA Authoring
// Practices have it (manual selection). The options are links, so whatever a click on a link does, it does here.
// Whatever fails offers nothing, and the form is sent as it is without this.

const PAUSE = 120; // ms after the last key
const ASKED_MAX = 200; // characters: no name is longer

const root = document.documentElement;
const forms = [...document.querySelectorAll("form[data-suggest]")];
const usesFinger = matchMedia("(pointer: coarse)");
let quietUntil = 0; // the server said that it was asked too often

function attach(form, number) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.list);
  const status = document.createElement("div");
  status.className = "visually-hidden";
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let active = -1; // the option that the arrow keys are on
  let timer = 0;
  let request = null;

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function forget() {
    clearTimeout(timer);
    request?.abort();
    request = null;
  }

  function close() {
    forget();
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function optionOf({ title, matched, summary, url, lang, dir }, index) {
    const option = document.createElement("a");
    option.id = `${list.id}-${index}`;
    option.href = url;
    option.lang = lang;
    option.dir = dir;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const part = (tag, name, text) => {
      const element = document.createElement(tag);
      element.className = name;
      element.textContent = text;
      option.append(element, " ");
    };
    if (matched && matched !== title) part("span", "matched", matched);
    part("b", "title", title);
    if (summary) part("span", "summary", summary);
    return option;
  }

  function show(results) {
    mark(-1);
    list.replaceChildren(...results.map(optionOf));
    list.hidden = results.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = form.dataset.said.replace("%count%", results.length);
  }

  async function ask() {
    forget();
    const text = input.value.trim().slice(0, ASKED_MAX);
    if (!text || Date.now() < quietUntil) return close();
    const mine = (request = new AbortController());
    let results = null;
    try {
      const address = `${form.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: mine.signal });
      if (answer.status === 429) {
        quietUntil = Date.now() + 1000 * Math.min(Number(answer.headers.get("Retry-After")) || 60, 60);
      }
      if (answer.ok) ({ results } = await answer.json());
    } catch {
      // Offline, or given up for what was typed since.
    }
    if (request !== mine) return;
    request = null;
    if (Array.isArray(results) && document.activeElement === input) show(results);
    else close();
  }

  function askSoon() {
    forget();
    if (input.value.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  }

  input.addEventListener("focus", () => {
    // It has to be there before it says something, and pages where nobody searches need none.
    status.setAttribute("role", "status");
    form.append(status);
  });
  input.addEventListener("input", (event) => {
    // A composition that is not finished is not what is meant, and has a window of its own where the list would
    // be. On the keyboard of a telephone every word is one, so there it is asked for.
    if (!event.isComposing || usesFinger.matches) askSoon();
  });
  input.addEventListener("compositionend", askSoon);
  input.addEventListener("click", () => list.hidden && ask());
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);

  input.addEventListener("keydown", (event) => {
    // Within a composition the keys are its own; 229 is how Safari says so of the last one.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = list.children.length - 1;
    switch (event.key) {
      case "ArrowDown":
        if (list.hidden) ask();
        else mark(active < last ? active + 1 : 0);
        break;
      case "ArrowUp":
        if (list.hidden) return;
        mark(active > 0 ? active - 1 : last);
        break;
      case "Enter":
        if (active < 0) return;
        list.children[active].click();
        break;
      case "Escape":
        if (list.hidden) return forget();
        close();
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        mark(-1); // these move the caret
        return;
      default:
        return;
    }
    event.preventDefault();
  });

  // A press on the list leaves the focus in the box, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Browsers do not restore a box without completions of theirs, where they do not keep the whole page.
    history.replaceState({ ...history.state, typed: input.value }, "");
  });
  addEventListener("pagehide", close);
  const typed = history.state?.typed;
  if (typed && number === 0) {
    input.value = typed;
    input.focus({ preventScroll: true });
  }
}

forms.forEach(attach);

// The key that leads to the box, and the switch for who is better off without it (WCAG 2.2, 2.1.4).

function readChoice() {
  try {
    root.dataset.slash = localStorage.getItem("slash") === "off" ? "off" : "on";
  } catch {
    root.dataset.slash ??= "on";
  }
}

function choose(choice) {
  root.dataset.slash = choice;
  try {
    if (choice === "off") localStorage.setItem("slash", "off");
    else localStorage.removeItem("slash");
  } catch {
    // This page knows; the next one will not.
  }
}

document.querySelector(".slash-switch button")?.addEventListener("click", () => {
  choose(root.dataset.slash === "off" ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || root.dataset.slash === "off" || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return; // Shift makes it on many keyboards
  if (event.target.isContentEditable || event.target.closest?.("input, textarea, select")) return;
  const input = forms[0]?.querySelector("input");
  input?.focus();
  if (document.activeElement !== input) return; // behind a dialog
  input.select();
  event.preventDefault();
});

addEventListener("pageshow", readChoice);
addEventListener("storage", readChoice);
readChoice();
