// What a glossary term is in the other languages, on hover, on focus and on touch.
const popover = $("#popover");
let popoverFor = null;

function openPopover(button) {
  const term = page.terms[Number(button.dataset.term)];
  if (!term) return;
  const list = element("dl");
  for (const { tag, name } of page.languages) {
    if (!term[tag]) continue;
    const form = element("dd", { lang: tag, dir: "auto" });
    form.textContent = term[tag];
    list.append(element("div", {}, element("dt", { lang: tag }, name), form));
  }
  popover.replaceChildren(list);
  popover.hidden = false;
  popoverFor = button;
  button.setAttribute("aria-describedby", "popover");
  const box = button.getBoundingClientRect();
  const width = popover.offsetWidth;
  const left = Math.max(16, Math.min(box.left, innerWidth - width - 16));
  const below = box.bottom + 8 + popover.offsetHeight < innerHeight;
  popover.style.left = `${left + scrollX}px`;
  popover.style.top = `${(below ? box.bottom + 6 : box.top - popover.offsetHeight - 6) + scrollY}px`;
}

function closePopover() {
  popover.hidden = true;
  if (popoverFor) popoverFor.removeAttribute("aria-describedby");
  popoverFor = null;
}

for (const name of ["mouseover", "focusin", "click"]) {
  document.addEventListener(name, (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest(".term");
    if (button && button !== popoverFor) openPopover(button);
    // The pointer may go to the box itself, to read or to copy.
    else if (!button && popoverFor && !event.target.closest(".popover") && document.activeElement !== popoverFor) closePopover();
  });
}
document.addEventListener("focusout", (event) => {
  if (event.target === popoverFor) closePopover();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePopover();
});
