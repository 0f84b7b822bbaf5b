// <input data-key="/"> takes the focus when this key is pressed anywhere but where somebody writes.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!field || !field.checkVisibility()) return;
  event.preventDefault();
  field.focus();
});
