// Frames as long as their mail, when somebody wants to see it whole. Without script each one scrolls.
const whole = document.getElementById("whole");
whole.closest("label").hidden = false;
const frames = [...document.querySelectorAll("iframe")];
const text = document.querySelector(".text");
function fit() {
  text.style.height = whole.checked ? "auto" : "";
  for (const frame of frames) {
    const page = frame.contentDocument;
    frame.style.height = whole.checked && page ? `${page.documentElement.scrollHeight}px` : "";
  }
}
whole.addEventListener("change", fit);
for (const frame of frames) frame.addEventListener("load", fit);
