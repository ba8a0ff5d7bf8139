"use strict";
const status = document.getElementById("status");
const raw = document.getElementById("raw");
for (const code of document.querySelectorAll(".note code, .provenance dd code")) {
  const text = (code.closest(".note") ? `${raw.textContent};` : "") + code.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "copy";
  code.after(button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Copied.";
    } catch {
      code.textContent = text;
      code.classList.add("whole");
      getSelection().selectAllChildren(code);
      status.textContent = "Selected: copy it with the keyboard.";
    }
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "copy"; status.textContent = ""; }, 2000);
  });
}
