// Where the keyboard and the voice begin on a page that answers a form. What came of it stands at the top, the field
// that is wrong may stand far down: go there, so that it is heard and seen first (WCAG 2.2, 3.3.1 and 4.1.3).

let busy = false; // who went on meanwhile is left alone
for (const type of ["keydown", "pointerdown"]) addEventListener(type, () => (busy = true), { once: true, capture: true });

function goTo(element) {
  if (!element.matches("input, select, textarea")) element.tabIndex = -1;
  element.closest("details:not([open])")?.setAttribute("open", "");
  element.focus();
}

// On load, and not before: Django's own script goes to the first field of a form that adds.
addEventListener("load", () => {
  if (busy) return;
  const wrong = document.querySelector(".conflict h2, main [aria-invalid='true']");
  const note = document.querySelector("main .errornote:not([hidden], .markdownx-preview *)");
  const message = document.querySelector(".messagelist li");
  const first = wrong ?? note ?? message;
  if (first) goTo(first);
});
