"use strict";
const status = document.getElementById("status");
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(code);
      status.textContent = "Selected: copy it with the keyboard.";
    }
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "copy"; status.textContent = ""; }, 2000);
  });
}
