// The search page. Pagefind's index is fetched when somebody searches, never before.
// Titles and excerpts are put on the page as text, so that whatever stands in a title is shown, not run.

const PAGE = 10;
const root = document.querySelector("[data-search]");
const state = root.querySelector(".results__state");
const list = root.querySelector(".results__list");
const more = root.querySelector("button");
const idle = document.querySelector(".results__idle");
const field = document.getElementById("search-q");
const title = document.title;
let engine = null;
let found = [];
let shown = 0;
let turn = 0;

function load() {
  const bundle = new URL(root.dataset.search, document.baseURI).href;
  engine ??= import(bundle).then(async (pagefind) => {
    await pagefind.options({ baseUrl: new URL(root.dataset.home, document.baseURI).pathname });
    return pagefind;
  });
  engine.catch(() => { engine = null; });
  return engine;
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

async function search(words) {
  const mine = ++turn;
  const query = words.trim();
  document.title = query ? `${query} – ${title}` : title;
  idle.hidden = query !== "";
  list.replaceChildren();
  more.hidden = true;
  state.textContent = query ? "Searching…" : "";
  if (!query) return;
  try {
    const pagefind = await load();
    const { results } = await pagefind.search(query);
    if (mine !== turn) return;
    found = results;
    shown = 0;
    await extend(mine);
    if (mine !== turn) return;
    const count = found.length;
    state.textContent = count
      ? `${count} result${count === 1 ? "" : "s"} for “${query}”`
      : `Nothing found for “${query}”. Fewer or other words may help.`;
    idle.hidden = count > 0;
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
