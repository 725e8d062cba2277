// Puts the reader's choice of colours on the page before it is painted, so that nothing flashes. It blocks, and
// is small for that. theme-switch.js writes the choice; the admin of Django keeps its own in the same place.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then what the system prefers holds.
}
