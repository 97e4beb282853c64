// «/» goes to the search box from anywhere but a field, and selects what is there; Escape goes back to where one was.
(() => {
  const box = document.getElementById("find");
  let before = null;
  const writes = (at) => at.isContentEditable || at.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" && event.code !== "Slash" && event.code !== "NumpadDivide") return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || writes(event.target)) return;
    event.preventDefault();
    before = document.activeElement;
    box.focus();
    box.select();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && before) {
      before.focus();
      before = null;
    }
  });
})();
