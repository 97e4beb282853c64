// Keeps a technician's pages for when there is no connection: the network first, and what the pages put aside if it fails.
// It puts nothing aside itself and wipes nothing but what is a shift old: visits.js and forget-visits.js do that.
const KEPT_MS = 16 * 3600 * 1000;
const PATIENCE_MS = 6000;
const PARTS = ["style", "script", "image", "font"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const page = request.mode === "navigate";
  const scope = new URL(self.registration.scope);
  const wanted = new URL(request.url);
  if (request.method !== "GET" || wanted.origin !== scope.origin) return;
  if (page ? wanted.pathname.startsWith(scope.pathname) : PARTS.includes(request.destination)) event.respondWith(answer(request, page));
});

async function answer(request, page) {
  try {
    return await (page ? soon(request) : fetch(request));
  } catch (error) {
    const kept = (await fresh(request.url)) || (page && (await fresh(`${self.registration.scope}offline/`)));
    if (kept) return kept;
    throw error;
  }
}

// A weak signal is as bad as none: what was put aside is shown when the network takes too long.
async function soon(request) {
  const coming = fetch(request);
  const kept = await fresh(request.url);
  if (!kept) return coming;
  coming.catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([coming, late]);
}

async function fresh(address) {
  const kept = await caches.match(address, { ignoreSearch: address.includes("/my-visits/"), ignoreVary: true });
  if (!kept) return undefined;
  const at = Date.parse(kept.headers.get("Date") || "");
  return Number.isNaN(at) || Date.now() - at < KEPT_MS || !address.includes("/my-visits/") ? kept : undefined;
}
