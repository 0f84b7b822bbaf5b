// <... data-keeps>: what somebody typed or chose in there while htmx was away is not lost when the answer takes its place.
"use strict";

let typed = new Map();

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = detail.requestConfig.formData;
  typed = new Map();
  if (!detail.target.matches("[data-keeps]") || sent.get("do")) return; // a button moves lines: places mean other things
  for (const field of detail.target.querySelectorAll("[id][name]:not([type=checkbox])")) {
    if (sent.getAll(field.name).length === 1 && sent.get(field.name) !== field.value) typed.set(field.id, field.value);
  }
});

document.addEventListener("htmx:afterSettle", () => {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    typed.delete(id);
    if (field && field.value !== value && [...(field.options || [{ value }])].some((each) => each.value === value)) {
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
});
