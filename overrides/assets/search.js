// The search page. The index, and what reads it, are fetched when somebody searches, never before.
// Titles and excerpts are put on the page as text, so that whatever stands in a title is shown, not run.

const PAGE = 10;
// Of a page, those that the first screen has. A result is the whole text of a page, 2 to 4 KB: the others are fetched
// when somebody comes near them.
const FIRST = 4;
// Milliseconds without a key, after which what has been typed so far is searched for.
const PAUSE = 300;
const root = document.querySelector("[data-search]");
const state = root.querySelector(".results__state");
const list = root.querySelector(".results__list");
const more = root.querySelector(".results__more") ?? root.querySelector("button");
// A site's own copy of an older page has no such places.
const offered = root.querySelector(".results__offer") ?? element("p", "");
const filters = root.querySelector(".filters") ?? element("details", "");
const fields = [...filters.querySelectorAll("select")];
const unfilter = filters.querySelector("button");
const idle = document.querySelector(".results__idle");
const none = document.querySelector(".results__none") ?? element("div", "");
const rules = "script-src 'self'; connect-src 'self'";
const groups = JSON.parse(root.dataset.synonyms ?? "[]");
const field = document.getElementById("search-q");
const title = document.title;
let engine = null;
let results = { pages: [], needles: [] };
let found = [];
let shown = 0;
let turn = 0;
let blocked = false;
// Whether the address is of words that are still being typed, and gives way to the next.
let typing = false;

// What reads the index, and the index. A site's own copy of an older page names another file of the same folder.
function load() {
  const address = new URL(root.dataset.search.replace("pagefind/pagefind.js", "search-index/search.json"), document.baseURI);
  engine ??= import(new URL(root.dataset.engine, document.baseURI).href)
    .then(async (code) => ({ ...code, index: await code.openIndex(address) }));
  return engine;
}

// Those of the results that have what the fields are set to. What there is to filter by is fetched when they are open.
async function filtered({ index }) {
  const { pages } = results;
  const chosen = choice();
  filters.hidden = !pages.length;
  if (unfilter) unfilter.hidden = !chosen.size;
  if (chosen.size) filters.open = true;
  if (!filters.open || !pages.length) return pages;
  const values = await index.values();
  const having = (all) => pages.filter((page) => all.every(([name, value]) => values.get(name)?.get(value)?.has(page)));
  for (const field of fields) {
    const left = having([...chosen].filter(([name]) => name !== field.name));
    offerValues(field, chosen.get(field.name) ?? "", Array.from(values.get(field.name) ?? [], ([value, its]) =>
      [value, left.filter((page) => its.has(page)).length]));
  }
  return having([...chosen]);
}

// Each value of a filter with how many results it would leave, as the others are set.
function offerValues(field, mine, counted) {
  const order = new Intl.Collator(language, { numeric: true });
  const offered = counted.filter(([value, count]) => count || value === mine).sort(([one], [other]) => order.compare(one, other));
  if (mine && !offered.some(([value]) => value === mine)) offered.push([mine, 0]);
  if (field.name === "year") offered.reverse();
  field.replaceChildren(field.options[0], ...offered.map(([value, count]) => new Option(`${value} (${count})`, value)));
  field.value = mine;
}

// What the page says in the site's language; a template of before has none of it.
const SAID = {
  "searching": "Searching…",
  "quoted": "“{word}”",
  "found": "Results for {words}: {num}",
  "filtered": "With these filters: {num}",
  "nothing": "Nothing found for {words}.",
  "fewer": "Fewer or other words may help.",
  "lacking": "Nothing has {words}.",
  "not_all": "No text has all of {words}.",
  "meant": "Did you mean {words}?",
  "blocked": "The search is blocked by this site’s Content-Security-Policy, which has to allow: {rules}",
  "unreached": "The search could not be reached. Please try again in a moment."
};
const said = { ...SAID, ...JSON.parse(root.dataset.said ?? "{}") };
const say = (what, values = {}) => said[what].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const language = document.documentElement.lang || undefined;
const number = (num) => new Intl.NumberFormat(language).format(num);

// Marked as apart (UAX 9: FSI, PDI), for they are read from their own side.
const quoted = (some) =>
  new Intl.ListFormat(language, { type: "disjunction" }).format(
    some.map((word) => say("quoted", { word: `\u2068${word}\u2069` })));
const withApart = (text) =>
  text.split(/\u2068(.*?)\u2069/).map((part, at) => (at % 2 ? element("bdi", "", part) : part));

function told(count, left, query, asked) {
  const all = sentence(count, query, asked);
  return choice().size && count ? `${all}. ${say("filtered", { num: number(left) })}` : all;
}

function sentence(count, query, { queries, missing, isWhole }) {
  const nothing = say("nothing", { words: quoted([query]) });
  if (!queries.length) return nothing;
  const without = missing.length ? say("lacking", { words: quoted(missing) }) : "";
  const words = quoted(without ? queries : [query, ...queries.slice(1)]);
  if (!count) return without ? `${nothing} ${without} ${say("not_all", { words })}` : `${nothing} ${say("fewer")}`;
  const apart = isWhole ? "" : say("not_all", { words: quoted(queries[0].split(/\s+/)) });
  return [without, apart, say("found", { words, num: number(count) })].filter(Boolean).join(" ");
}

function offer(words) {
  const link = element("a", "", element("bdi", "", words));
  link.href = address(words, choice());
  const [before, after] = say("meant", { words: "\n" }).split("\n");
  offered.replaceChildren(...(words ? [before, link, after] : []));
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function entry({ url, meta, text: whole }, excerpt) {
  const parts = excerpt(whole, results.needles).map((part, at) => (at % 2 ? element("mark", "", part) : part));
  const [name, text] = [[meta.title || url], parts].map((words) => element("bdi", "", ...words));
  if (meta.language) name.lang = text.lang = meta.language;
  const link = element("a", "", name);
  link.href = new URL(url, new URL(root.dataset.home, document.baseURI));
  const item = element("li", "result");
  if (meta.topic) item.append(element("p", "label", meta.topic));
  item.append(element("h2", "card__title", link), element("p", "result__text", text));
  if (meta.date) item.append(element("p", "meta", meta.reading ? `${meta.date} · ${meta.reading}` : meta.date));
  return item;
}

async function extend(mine) {
  near.disconnect();
  more.hidden = true;
  const end = shown ? shown + PAGE - shown % PAGE : FIRST;
  const { index, excerpt } = await load();
  const next = await Promise.all(found.slice(shown, end).map((page) => index.page(page)));
  if (mine !== turn) return;
  list.append(...next.map((page) => entry(page, excerpt)));
  shown += next.length;
  more.hidden = shown >= found.length;
  if (shown % PAGE) near.observe(more);
}

const near = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && extend(turn).catch(failed));

// `before` is how the page stood when it was left.
async function search(typed, before = null) {
  const mine = ++turn;
  const query = typed.trim();
  document.title = query ? `${query} – ${title}` : title;
  idle.hidden = query !== "";
  none.hidden = true;
  list.replaceChildren();
  offer("");
  filters.hidden = more.hidden = true;
  state.textContent = query ? say("searching") : "";
  if (!query) return;
  try {
    const engine = await load();
    const asked = await engine.looked(engine.index, query, groups);
    const all = await engine.index.search(asked.queries);
    if (mine !== turn) return;
    results = all;
    const left = await filtered(engine);
    if (mine !== turn) return;
    found = left;
    shown = 0;
    do await extend(mine); while (mine === turn && shown < Math.min(before?.shown ?? 0, found.length));
    if (mine !== turn) return;
    const count = results.pages.length;
    state.replaceChildren(...withApart(told(count, found.length, query, { ...asked, isWhole: results.isWhole })));
    offer(typing ? "" : asked.offer);
    idle.hidden = none.hidden = count > 0;
    if (before?.top) scrollTo(0, before.top);
  } catch {
    if (mine !== turn) return;
    failed();
    idle.hidden = false;
  }
}

function failed() {
  // The index may be another one by now.
  engine = null;
  state.textContent = blocked ? say("blocked", { rules }) : say("unreached");
}

function asked() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

// What results are filtered by, as the address says it.
function choice() {
  const said = new URLSearchParams(location.search);
  return new Map(fields.map(({ name }) => [name, said.get(name)]).filter(([, value]) => value));
}

function address(words, chosen) {
  const made = new URL(location.href);
  for (const { name } of fields) made.searchParams.delete(name);
  for (const [name, value] of [["q", words], ...chosen]) made.searchParams.set(name, value);
  return made.href;
}

// One entry of the history for each search, however it was typed.
function remember(done, chosen = choice()) {
  history[typing ? "replaceState" : "pushState"](null, "", address(field.value.trim(), chosen));
  typing = !done;
}

function filter(chosen) {
  clearTimeout(waiting);
  remember(true, chosen);
  search(field.value);
}

let waiting = 0;
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  remember(true);
  search(field.value);
});
field.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (event.isComposing) return;
  waiting = setTimeout(() => {
    if (field.value.trim() === asked()) return;
    remember(false);
    search(field.value);
  }, PAUSE);
});
addEventListener("keydown", (event) => {
  const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes) return;
  event.preventDefault();
  field.focus();
  field.select();
});
filters.addEventListener("change", () => filter(fields.map(({ name, value }) => [name, value]).filter(([, value]) => value)));
unfilter?.addEventListener("click", () => {
  filter([]);
  filters.querySelector("summary").focus();
});
filters.addEventListener("toggle", () => {
  if (filters.open && !choice().size) load().then(filtered).catch(failed);
});
document.addEventListener("securitypolicyviolation", () => {
  blocked = true;
  if (state.textContent === say("unreached")) failed();
});
more.addEventListener("click", async () => {
  const first = shown;
  await extend(turn);
  list.children[first]?.querySelector("a")?.focus();
});
addEventListener("popstate", ({ state: before }) => {
  clearTimeout(waiting);
  typing = false;
  field.value = asked();
  search(field.value, before);
});
addEventListener("pagehide", () => history.replaceState({ shown, top: scrollY }, ""));
// What somebody has typed before this script was there stays.
field.value ||= asked();
search(asked(), history.state);
