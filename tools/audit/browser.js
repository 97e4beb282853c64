// What is measured inside a page: its weight, whom it asks, what is too small to touch, what runs off its side.
(() => {
  const SMALLEST = 44;
  const reached = (element, x, y) => {
    const found = document.elementFromPoint(x, y);
    if (!found) return false;
    const label = found.closest("label");
    return element.contains(found) || found.contains(element) && found === element.parentElement ||
      Boolean(label && (label.control === element || label.contains(element)));
  };
  const boxOf = (element) => {
    const boxes = [element, ...(element.labels || [])].map((one) => one.getBoundingClientRect());
    const least = (box) => Math.min(box.width, box.height);
    return boxes.reduce((big, box) => (least(box) > least(big) ? box : big));
  };
  const inText = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement.textContent.replace(element.textContent, "");
    return /[\p{L}\d]/u.test(around);
  };
  const tooSmall = (element) => {
    if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) return null;
    const box = boxOf(element);
    if (box.bottom <= 0 || box.right <= 0 || box.width <= 1 || inText(element)) return null;
    if (box.width >= SMALLEST - 0.5 && box.height >= SMALLEST - 0.5) return null;
    const [x, y, far] = [box.x + box.width / 2, box.y + box.height / 2, SMALLEST / 2 - 1];
    const wide = box.width >= SMALLEST - 0.5 || (reached(element, x - far, y) && reached(element, x + far, y));
    const high = box.height >= SMALLEST - 0.5 || (reached(element, x, y - far) && reached(element, x, y + far));
    if (wide && high) return null;
    const name = (element.textContent || element.getAttribute("aria-label") || element.name || "").trim();
    return `${element.tagName.toLowerCase()}.${element.className} "${name.replace(/\s+/g, " ").slice(0, 40)}" ` +
      `${Math.round(box.width)}×${Math.round(box.height)}`;
  };
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  // What is asked for again comes from the browser's store, and a service worker hands it over unpacked: it counts once.
  const weigh = (some) => {
    const sizes = new Map();
    for (const { name, encodedBodySize: size } of some) if (size) sizes.set(name, Math.min(size, sizes.get(name) ?? size));
    return [...sizes.values()].reduce((sum, size) => sum + size, 0);
  };
  const touched = document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]",
  );
  return {
    bytes: weigh(entries),
    scripts: weigh(entries.filter((entry) => entry.initiatorType === "script" || /\.m?js(\?|$)/.test(entry.name))),
    hosts: [...new Set(entries.map((entry) => new URL(entry.name)).filter((url) => url.protocol.startsWith("http"))
      .map((url) => url.host))].filter((host) => host !== location.host),
    small: [...touched].map(tooSmall).filter(Boolean),
    over: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  };
})()
