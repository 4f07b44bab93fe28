// Corrections: only where `tolk serve` handed the page out, with a token to write with.
const token = $('meta[name="tolk-token"]')?.content;

async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Tolk-Token": token },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The server does not answer; is `tolk serve` still running?");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.problem || `The server refused (${answer.status}).`);
  return said;
}

function pencil(label) {
  const button = element("button", { type: "button", class: "edit", "aria-label": label, title: label });
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M4 20l1-5L16 4l4 4L9 19zM5.6 18.4L8 18l-2-2z");
  drawing.append(path);
  button.append(drawing);
  return button;
}

// Opens an editor in `cell`; `save` gets the new text and gives back a promise.
function edit(cell, { text, label, save, button }) {
  if ($(".editor", cell)) return;
  const area = element("textarea", { "aria-label": label, lang: cell.lang, dir: "auto", maxlength: "4000" });
  area.value = text;
  const state = element("span", { class: "state", role: "status" }, "Ctrl + Enter saves, Escape leaves it as it was.");
  const keep = element("button", { type: "button", class: "plain primary" }, "Save");
  const leave = element("button", { type: "button", class: "plain" }, "Cancel");
  const box = element("span", { class: "editor", lang: "en" }, area, keep, leave, state);
  const close = () => { box.remove(); button.focus(); };
  const submit = async () => {
    const wanted = area.value.trim();
    if (!wanted) {
      state.textContent = "Nothing is not a translation.";
      state.classList.add("bad");
      return;
    }
    keep.disabled = true;
    state.classList.remove("bad");
    state.textContent = "Saving; the files of this episode are made again …";
    try {
      await save(wanted);
      close();
      announce("Saved.");
    } catch (error) {
      keep.disabled = false;
      state.classList.add("bad");
      state.textContent = error.message;
    }
  };
  keep.addEventListener("click", submit);
  leave.addEventListener("click", close);
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  });
  cell.append(box);
  area.focus();
}

// What is said now, without the buttons that stand in the cell.
function wordsOf(cell) {
  return [...cell.childNodes].filter((node) => !(node instanceof Element && node.matches(".edit, .editor"))).map((node) => node.textContent).join("");
}

async function refreshCues() {
  const answer = await fetch("episode.json", { cache: "no-store" });
  if (!answer.ok) return;
  const record = await answer.json();
  for (const [tag, cues] of Object.entries(record.tracks)) {
    page.cues[tag] = cues.map((cue) => [cue.start_ms, cue.end_ms, cue.lines.join("\n"), cue.timing]);
  }
  if (clock === mediaClock) addTracks(media);
  draw();
}

// The same sentence may stand in several places of the page.
function showCorrected(source, language, text) {
  for (const place of $$("[data-source]")) {
    if (place.dataset.source !== source) continue;
    for (const cell of $$(`[data-language="${CSS.escape(language)}"]`, place)) {
      cell.replaceChildren(text, ...$$(".edit, .editor", cell));
      cell.lang = language;
      cell.classList.remove("absent");
    }
  }
}

function offerCorrection(place, cell) {
  const { language } = cell.dataset;
  const { name } = page.languages.find((known) => known.tag === language);
  const button = pencil(`Correct the ${name}`);
  cell.append(button);
  button.addEventListener("click", () => edit(cell, {
    text: cell.classList.contains("absent") ? "" : wordsOf(cell),
    label: `Translation into ${name}`,
    button,
    save: async (text) => {
      await post("/api/correct", { slug: page.slug, language, source: place.dataset.source, text });
      showCorrected(place.dataset.source, language, text);
      await refreshCues();
    },
  }));
}

function offerCorrections() {
  for (const place of $$("[data-source]")) {
    for (const cell of $$("[data-language]:not(.source)", place)) offerCorrection(place, cell);
  }
  for (const cell of $$(".terms td[data-term]")) {
    const language = cell.dataset.language;
    const button = pencil(`Change this term in the glossary: ${cell.dataset.term}`);
    cell.append(button);
    button.addEventListener("click", () => edit(cell, {
      text: page.terms.find((term) => term[page.source] === cell.dataset.term)?.[language] || "",
      label: `${cell.dataset.term}, in the glossary`,
      button,
      save: async (text) => {
        await post("/api/term", { slug: page.slug, language, source: cell.dataset.term, text });
        location.reload();
      },
    }));
  }
}

if (token) offerCorrections();
