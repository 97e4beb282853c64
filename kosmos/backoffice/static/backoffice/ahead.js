// What lies ahead of an account is played after the page is there, and put into it; without scripts a link asks for it.
(async () => {
  const link = document.getElementById("ahead");
  const words = link.textContent;
  link.textContent = link.dataset.busy;
  try {
    const answer = await fetch(link.href, { redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = [...document.querySelectorAll("[data-ahead]")].map((part) => [part, page.getElementById(part.id)]);
    if (page.getElementById("ahead") || parts.some(([, played]) => !played)) throw new Error("not played");
    for (const [part, played] of parts) part.replaceWith(played);
  } catch {
    link.textContent = words;
  }
})();
