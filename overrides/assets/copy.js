// Buttons that copy an address. The links beside them work without; this brings them out and makes them copy.

const root = document.querySelector("[data-copies]");
const state = root.querySelector("[role=status]");
const LASTING = 5000;
// In the site's language; a template of before has none of it.
const said = {
  done: root.dataset.saidDone ?? "Copied",
  whole: root.dataset.saidWhole ?? "Copied: {address}",
  not: root.dataset.saidNot ?? "This browser does not let us copy. The address is {address}",
};
let forget = () => {};

// Over plain http a page has no clipboard of its own; the old way copies what is selected.
async function copy(address) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return copySelected(address);
  }
}

function copySelected(address) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = address;
  field.className = "offstage";
  root.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // Then the address is shown, to be copied by hand.
  }
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}

async function onPress(button) {
  const address = button.dataset.copy;
  const done = await copy(address);
  forget();
  const beside = button.closest("[data-copied]").querySelector(".feed__said");
  beside.textContent = done ? said.done : address;
  beside.classList.toggle("feed__said--address", !done);
  button.classList.toggle("copy--done", done);
  state.textContent = (done ? said.whole : said.not).replace("{address}", () => address);
  const clear = () => {
    beside.textContent = state.textContent = "";
    beside.classList.remove("feed__said--address");
    button.classList.remove("copy--done");
  };
  // An address that has to be copied by hand stays until the next press.
  const timer = done ? setTimeout(clear, LASTING) : 0;
  forget = () => {
    clearTimeout(timer);
    clear();
  };
}

for (const button of root.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => onPress(button));
}
