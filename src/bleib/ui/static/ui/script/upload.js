// <form data-sends="MOST BYTES"> sends its files and shows how far they are; without a script the browser sends them.
"use strict";

for (const form of document.querySelectorAll("form[data-sends]")) {
  const [place, bar, said] = [".sending", "progress", "output"].map((each) => form.querySelector(each));
  const say = (text) => { place.hidden = false; said.textContent = text; };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const size = [...form.elements.files.files].reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset.sends)) return say(form.dataset.tooLarge);
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    const broken = () => { button.disabled = false; say(form.dataset.broken); };
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (100 * loaded) / total;
      say(`${Math.floor(bar.value)} %`);
    });
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("Location");
      if (request.status === 201 && next) location.assign(next);
      else broken();
    });
    request.addEventListener("error", broken);
    button.disabled = true;
    request.send(new FormData(form));
  });
}
