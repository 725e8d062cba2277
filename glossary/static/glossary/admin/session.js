// Ask whether the login still holds before a form leaves the page, and take a fresh token along.

const form = document.getElementById("term_form");
const warning = document.getElementById("login-expired");

if (form && warning) {
  let checked = false;
  form.addEventListener("submit", async (event) => {
    if (checked) return;
    event.preventDefault();
    const { submitter } = event;
    let answer;
    try {
      answer = await fetch(document.getElementById("editor-words").dataset.session, { cache: "no-store" });
    } catch {
      answer = null; // no connection: let the browser say so in its own words, the form is kept
    }
    if (answer?.status === 401) {
      warning.hidden = false;
      warning.scrollIntoView({ block: "center" });
      warning.querySelector("a").focus();
      return;
    }
    if (answer?.ok) form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
    warning.hidden = true;
    checked = true;
    form.requestSubmit(submitter);
    checked = false;
  });

  // Leaving with unsaved text asks first.
  let dirty = Boolean(document.querySelector(".errornote:not([hidden]), .conflict"));
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = dirty && !checked));
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
