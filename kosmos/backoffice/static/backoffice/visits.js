// A technician's work outlives the connection: pages are put aside, what is typed is kept on the device at each change,
// and a report goes out by itself, once: its key is made here, and the server takes a key only once.
// Reports are encrypted with a secret that only their author's pages know. Without scripts the form works online.
(async () => {
  const root = document.getElementById("visits");
  if (!root || !window.isSecureContext || !navigator.serviceWorker || !crypto.subtle) return;
  const { owner, secret, list, offline } = root.dataset;
  const word = (name) => root.dataset[`w${name[0].toUpperCase()}${name.slice(1)}`];
  const MINE = `visit-report:${owner}:`;
  const CACHE = `visits-${owner}`;
  const OLD_MS = 14 * 24 * 3600 * 1000;
  const AGAIN_MS = 10000;
  const form = document.getElementById("report-form");
  const [DRAFT, QUEUED, REFUSED, CHANGED] = ["draft", "queued", "refused", "changed"];

  // What is kept on the device, one thing after another.
  const bytes = Uint8Array.from(secret.match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const coded = (raw) => btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));
  const decoded = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  let turn = Promise.resolve();
  const inTurn = (work) => (turn = turn.then(work, work));

  async function keep(record) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, new TextEncoder().encode(JSON.stringify(record)));
    localStorage.setItem(MINE + record.id, JSON.stringify({ at: Date.now(), nonce: coded(nonce), hidden: coded(new Uint8Array(hidden)) }));
  }

  async function kept(id) {
    try {
      const { nonce, hidden } = JSON.parse(localStorage.getItem(MINE + id));
      const shown = await crypto.subtle.decrypt({ name: "AES-GCM", iv: decoded(nonce) }, key, decoded(hidden));
      return JSON.parse(new TextDecoder().decode(shown));
    } catch {
      return null;
    }
  }

  const forget = (id) => localStorage.removeItem(MINE + id);
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith("visit-report:"));
  const ids = () => names().filter((name) => name.startsWith(MINE)).map((name) => name.slice(MINE.length));
  const all = async () => (await Promise.all(ids().map(kept))).filter(Boolean);

  for (const name of names()) {
    if (!name.startsWith(MINE) && Date.now() - (JSON.parse(localStorage.getItem(name)).at || 0) > OLD_MS) localStorage.removeItem(name);
  }

  // Pages are put aside for when there is no connection, and nobody else's stay.
  async function putAside() {
    for (const name of await caches.keys()) if (name.startsWith("visits-") && name !== CACHE) await caches.delete(name);
    const shown = await fetch(list, { redirect: "manual" });
    if (!shown.ok) return;
    const page = new DOMParser().parseFromString(await shown.clone().text(), "text/html");
    const mine = [...page.querySelectorAll("[data-visit] h3 a")].map((link) => link.getAttribute("href"));
    const store = await caches.open(CACHE);
    await store.put(list, shown);
    for (const one of await store.keys()) {
      const { pathname } = new URL(one.url);
      if (pathname.startsWith(list) && pathname !== list && pathname !== offline && !mine.includes(pathname) && !ids().some((id) => pathname.includes(id))) await store.delete(one);
    }
    const parts = new Set(partsOf(page));
    // The list fetches all anew, a visit's page itself and what is missing.
    for (const address of [offline, ...mine]) {
      if (![list, address].includes(location.pathname) && (await store.match(address))) continue;
      const answer = await fetch(address, { redirect: "manual" });
      if (!answer.ok) continue;
      partsOf(new DOMParser().parseFromString(await answer.clone().text(), "text/html")).forEach((part) => parts.add(part));
      await store.put(address, answer);
    }
    for (const part of parts) if (!(await store.match(part))) await store.add(part);
  }

  const partsOf = (page) =>
    [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.getAttribute("href") || one.getAttribute("src"));

  // Sending: who is signed in is asked first, with a form's token that is right now.
  async function send(record) {
    const asked = await fetch(root.dataset.token, { redirect: "manual", headers: { Accept: "application/json" } });
    if (!asked.ok) return asked.type === "opaqueredirect" || asked.status === 403 ? signedOut() : false;
    const known = await asked.json();
    if (known.owner !== owner) return signedOut();
    const body = new URLSearchParams([...record.fields, ["csrfmiddlewaretoken", known.token]]);
    const answer = await fetch(record.address, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.ok) return sent(record, await answer.json());
    if ([404, 409, 422].includes(answer.status)) return judged(record, answer.status, await answer.json());
    if ([400, 413].includes(answer.status)) return judged(record, 422, { said: word("wrong") });
    return answer.type === "opaqueredirect" || answer.status === 403 ? signedOut() : false;
  }

  async function sent(record, answer) {
    forget(record.id);
    if (form && form.dataset.visit === record.id) {
      sessionStorage.setItem("visit-said", answer.said);
      location.replace(list);
    } else say(answer.said, "ok");
    return true;
  }

  async function judged(record, status, answer) {
    const now = await kept(record.id);
    if (!now) return true;
    const state = status === 422 ? REFUSED : CHANGED;
    await keep({ ...now, state, said: answer.said, errors: answer.errors || {}, version: answer.version, final: Boolean(answer.final) });
    return true;
  }

  function signedOut() {
    out = true;
    return false;
  }

  let out = false;
  let linked = navigator.onLine;
  let sending = false;
  async function sendAll() {
    if (sending) return;
    sending = true;
    out = false;
    try {
      for (const record of await all()) if (record.state === QUEUED && (await send(record)) !== undefined) linked = true;
    } catch {
      linked = false;
    } finally {
      sending = false;
      await show();
    }
  }

  // What is shown.
  const made = (name, properties = {}, ...inside) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inside);
    return one;
  };
  const note = (words, state) => {
    const one = made("div", { className: "message" }, made("div", { textContent: words }));
    one.dataset.state = state;
    return one;
  };
  const press = (words, work, name = "btn plain") => {
    const one = made("button", { className: name, type: "button", textContent: words });
    one.addEventListener("click", work);
    return one;
  };
  const WORDS = { draft: "draft", queued: "queued", refused: "refused", changed: "refused" };
  const TONES = { draft: "waiting", queued: "low", refused: "blocked", changed: "blocked" };

  let last = "";
  function say(words, state) {
    const place = document.getElementById("link");
    if (!place || last === words) return;
    last = words;
    place.replaceChildren(...(words ? [note(words, state)] : []));
  }

  async function show() {
    const records = await all();
    const apart = records.filter((one) => !form || one.id !== form.dataset.visit);
    const box = document.getElementById("unsent");
    const focused = document.activeElement && box.contains(document.activeElement) ? document.activeElement.textContent : "";
    box.hidden = !apart.length;
    box.querySelector("ul").replaceChildren(...apart.map(row));
    if (focused) [...box.querySelectorAll("button, summary, a")].find((one) => one.textContent === focused)?.focus();
    for (const card of document.querySelectorAll("li[data-visit]")) mark(card, records.find((one) => one.id === card.dataset.visit));
    if (out && records.some((one) => one.state === QUEUED)) {
      say(word("out"), "low");
      document.getElementById("link").append(made("a", { className: "btn plain", href: root.dataset.signIn, textContent: word("enter") }));
    } else if (!linked) say(word("noLink"), "low");
    else if (last === word("noLink") || last === word("out")) say("", "");
    if (form) tell(records.find((one) => one.id === form.dataset.visit));
  }

  function mark(card, record) {
    card.querySelector(".kept")?.remove();
    if (!record) return;
    const pill = made("span", { className: "pill kept", textContent: word(WORDS[record.state]) });
    pill.dataset.state = TONES[record.state];
    card.querySelector(".states").prepend(pill);
  }

  function row(record) {
    const pill = made("span", { className: "pill", textContent: word(WORDS[record.state]) });
    pill.dataset.state = TONES[record.state];
    const typed = record.fields.filter(([name, value]) => value && ["serials", "text", "signed_name"].includes(name));
    const details = made("details", {}, made("summary", { className: "more", textContent: word("typed") }));
    details.append(made("p", { className: "typed", textContent: typed.map(([, value]) => value).join("\n") }));
    const actions = made("p", { className: "actions" });
    if (record.state === QUEUED) actions.append(press(word("send"), sendAll));
    if (!record.final) actions.append(made("a", { className: "btn plain", href: record.address, textContent: word("open") }));
    actions.append(press(word("forget"), () => remove(record)));
    return made("li", {}, made("p", { className: "turn" }, made("b", { textContent: record.label }), pill), ...(record.said ? [made("p", { textContent: record.said })] : []), details, actions);
  }

  async function remove(record) {
    if (!confirm(word("sure"))) return;
    await inTurn(() => forget(record.id));
    if (form && form.dataset.visit === record.id) location.reload();
    else await show();
  }

  // The form of a visit.
  const HIDDEN = ["csrfmiddlewaretoken"];
  const fieldsOf = () => [...new FormData(form)].filter(([name]) => !HIDDEN.includes(name));
  const parts = () => [...form.querySelectorAll("fieldset, input, select, textarea, button[type=submit], #wipe")];

  function changed() {
    form.elements.made_at.value = Date.now();
    inTurn(async () => {
      await keep({ ...(await kept(form.dataset.visit)), ...asTyped(), state: DRAFT, said: "", errors: {} });
      if (!form.querySelector("[data-saved]")) {
        const saved = made("p", { textContent: word("saved") });
        saved.dataset.saved = "";
        form.append(saved);
      }
    });
  }

  const asTyped = () => ({ id: form.dataset.visit, label: form.dataset.label, address: form.getAttribute("action"), fields: fieldsOf() });

  function restore(record) {
    const typed = new URLSearchParams(record.fields);
    for (const one of form.elements) {
      if (!one.name || HIDDEN.includes(one.name)) continue;
      if (one.type === "radio" || one.type === "checkbox") one.checked = typed.getAll(one.name).includes(one.value);
      else if (one.name !== "version" || record.state !== CHANGED) one.value = typed.get(one.name) ?? one.value;
    }
    form.elements.signature.dispatchEvent(new Event("restored"));
  }

  function tell(record) {
    const place = document.getElementById("told");
    const state = record ? record.state : "";
    const fixed = state === QUEUED || state === CHANGED;
    for (const one of parts()) one.disabled = fixed;
    const told = JSON.stringify([state, record && record.said]);
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    place.replaceChildren();
    faults(state === REFUSED ? record.errors : {});
    if (state === QUEUED) place.append(note(word("waits"), "low"), press(word("send"), sendAll), press(word("change"), () => again(record, DRAFT)));
    if (state === REFUSED) place.append(note(record.said, "blocked"));
    if (state === CHANGED) {
      place.append(note(record.said, "blocked"));
      if (!record.final) place.append(press(word("anyway"), () => again(record, QUEUED)));
      place.append(press(word("forget"), () => remove(record)));
    }
  }

  async function again(record, state) {
    const fields = record.fields.map(([name, value]) => [name, name === "version" && record.version !== undefined ? String(record.version) : value]);
    await inTurn(() => keep({ ...record, fields, state, said: "" }));
    if (state === QUEUED) form.elements.version.value = record.version;
    await (state === QUEUED ? sendAll() : show());
  }

  function faults(errors) {
    form.querySelectorAll(".error").forEach((one) => one.remove());
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    let first = null;
    for (const [name, words] of Object.entries(errors)) {
      const place = form.querySelector(`[data-field="${name}"]`);
      const input = place.querySelector("textarea, select, input:not([type=hidden])");
      place.append(made("p", { className: "error", id: `${name}-e`, textContent: words }));
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", `${name}-e`);
      first = first || input;
    }
    if (first) first.focus();
  }

  if (form) {
    const before = await kept(form.dataset.visit);
    if (before) restore(before);
    else form.elements.key.value = crypto.randomUUID().replaceAll("-", "");
    form.addEventListener("input", changed);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      form.elements.made_at.value = Date.now();
      await inTurn(() => keep({ ...asTyped(), state: QUEUED, said: "", errors: {} }));
      await show();
      await sendAll();
    });
  }

  // Whoever signs out leaves no visits behind; unsent reports stay, and only he can read them.
  for (const leaving of document.querySelectorAll("form[action$='/sign-out/']")) {
    leaving.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (ids().length && !confirm(word("leaving"))) return;
      await caches.delete(CACHE);
      leaving.submit();
    });
  }

  async function refresh() {
    try {
      await putAside();
      linked = true;
    } catch {
      linked = false;
    }
    await show();
  }

  window.addEventListener("online", () => sendAll().then(refresh));
  window.addEventListener("offline", () => {
    linked = false;
    show();
  });
  document.addEventListener("visibilitychange", () => document.hidden || sendAll());
  setInterval(async () => {
    if ((await all()).some((one) => one.state === QUEUED)) await sendAll();
    if (!linked) await refresh();
  }, AGAIN_MS);
  say(sessionStorage.getItem("visit-said") || "", "ok");
  sessionStorage.removeItem("visit-said");
  await show();
  try {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: list });
  } catch {
    // no connection, or no worker: what was put aside before stays
  }
  await refresh();
  if (linked) document.documentElement.dataset.kept = "";
  await sendAll();
})();
