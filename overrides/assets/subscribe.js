// The signup form answers on the spot. Without this it is an ordinary form that leads to a page which says the
// same; whenever something is not as expected, that is what happens here too.

const pending = new WeakSet();

// What our own service says, from the page it answers with; nothing from anybody else.
function read(html) {
  const page = new DOMParser().parseFromString(html, "text/html").querySelector("[data-answer]");
  if (!page) return null;
  const words = (selector) =>
    [...page.querySelectorAll(selector)].filter((e) => !e.querySelector("a")).map((e) => e.textContent.trim());
  const choice = page.querySelector("#digest-error") && !page.querySelector("#email-error");
  return { title: words("h1")[0] ?? "", sentences: words(".text"), error: words(".error")[0], choice };
}

function thank(form, { title, sentences }) {
  const done = document.createElement("div");
  done.className = "band__form band__done";
  done.tabIndex = -1;
  const lines = [["strong", title], ...sentences.map((sentence) => ["span", sentence])];
  for (const [tag, text] of lines) {
    const line = document.createElement("p");
    line.append(Object.assign(document.createElement(tag), { textContent: text }));
    done.append(line);
  }
  form.replaceWith(done);
  // Whoever listens to the page hears it, and goes on from here.
  done.focus();
}

function complain(form, { title, sentences, error, choice }) {
  const said = form.querySelector("[data-error]");
  const email = form.querySelector("input[type=email]");
  const box = choice ? form.querySelector("input[type=checkbox]") : null;
  said.textContent = error ?? [title, ...sentences].join(". ");
  said.hidden = false;
  if (box) box.setAttribute("aria-describedby", said.id);
  else if (error) email.setAttribute("aria-invalid", "true");
  (box ?? email).focus();
}

async function send(form) {
  let response;
  let html;
  try {
    response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    html = await response.text();
  } catch {
    form.submit();
    return;
  }
  const answer = read(html);
  if (answer && response.ok) thank(form, answer);
  else if (answer) complain(form, answer);
  // The signup was taken and led to some other page: there it goes on, and nothing is sent twice.
  else if (response.redirected) location.assign(response.url);
  else form.submit();
}

for (const form of document.querySelectorAll("form[data-inline]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (pending.has(form)) return;
    pending.add(form);
    await send(form);
    pending.delete(form);
  });
  form.addEventListener("input", () => {
    form.querySelector("[data-error]").hidden = true;
    form.querySelector("input[type=email]").removeAttribute("aria-invalid");
  });
}
