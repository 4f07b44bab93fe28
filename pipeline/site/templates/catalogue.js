const list = $("#episodes");
const cards = $$(".episode", list).map((card) => ({
  card,
  text: folded(card.dataset.search),
  channel: card.dataset.channel,
  language: card.dataset.language,
  tags: JSON.parse(card.dataset.tags),
  title: card.dataset.title,
  duration: Number(card.dataset.duration),
  findings: Number(card.dataset.findings),
}));
const form = $(".filters");

// Without capitals and accents, so that "cafe" finds "Café".
function folded(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}

const byTitle = new Intl.Collator(undefined, { numeric: true }).compare;
const orders = {
  title: (a, b) => byTitle(a.title, b.title),
  channel: (a, b) => byTitle(a.channel, b.channel) || byTitle(a.title, b.title),
  short: (a, b) => a.duration - b.duration,
  long: (a, b) => b.duration - a.duration,
  findings: (a, b) => b.findings - a.findings || byTitle(a.title, b.title),
};

const ticked = (name) => $$(`input[name=${name}]:checked`, form).map((box) => box.value);

function chosen() {
  return {
    words: $("#search").value.trim(),
    channel: $("#channel") ? $("#channel").value : "",
    languages: ticked("language"),
    tags: ticked("tag"),
    sort: $("#sort").value,
  };
}

function fits(card, choice, words) {
  return words.every((word) => card.text.includes(word))
    && (!choice.channel || card.channel === choice.channel)
    && (!choice.languages.length || choice.languages.includes(card.language))
    && choice.tags.every((tag) => card.tags.includes(tag));
}

function apply() {
  const choice = chosen();
  const words = folded(choice.words).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const card of cards) {
    const good = fits(card, choice, words);
    card.card.hidden = !good;
    found += good;
  }
  list.append(...[...cards].sort(orders[choice.sort]).map((card) => card.card));
  announce(found === cards.length ? `${cards.length} episode${cards.length === 1 ? "" : "s"}` : `${found} of ${cards.length} episodes`);
  $("#nothing").hidden = found > 0;
  $("#clear").hidden = !(words.length || choice.channel || choice.languages.length || choice.tags.length);
  remember(choice);
}

// The choice stands in the address, so that it can be kept and sent, and Back returns to it.
function remember(choice) {
  const address = new URLSearchParams();
  if (choice.words) address.set("q", choice.words);
  if (choice.channel) address.set("channel", choice.channel);
  for (const tag of choice.languages) address.append("language", tag);
  for (const tag of choice.tags) address.append("tag", tag);
  if (choice.sort !== "title") address.set("sort", choice.sort);
  try {
    history.replaceState(null, "", `#${address}`);
  } catch {
    // Some browsers forbid it to pages opened from disk.
  }
}

function restore() {
  const address = new URLSearchParams(location.hash.slice(1));
  $("#search").value = address.get("q") || "";
  for (const [id, value] of [["channel", address.get("channel")], ["sort", address.get("sort")]]) {
    const select = $(`#${id}`);
    if (select && value && [...select.options].some((option) => option.value === value)) select.value = value;
  }
  for (const name of ["language", "tag"]) {
    const wanted = address.getAll(name);
    for (const box of $$(`input[name=${name}]`, form)) {
      box.checked = wanted.includes(box.value);
      if (box.checked) box.closest(".chip").hidden = false;
    }
  }
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => { apply(); $("#search").focus(); }));
if ($("#more")) {
  $("#more").addEventListener("click", () => {
    for (const chip of $$("[data-more]", form)) chip.hidden = false;
    $("#more").hidden = true;
    $("[data-more] input", form).focus();
  });
}

const links = () => cards.length ? $$(".episode:not([hidden]) h2 a", list) : [];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inSearch = event.target === $("#search");
  if (event.key === "/" && !isTyping(event.target)) {
    event.preventDefault();
    $("#search").focus();
  } else if (event.key === "Escape" && inSearch && $("#search").value) {
    event.preventDefault();
    $("#search").value = "";
    apply();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = links();
    const here = all.indexOf(document.activeElement);
    if (here < 0 && !(inSearch && event.key === "ArrowDown")) return;
    event.preventDefault();
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) $("#search").focus();
    else if (all[next]) all[next].focus();
  }
});

restore();
// On a phone the tags would push the episodes off the screen.
if ($("#tags")) $("#tags").open = matchMedia("(min-width: 48rem)").matches || ticked("tag").length > 0;
apply();
