// The text follows the clock, and the clock follows the text.
const rows = new Map();
for (const row of $$("[data-s]")) rows.set(Number(row.dataset.s), row);
const chapters = $$(".chapters [data-section]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let currentRow = null;
let currentChapter = null;
let readerScrolledAt = -Infinity;

for (const name of ["wheel", "touchmove"]) {
  addEventListener(name, () => { readerScrolledAt = performance.now(); }, { passive: true });
}

function follow(ms) {
  const index = lastBegun(page.sentences, ms);
  const row = ms > 0 || clock.playing ? rows.get(index) || null : null;
  if (row !== currentRow) {
    if (currentRow) {
      currentRow.classList.remove("current");
      currentRow.removeAttribute("aria-current");
    }
    currentRow = row;
    if (row) {
      row.classList.add("current");
      row.setAttribute("aria-current", "true");
      scrollTo(row);
    }
  }
  const chapter = chapters.filter((link) => Number(link.dataset.at) <= ms).pop() || null;
  if (chapter !== currentChapter) {
    if (currentChapter) currentChapter.classList.remove("current");
    if (chapter) chapter.classList.add("current");
    currentChapter = chapter;
  }
}

function scrollTo(row) {
  // A quote stated elsewhere would drag the text away; a reader who scrolls by hand is left alone.
  const byHand = performance.now() - readerScrolledAt < 4000;
  if (!clock.playing || !$("#follow").checked || row.classList.contains("away") || byHand) return;
  const box = row.getBoundingClientRect();
  const top = root.classList.contains("playing") ? innerHeight * 0.3 : 80;
  if (box.top < top || box.bottom > innerHeight - 60) {
    row.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.target.closest(".term, .edit, .editor")) return;
  const button = event.target.closest("button[data-at]");
  const row = event.target.closest(".row[data-s]");
  if (button) {
    seek(Number(button.dataset.at));
  } else if (row && getSelection().isCollapsed) {
    seek(page.sentences[Number(row.dataset.s)][0]);
  }
});
for (const link of chapters) {
  link.addEventListener("click", () => seek(Number(link.dataset.at)));
}

timeChanged.push(follow);
showLanguages(...rememberedLanguages());
tick();
