// The search page. Pagefind's index and the list of words are fetched when somebody searches, never before.
// Titles and excerpts are put on the page as text, so that whatever stands in a title is shown, not run.

const PAGE = 10;
const root = document.querySelector("[data-search]");
const state = root.querySelector(".results__state");
const list = root.querySelector(".results__list");
const more = root.querySelector("button");
// A site's own copy of an older page has no such places.
const offered = root.querySelector(".results__offer") ?? element("p", "");
const idle = document.querySelector(".results__idle");
const none = document.querySelector(".results__none") ?? element("div", "");
const groups = JSON.parse(root.dataset.synonyms ?? "[]");
const field = document.getElementById("search-q");
const title = document.title;
let engine = null;
let words = null;
let found = [];
let shown = 0;
let turn = 0;

function load() {
  const bundle = new URL(root.dataset.search, document.baseURI).href;
  engine ??= import(bundle).then(async (pagefind) => {
    // A worker is its code once more.
    await pagefind.options({ baseUrl: new URL(root.dataset.home, document.baseURI).pathname, noWorker: true });
    return pagefind;
  });
  engine.catch(() => { engine = null; });
  return engine;
}

// What is known of the site's words; nothing where the list cannot be had: then all goes to the engine.
async function known() {
  const address = new URL("words.json", new URL(root.dataset.search, document.baseURI));
  words ??= import(new URL(root.dataset.words, document.baseURI).href)
    .then(async (code) => ({ ...code, list: await code.wordList(address) }));
  words.catch(() => { words = null; });
  return words;
}

async function asking(query) {
  try {
    const { list, looked } = await known();
    return await looked(list, query, groups);
  } catch {
    return { queries: [query], missing: [], offer: "" };
  }
}

// The results of several queries as one, the best first.
async function answers(pagefind, queries) {
  const all = await Promise.all(queries.map((query) => pagefind.search(query)));
  const best = new Map();
  for (const result of all.flatMap(({ results }) => results))
    if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
  return queries.length > 1 ? [...best.values()].sort((one, other) => other.score - one.score) : all[0].results;
}

const quoted = (some) => new Intl.ListFormat("en", { type: "disjunction" }).format(some.map((one) => `“${one}”`));

function told(count, query, { queries, missing }) {
  const nothing = `Nothing found for “${query}”.`;
  if (!queries.length) return nothing;
  const without = missing.length ? `Nothing has ${quoted(missing)}` : "";
  const asked = quoted(without ? queries : [query, ...queries.slice(1)]);
  if (!count) return without ? `${nothing} ${without}, and no text has all of ${asked}.` : `${nothing} Fewer or other words may help.`;
  if (!without) return `${count} result${count === 1 ? "" : "s"} for ${asked}`;
  return `${without}; ${count === 1 ? "this is the one result" : `these are the ${count} results`} for ${asked}.`;
}

function offer(words) {
  const link = element("a", "", words);
  link.href = `?q=${encodeURIComponent(words)}`;
  offered.replaceChildren(...(words ? ["Did you mean ", link, "?"] : []));
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// Pagefind's excerpt is text with <mark> around the words found.
function excerpt(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return Array.from(body.childNodes, (node) =>
    node.nodeName === "MARK" ? element("mark", "", node.textContent) : document.createTextNode(node.textContent));
}

function entry({ url, meta, excerpt: html }) {
  const link = element("a", "", meta.title || url);
  link.href = url;
  const item = element("li", "result");
  if (meta.topic) item.append(element("p", "label", meta.topic));
  item.append(element("h2", "card__title", link), element("p", "result__text", ...excerpt(html)));
  if (meta.date) item.append(element("p", "meta", meta.reading ? `${meta.date} · ${meta.reading}` : meta.date));
  return item;
}

async function extend(mine) {
  const next = await Promise.all(found.slice(shown, shown + PAGE).map((result) => result.data()));
  if (mine !== turn) return;
  list.append(...next.map(entry));
  shown += next.length;
  more.hidden = shown >= found.length;
}

async function search(typed) {
  const mine = ++turn;
  const query = typed.trim();
  document.title = query ? `${query} – ${title}` : title;
  idle.hidden = query !== "";
  none.hidden = true;
  list.replaceChildren();
  offer("");
  more.hidden = true;
  state.textContent = query ? "Searching…" : "";
  if (!query) return;
  try {
    const [pagefind, asked] = await Promise.all([load(), asking(query)]);
    const results = asked.queries.length ? await answers(pagefind, asked.queries) : [];
    if (mine !== turn) return;
    found = results;
    shown = 0;
    await extend(mine);
    if (mine !== turn) return;
    state.textContent = told(found.length, query, asked);
    offer(asked.offer);
    idle.hidden = none.hidden = found.length > 0;
  } catch {
    if (mine !== turn) return;
    state.textContent = "The search could not be reached. Please try again in a moment.";
    idle.hidden = false;
  }
}

function asked() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("q", field.value.trim());
  history.pushState(null, "", address);
  search(field.value);
});
more.addEventListener("click", async () => {
  const first = shown;
  await extend(turn);
  list.children[first]?.querySelector("a")?.focus();
});
addEventListener("popstate", () => {
  field.value = asked();
  search(field.value);
});
// What somebody has typed before this script was there stays.
field.value ||= asked();
search(asked());
