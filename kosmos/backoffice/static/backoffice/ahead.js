// What lies ahead of an account is played after the page is there, and put into it; without scripts a link asks for it.
(async () => {
  const link = document.getElementById("ahead");
  const words = link.textContent;
  link.textContent = link.dataset.busy;
  try {
    const answer = await fetch(link.href, { redirect: "error" });
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    if (page.getElementById("ahead")) throw new Error();
    for (const part of document.querySelectorAll("[data-ahead]")) part.replaceWith(page.getElementById(part.id));
  } catch {
    link.textContent = words;
  }
})();
