(() => {
  const host = document.getElementById("kc-preview");
  const root = host ? host.shadowRoot : document;

  // Over plain http a page has no clipboard of its own; the old way copies what is selected.
  function copySelected(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.style.cssText = "position: fixed; top: 0; opacity: 0";
    document.body.append(field);
    field.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {
      // Then the fix is selected, to be copied by hand.
    }
    field.remove();
    return done;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copySelected(text);
    }
  }

  async function onPress(button) {
    const code = button.closest(".fix").querySelector("code");
    const done = await copy(button.dataset.copy);
    const label = button.firstChild;
    label.data = done ? "Copied" : "Selected";
    root.querySelector("[role=status]").textContent = done ? "Copied." : "The fix is selected: copy it with your keyboard.";
    button.focus({ preventScroll: true });
    if (!done) getSelection().selectAllChildren(code);
    setTimeout(() => { label.data = "Copy"; }, 3000);
  }

  for (const button of root.querySelectorAll(".fix button")) {
    button.hidden = false;
    button.addEventListener("click", () => onPress(button));
  }

  // Articles that readers do not see yet, where they stand in a list.
  function mark() {
    const waiting = JSON.parse(document.getElementById("kc-preview-waiting").textContent);
    for (const link of document.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) > a[href], li > a[href]")) {
      const text = waiting[decodeURI(link.pathname)];
      if (!text || link.closest("nav, header, footer, .prose, [data-kc-waiting]")) continue;
      const note = document.createElement("span");
      note.textContent = text;
      note.dataset.kcWaiting = "";
      note.style.cssText =
        "display: table; margin: .375rem 0; padding: .0625rem .5rem; border: 1px solid currentColor; border-radius: 4px;" +
        "font: 500 .8125rem/1.5 var(--sans, system-ui, sans-serif); color: var(--warn, inherit)";
      (link.closest("h1, h2, h3, h4, h5, h6") ?? link).after(note);
    }
  }

  if (host) addEventListener("DOMContentLoaded", mark);
})();
