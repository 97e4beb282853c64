// A card is dragged to another column: its own form is sent with that column's stage. Without scripts the form is enough.
(() => {
  const columns = [...document.querySelectorAll("[data-stage]")];
  let lifted = null;
  const form = () => lifted.querySelector(".move form");
  const takes = (column) => lifted && !column.contains(lifted)
    && [...form().elements.to.options].some((option) => option.value === column.dataset.stage);
  const down = () => {
    lifted?.classList.remove("lifted");
    lifted = null;
    for (const column of columns) column.classList.remove("takes", "over");
  };
  for (const card of document.querySelectorAll(".apply")) {
    if (!card.querySelector(".move form")) continue;
    card.draggable = true;
    for (const link of card.querySelectorAll("a")) link.draggable = false;
    card.addEventListener("dragstart", (event) => {
      lifted = card;
      card.classList.add("lifted");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
      for (const column of columns) column.classList.toggle("takes", takes(column));
    });
    card.addEventListener("dragend", down);
  }
  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!takes(column)) return;
      event.preventDefault();
      column.classList.add("over");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("over");
    });
    column.addEventListener("drop", (event) => {
      if (!takes(column)) return;
      event.preventDefault();
      const sent = form();
      sent.elements.to.value = column.dataset.stage;
      sent.requestSubmit(sent.querySelector("button"));
    });
  }
  for (const hint of document.querySelectorAll("[data-drag-hint]")) hint.hidden = !matchMedia("(pointer: fine)").matches;
})();
