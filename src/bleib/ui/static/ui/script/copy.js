// A button that copies the value of a field: <button data-copies="ID" data-copied="Copied">. Says so in its own words.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // without a secure address the browser refuses: the text is selected, Ctrl-C takes it
  }
  const words = button.querySelector("span") || button;
  words.textContent = button.dataset.copied;
  words.setAttribute("role", "status");
});
