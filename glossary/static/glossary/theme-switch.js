// The switch between light and dark. It remembers a choice only while that differs from what the system
// prefers: who switches back follows the system again, into the evening too.

const KEY = "theme";
const root = document.documentElement;
const button = document.querySelector(".theme-switch");
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

const preferred = () => (prefersDark.matches ? "dark" : "light");
const shown = () => root.dataset.theme ?? preferred();

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : null;
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    if (theme) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // The page changes all the same; the next one will not know.
  }
}

function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  button.setAttribute("aria-pressed", String(shown() === "dark"));
}

if (button) {
  button.addEventListener("click", () => {
    const other = shown() === "dark" ? "light" : "dark";
    const choice = other === preferred() ? null : other;
    remember(choice);
    show(choice);
  });
  prefersDark.addEventListener("change", () => show(remembered()));
  // Chosen in another tab, or on a page that the reader left with "back".
  addEventListener("storage", () => show(remembered()));
  addEventListener("pageshow", () => show(remembered()));
}
