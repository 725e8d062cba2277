// What a title or another name does in the prose of other entries, shown below its field before it is saved.
// The sentences are read out when one stops typing; the examples below them are there for whoever goes on.

let count = 0;
const QUIET = 400; // milliseconds without a key
const form = document.getElementById("term_form");
const words = document.getElementById("editor-words");
const fields = new Map(); // input → what asks for it again

const value = (name) => form.elements.namedItem(name)?.value ?? "";

function attach(input) {
  if (fields.has(input) || input.closest(".empty-form")) return;
  const row = input.closest(".form-row");
  const said = document.createElement("div");
  said.id = `name-effect-${(count += 1)}`;
  said.setAttribute("role", "status");
  const more = document.createElement("div");
  const holder = document.createElement("div");
  holder.className = "name-effect";
  holder.hidden = true;
  holder.append(said, more);
  row.append(holder);
  const helped = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.startsWith("name-effect"));
  input.setAttribute("aria-describedby", [...helped, said.id].join(" "));

  let timer;
  let asked = "";

  function clear() {
    holder.hidden = true;
    said.replaceChildren();
    more.replaceChildren();
  }

  async function ask() {
    const name = input.value.trim();
    if (!name) {
      asked = "";
      return clear();
    }
    const kind = input.name === "title" ? "title" : value(input.name.replace(/text$/, "kind"));
    const query = new URLSearchParams({ name, kind, was: input.defaultValue, term: words.dataset.term });
    query.set("language", value("language"));
    query.set("mode", value("link_mode"));
    asked = query.toString();
    const mine = asked;
    try {
      const answer = await fetch(`${input.dataset.nameEffect}?${query}`);
      if (asked !== mine) return;
      if (!answer.ok) return clear(); // it is a help; what the login needs, the form says when it is sent
      const made = document.createElement("template");
      made.innerHTML = await answer.text();
      if (asked !== mine) return;
      const facts = made.content.querySelector(".name-facts");
      if (!facts) return clear();
      holder.hidden = false;
      said.replaceChildren(...facts.children);
      facts.remove();
      more.replaceChildren(made.content);
    } catch {
      if (asked === mine) clear();
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET);
  };
  input.addEventListener("input", later);
  fields.set(input, () => asked && later());
  // A form that came back holds what was typed and not saved.
  if (input.closest(".errors") && input.value.trim()) ask();
}

const attachAll = (root) => root.querySelectorAll("[data-name-effect]").forEach(attach);

if (form && words) {
  document.addEventListener("formset:added", (event) => {
    event.target.querySelectorAll(".name-effect").forEach((copy) => copy.remove());
    attachAll(event.target);
  });
  // How the entry's names link, and in which language, matters to each of them; the kind of a name to that one.
  form.addEventListener("change", ({ target }) => {
    if (["link_mode", "language"].includes(target.name)) fields.forEach((again) => again());
    else if (/^aliases-\d+-kind$/.test(target.name)) {
      fields.get(form.elements.namedItem(target.name.replace(/kind$/, "text")))?.();
    }
  });
  attachAll(document);
}
