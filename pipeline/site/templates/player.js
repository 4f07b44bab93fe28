const media = $("#media");
const mediaClock = new MediaClock(media, page.duration);
let clock = new OwnClock(page.duration);
const timeChanged = [];

const sectionAt = (ms) => lastBegun(page.sections, ms, (section) => section.start);

function seek(ms) {
  clock.time = Math.max(0, Math.min(ms, clock.duration));
  draw();
}

function toggle() {
  if (clock.playing) clock.pause();
  else clock.play();
  draw();
}

function goToSection(step) {
  const here = sectionAt(clock.time);
  // "Previous" goes to the start of this one first, as players do.
  const restart = step < 0 && here >= 0 && clock.time - page.sections[here].start > 3000;
  const wanted = page.sections[restart ? here : here + step];
  if (wanted) {
    seek(wanted.start);
    announce(wanted.title[page.languages[shown.first].tag] || wanted.title[page.source] || "");
  }
}

function goToSentence(step) {
  const here = lastBegun(page.sentences, clock.time);
  const wanted = page.sentences[Math.max(0, here + step)];
  if (wanted) seek(wanted[0]);
}

function draw() {
  const ms = clock.time;
  showCaptions(ms);
  drawGap(ms);
  const slider = $("#seek");
  slider.max = clock.duration;
  if (document.activeElement !== slider || clock.playing) slider.value = ms;
  const section = page.sections[sectionAt(ms)];
  const title = section ? section.title[page.languages[shown.first].tag] || section.title[page.source] || "" : "";
  $("#now").textContent = title;
  slider.setAttribute("aria-valuetext", `${mark(ms)} of ${mark(clock.duration)}${title ? `, ${title}` : ""}`);
  $("#time").textContent = mark(ms);
  root.classList.toggle("playing", clock.playing);
  $("#play").setAttribute("aria-label", clock.playing ? "Pause" : "Play");
  for (const listener of timeChanged) listener(ms);
}

function drawGap(ms) {
  const gap = $("#gap");
  const next = $("#captions").childElementCount ? null : nextCaption(ms);
  const own = clock !== mediaClock;
  gap.hidden = !own || next === null;
  if (gap.hidden) return;
  if (clock.playing && $("#skip").checked && next - ms > 600) {
    clock.time = next;
    return;
  }
  const wait = Math.ceil((next - ms) / 1000);
  gap.textContent = ms === 0 && !clock.playing ? "Press play" : `next caption in ${wait} s`;
}

function tick() {
  if (clock.playing) {
    if (clock.time >= clock.duration) clock.pause();
    draw();
  }
  requestAnimationFrame(tick);
}

function useMedia() {
  const at = clock.time;
  clock.pause();
  clock = mediaClock;
  clock.changed = draw;
  clock.rate = Number($("#rate").value);
  if (at > 0) clock.time = at;
  media.hidden = false;
  $("#skip-label").hidden = true;
  root.classList.toggle("has-picture", media.videoWidth > 0);
  addTracks(media);
  draw();
}

function drawTicks() {
  const ticks = page.sections.filter((section) => section.start > 0).map((section) => {
    const line = element("i");
    line.style.left = `${(section.start / clock.duration) * 100}%`;
    return line;
  });
  $("#ticks").replaceChildren(...ticks);
}

function chooseFile(file) {
  if (!file) return;
  if (media.src.startsWith("blob:")) URL.revokeObjectURL(media.src);
  media.src = URL.createObjectURL(file);
  $("#media-note").textContent = `Playing ${file.name}, from this device.`;
}

media.addEventListener("loadedmetadata", useMedia);
media.addEventListener("durationchange", drawTicks);
media.addEventListener("error", () => {
  if (media.getAttribute("src")) {
    $("#media-note").textContent = "The recording cannot be played here; the captions play on their own clock. You can choose a file of yours.";
  }
});
// `tolk serve` has an address of its own for a recording that lies outside the folder.
const servedMedia = $('meta[name="tolk-media"]')?.content;
if (servedMedia) media.src = servedMedia;
// It may have loaded, or failed, before this script ran.
if (media.readyState >= 1) useMedia();
else if (media.error) media.dispatchEvent(new Event("error"));

clock.changed = draw;
$("#play").addEventListener("click", toggle);
$("#stage").addEventListener("click", toggle);
$("#back").addEventListener("click", () => seek(clock.time - 5000));
$("#forward").addEventListener("click", () => seek(clock.time + 5000));
$("#previous").addEventListener("click", () => goToSection(-1));
$("#next").addEventListener("click", () => goToSection(1));
$("#seek").addEventListener("input", (event) => seek(Number(event.target.value)));
$("#rate").addEventListener("change", (event) => {
  clock.rate = Number(event.target.value);
  store.set("rate", event.target.value);
});
$("#file").addEventListener("change", (event) => chooseFile(event.target.files[0]));
$("#full").addEventListener("click", toggleFull);

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if ($("#player").requestFullscreen) $("#player").requestFullscreen().catch(() => {});
}

function swap() {
  if (shown.second !== "") showLanguages(shown.second, shown.first);
}

$("#first").addEventListener("change", (event) => {
  const first = Number(event.target.value);
  showLanguages(first, shown.second === first ? shown.first : shown.second);
});
if ($("#second")) {
  $("#second").addEventListener("change", (event) => {
    const second = event.target.value === "" ? "" : Number(event.target.value);
    showLanguages(second === shown.first ? Number(shown.second) : shown.first, second);
  });
  $("#swap").addEventListener("click", swap);
}
for (const name of ["size", "follow", "skip", "rate"]) {
  const control = $(`#${name}`);
  const kept = store.get(name, null);
  const isBox = control.type === "checkbox";
  if (kept !== null) {
    if (isBox) control.checked = kept === true;
    else if ([...control.options].some((option) => option.value === kept)) control.value = kept;
  }
  control.addEventListener("change", () => {
    store.set(name, isBox ? control.checked : control.value);
    if (name === "size") root.dataset.size = control.value;
  });
}
root.dataset.size = $("#size").value;
clock.rate = Number($("#rate").value);

const actions = {
  " ": toggle, k: toggle, ArrowLeft: () => seek(clock.time - 5000), ArrowRight: () => seek(clock.time + 5000),
  "[": () => goToSection(-1), "]": () => goToSection(1), ",": () => goToSentence(-1), ".": () => goToSentence(1),
  s: swap, f: toggleFull,
};

function languageKey(event) {
  const found = /^Digit([1-6])$/.exec(event.code);
  if (!found) return false;
  const number = Number(found[1]) - 1;
  if (number >= page.languages.length) return false;
  if (event.shiftKey) {
    if (number !== shown.first) showLanguages(shown.first, shown.second === number ? "" : number);
  } else {
    showLanguages(number, shown.second === number ? shown.first : shown.second);
  }
  const second = shown.second === "" ? "" : ` and ${page.languages[shown.second].name}`;
  announce(`${page.languages[shown.first].name}${second}`);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || $("#help").open) return;
  if (event.key === "?") {
    event.preventDefault();
    $("#help").showModal();
    return;
  }
  const own = event.target instanceof Element ? event.target.closest("button, summary, a, input[type=checkbox]") : null;
  if (!$("#keys").checked || (event.key === " " && own)) return;
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (action) action();
  if (action || languageKey(event)) event.preventDefault();
});
$("#help-open").addEventListener("click", () => $("#help").showModal());
$("#keys").checked = store.get("keys", true) === true;
$("#keys").addEventListener("change", (event) => store.set("keys", event.target.checked));

$("#previous").hidden = $("#next").hidden = page.sections.length < 2;
shownChanged.push(draw);
drawTicks();
