// Live help at the password: Caps Lock, the other keyboard layout, and a look at what was typed. The page works without it.
(() => {
  const form = document.getElementById("sign-in");
  const secrets = [...form.querySelectorAll("input[type=password]")];
  const caps = document.getElementById("caps");
  const layout = document.getElementById("layout");
  const show = document.getElementById("show");

  for (const kind of ["keydown", "keyup"]) {
    form.addEventListener(kind, (event) => {
      if (event.getModifierState) caps.hidden = !event.getModifierState("CapsLock");
    });
  }
  if (layout) {
    form.addEventListener("input", (event) => {
      if (event.target.name !== "for") layout.hidden = !/[а-яёіў]/i.test(event.target.value);
    });
  }
  show.hidden = false;
  show.addEventListener("click", () => {
    const shown = show.getAttribute("aria-pressed") === "true";
    show.setAttribute("aria-pressed", String(!shown));
    for (const secret of secrets) secret.type = shown ? "password" : "text";
  });
  form.addEventListener("submit", () => {
    for (const secret of secrets) secret.type = "password";
  });
})();
