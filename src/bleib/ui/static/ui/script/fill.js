// A file becomes the text of a field: <input type="file" data-fills="ID">. Longer than the field takes it is cut there.
"use strict";

document.addEventListener("change", async (event) => {
  const field = document.getElementById(event.target.dataset.fills || "");
  const file = event.target.files && event.target.files[0];
  if (field && file) {
    field.value = await file.slice(0, 1_000_000).text();
    field.focus();
  }
});
