// Runs before the page is drawn, so that it never flashes in the wrong colours.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("tolk.theme");
  if (theme === '"dark"' || theme === '"light"') {
    document.documentElement.dataset.theme = JSON.parse(theme);
  }
} catch {
  // Storage may be closed to pages opened from disk; the system's choice stands.
}
