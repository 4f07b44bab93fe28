const page = JSON.parse($("#page").textContent);

// The languages shown, by number: the first, and the second or "".
const shown = { first: 0, second: page.languages.length > 1 ? 1 : "" };
const shownChanged = [];

function showLanguages(first, second) {
  shown.first = first;
  shown.second = second === first ? "" : second;
  root.dataset.first = shown.first;
  root.dataset.second = shown.second;
  $("#first").value = shown.first;
  if ($("#second")) $("#second").value = shown.second;
  const tag = (number) => (number === "" ? "" : page.languages[number].tag);
  store.set("languages", [tag(shown.first), tag(shown.second)]);
  for (const listener of shownChanged) listener();
}

function rememberedLanguages() {
  const wanted = store.get("languages", null);
  if (!Array.isArray(wanted)) return [shown.first, shown.second];
  const number = (tag) => page.languages.findIndex((language) => language.tag === tag);
  const first = number(wanted[0]);
  const second = number(wanted[1]);
  if (first < 0) return [shown.first, shown.second];
  if (wanted[1] && second < 0) return [first, first === 0 ? shown.second : 0];
  return [first, second < 0 ? "" : second];
}

function cueAt(tag, ms) {
  const cues = page.cues[tag] || [];
  const cue = cues[lastBegun(cues, ms)];
  return cue && ms < cue[1] ? cue : null;
}

function showCaptions(ms) {
  const wanted = [shown.first, shown.second].filter((number) => number !== "").map((number) => page.languages[number].tag);
  const lines = wanted.map((tag) => [tag, cueAt(tag, ms)]).filter(([, cue]) => cue);
  const key = JSON.stringify(lines);
  const box = $("#captions");
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  box.replaceChildren(...lines.map(([tag, cue]) => {
    const line = element("p", { lang: tag, dir: "auto" });
    line.textContent = cue[2];
    return line;
  }));
}

// When the next caption of the languages shown begins, or null.
function nextCaption(ms) {
  const starts = [shown.first, shown.second].filter((number) => number !== "").map((number) => {
    const cues = page.cues[page.languages[number].tag] || [];
    const cue = cues[lastBegun(cues, ms) + 1];
    return cue ? cue[0] : Infinity;
  });
  const soonest = Math.min(...starts);
  return Number.isFinite(soonest) ? soonest : null;
}

// Tracks of a recording, one per language, as WebVTT made here: pages opened from disk may load no other.
function addTracks(media) {
  for (const old of $$("track", media)) {
    URL.revokeObjectURL(old.src);
    old.remove();
  }
  const stamp = (ms) => {
    const hours = String(Math.floor(ms / 3600000)).padStart(2, "0");
    const rest = mark(ms % 3600000);
    return `${hours}:${rest}.${String(ms % 1000).padStart(3, "0")}`;
  };
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  for (const { tag, name } of page.languages) {
    if (!page.cues[tag]) continue;
    const cues = page.cues[tag].map(([start, end, text]) => `${stamp(start)} --> ${stamp(end)}\n${escaped(text)}\n`);
    const file = new Blob([`WEBVTT\n\n${cues.join("\n")}`], { type: "text/vtt" });
    media.append(element("track", { kind: "subtitles", srclang: tag, label: name, src: URL.createObjectURL(file) }));
  }
  // Hidden, not disabled: the page draws the captions itself, in the order and size chosen.
  for (const track of media.textTracks) track.mode = "hidden";
}
