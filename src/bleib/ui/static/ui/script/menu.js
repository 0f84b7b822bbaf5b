// <button data-opens="ID" aria-expanded="false"> shows and hides the menu with this id on a narrow screen.
"use strict";

for (const button of document.querySelectorAll("[data-opens]")) {
  const menu = document.getElementById(button.dataset.opens);
  const show = (open) => {
    menu.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    show(false);
    button.focus();
  });
}
