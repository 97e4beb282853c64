// A button beside a field copies what is in it. Without scripts the field can be selected, and the button is not there.
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const status = button.closest(".copy").querySelector("[role=status]");
    const words = button.textContent;
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        if (!document.execCommand("copy")) return;
      }
      button.textContent = status.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = words; status.textContent = ""; }, 4000);
    });
  }
})();
