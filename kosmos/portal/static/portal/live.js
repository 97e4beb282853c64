// The page of a payment is loaded anew as soon as it is in another state. Without a stream it refreshes itself.
(() => {
  const shown = document.querySelector("[data-live]");
  const stream = new EventSource(shown.dataset.live);
  stream.addEventListener("state", (event) => {
    if (event.data === shown.dataset.state) return;
    stream.close();
    location.reload();
  });
})();
