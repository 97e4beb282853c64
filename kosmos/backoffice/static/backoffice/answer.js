"use strict";
// Ctrl+Enter in the answer presses the first button; without scripts that button is there all the same.
for (const field of document.querySelectorAll("[data-send]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector("button[name=do]"));
  });
  field.form.querySelector(".keys").hidden = false;
}
