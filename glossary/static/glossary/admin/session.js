// Keep the form in step with the login: ask before it leaves the page and on coming back to it, and take a
// fresh token along, because a login in another tab makes the old one useless.

const form = document.getElementById("term_form");
const warning = document.getElementById("login-expired");
const QUIET = 5000; // milliseconds between questions that only a look at the page asks

if (form && warning) {
  let askedAt = 0;

  // Return the status, or 0 without a connection.
  async function ask() {
    askedAt = Date.now();
    try {
      const answer = await fetch(document.getElementById("editor-words").dataset.session, { cache: "no-store" });
      if (answer.ok) {
        const { token } = await answer.json();
        // All of them: markdownx takes the first on the page, which belongs to the button that logs out.
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
      }
      if (answer.ok || answer.status === 401) warning.hidden = answer.ok;
      return answer.status;
    } catch {
      return 0;
    }
  }

  let checked = false;
  form.addEventListener("submit", async (event) => {
    if (checked) return;
    event.preventDefault();
    const { submitter } = event;
    if ((await ask()) === 401) {
      warning.scrollIntoView({ block: "center" });
      warning.querySelector("a").focus();
      return;
    }
    // Without a connection the browser says so in its own words, and the form is kept.
    checked = true;
    form.requestSubmit(submitter);
    checked = false;
  });

  async function look() {
    if (document.hidden || Date.now() - askedAt < QUIET) return;
    if ((await ask()) !== 200) return;
    // A preview that was refused meanwhile is asked for again.
    document.querySelectorAll(".markdownx-preview > .errornote").forEach((note) => {
      const editor = note.closest(".markdownx").querySelector(".markdownx-editor");
      editor.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);

  // Leaving with unsaved text asks first.
  let dirty = Boolean(document.querySelector(".errornote:not([hidden]), .conflict"));
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = dirty && !checked));
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
