// What htmx brought with <... data-next> takes the focus: there somebody goes on.
"use strict";

document.addEventListener("htmx:afterSettle", () => {
  const next = document.querySelector("[data-next]");
  if (next) {
    next.removeAttribute("data-next");
    next.focus();
  }
});
