// A form that only leads on is sent by itself, once: whoever comes back by «back» presses the button.
(() => {
  const form = document.querySelector("form[data-goes-on]");
  const seen = `goes-on ${location.pathname}`;
  if (sessionStorage.getItem(seen)) return;
  sessionStorage.setItem(seen, "1");
  form.submit();
})();
