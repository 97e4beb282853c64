// Where somebody signs in nobody is signed in: no visit of whoever worked on this device before stays on it.
// Reports that were not sent stay, encrypted: only their author's pages can read them.
(async () => {
  if (!window.caches) return;
  for (const name of await caches.keys()) if (name.startsWith("visits-")) await caches.delete(name);
})();
