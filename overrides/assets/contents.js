// What is in an article: beside the text where there is room, open, with a mark at the part that one reads.

const contents = document.querySelector(".contents");
const links = [...contents.querySelectorAll("a[href^='#']")];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const wide = matchMedia("(min-width: 80em)");
// How far down a heading may stand for its part to be the one that is read: a share of the window.
const READ = 0.3;
let waiting = false;

function unfold() {
  contents.open = wide.matches;
}

function mark() {
  waiting = false;
  const line = innerHeight * READ;
  const at = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < line);
  links.forEach((link, index) => {
    if (index === at) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

unfold();
mark();
wide.addEventListener("change", unfold);
addEventListener(
  "scroll",
  () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  },
  { passive: true },
);
