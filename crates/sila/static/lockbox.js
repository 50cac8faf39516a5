// Intake without a network: what is typed is sealed to the node's key (RFC 9180, X25519) and kept; this device cannot read it again.
// It is handed over when the network is there, and forgotten when the node says what it has by the hash of it.
"use strict";
(() => {
  const page = document.querySelector("[data-lockbox]");
  const find = (name) => page.querySelector(`[data-${name}]`);
  const [said, kept, count, odd, plain, danger, rest] = ["said", "kept", "count", "odd", "plain", "danger", "rest"].map(find);
  const form = page.querySelector("form[data-seal]");
  const word = (key) => page.dataset["word" + key];
  const device = page.dataset.lockbox;
  const place = "sila-lockbox-" + device;
  const subtle = window.crypto?.subtle;
  const PART = 6000;

  const bytes = (text) => new TextEncoder().encode(text);
  const cat = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const to64 = (all) => btoa([...all].map((one) => String.fromCharCode(one)).join(""));
  const from64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const hex = (all) => [...all].map((one) => one.toString(16).padStart(2, "0")).join("");
  const none = new Uint8Array(0), salt = new Uint8Array(32), version = bytes("HPKE-v1");
  const KEM = cat(bytes("KEM"), [0, 0x20]), SUITE = cat(bytes("HPKE"), [0, 0x20, 0, 1, 0, 2]);
  const mac = async (secret, text) => {
    const key = await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await subtle.sign("HMAC", key, text));
  };
  const extract = (suite, from, label, input) => mac(from, cat(version, suite, bytes(label), input));
  const expand = async (suite, from, label, info, size) =>
    (await mac(from, cat([0, size], version, suite, bytes(label), info, [1]))).slice(0, size);
  const seal = async (aad, text) => {
    const own = await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    const enc = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    const theirs = from64(page.dataset.key);
    const there = await subtle.importKey("raw", theirs, { name: "X25519" }, false, []);
    const agreed = new Uint8Array(await subtle.deriveBits({ name: "X25519", public: there }, own.privateKey, 256));
    const shared = await expand(KEM, await extract(KEM, salt, "eae_prk", agreed), "shared_secret", cat(enc, theirs), 32);
    const context = cat([0], await extract(SUITE, salt, "psk_id_hash", none), await extract(SUITE, salt, "info_hash", bytes("sila/lockbox/1")));
    const secret = await extract(SUITE, shared, "secret", none);
    const key = await subtle.importKey("raw", await expand(SUITE, secret, "key", context, 32), "AES-GCM", false, ["encrypt"]);
    const iv = await expand(SUITE, secret, "base_nonce", context, 12);
    return cat(enc, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData: aad }, key, text)));
  };

  const all = () => JSON.parse(localStorage.getItem(place) ?? "[]");
  const keep = (list) => { localStorage.setItem(place, JSON.stringify(list)); show(list); };
  const show = (list) => {
    const waiting = list.filter((one) => !one.refused);
    count.textContent = waiting.length;
    kept.hidden = !waiting.length;
    odd.hidden = waiting.length === list.length;
    odd.querySelector("ul").replaceChildren(...list.filter((one) => one.refused).map((one) => {
      const line = document.createElement("li"), away = document.createElement("button");
      Object.assign(away, { type: "button", className: "btn soft sm", textContent: word("Away") });
      away.addEventListener("click", () => keep(all().filter((other) => other.id !== one.id)));
      line.append(one.refused + " ", away);
      return line;
    }));
  };
  const say = (key, tone) => { said.textContent = word(key); said.dataset.tone = tone; };

  let going = false;
  const send = async () => {
    const [one] = all().filter((box) => !box.refused);
    if (going || !one) return;
    going = true;
    let more = false;
    try {
      const parts = one.box.match(new RegExp(`.{1,${PART}}`, "g")).map((part) => ["part", part]);
      const body = new URLSearchParams([["id", one.id], ["sent", Date.now()], ["at", one.at], ...parts]);
      const answer = await fetch(form.action, { method: "POST", body, credentials: "omit" });
      if (!answer.ok && answer.status !== 413) throw answer;
      const came = answer.ok ? await answer.json() : { words: word("Long") };
      const mark = hex(new Uint8Array(await subtle.digest("SHA-256", from64(one.box))));
      if (came.later) said.textContent = came.words;
      if (came.later || (came.taken && came.receipt !== mark)) throw came;
      keep(all().flatMap((box) => (box.id !== one.id ? [box] : came.taken ? [] : [{ ...box, refused: came.words }])));
      if (came.taken) say("Handed", "ok");
      more = true;
    } catch {
      // What was not taken is still kept.
    }
    going = false;
    if (more) send();
  };

  const urgent = () => {
    const now = form.querySelector("input[name=danger]:checked")?.value === "yes";
    danger.hidden = !now;
    rest.hidden = now;
    return now;
  };
  form.addEventListener("change", urgent);
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const typed = [...new FormData(form)].filter(([, value]) => value.trim());
    const has = (name) => typed.some(([one]) => one === name);
    if (urgent()) { danger.focus(); return; }
    if (!has("danger")) { say("Danger", "bad"); return; }
    if (!["name_ar", "phone", "contact_phone", "place", "account", "wishes"].some(has)) { say("Empty", "bad"); return; }
    try {
      const id = crypto.randomUUID();
      const box = to64(await seal(bytes(`${device}/${id}`), bytes(JSON.stringify(typed))));
      if (box.length > page.dataset.max) { say("Long", "bad"); return; }
      keep([...all(), { id, at: Date.now(), box }]);
    } catch { say("Failed", "bad"); return; }
    form.reset();
    urgent();
    say("Sealed", "ok");
    scrollTo(0, 0);
    send();
  });

  // A browser without these sends nothing and keeps nothing: the page says so and shows the way to the form that needs a network.
  const ready = async () => {
    try { await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]); localStorage.getItem(place); return true; } catch { return false; }
  };
  ready().then((able) => {
    if (!able) return;
    plain.hidden = true;
    form.hidden = false;
    addEventListener("online", send);
    setInterval(send, 5000);
    show(all());
    send();
  });

  // The page itself and what it loads are kept, so that the device may be started again without a network. Nobody's words are in it.
  const rule = { createScriptURL: (url) => url };
  const policy = window.trustedTypes?.createPolicy("lockbox", rule) ?? rule;
  const links = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], link[rel=manifest]")];
  const parts = [location.pathname, ...links.map((link) => link.href), ...[...document.scripts].map((script) => script.src)];
  if (window.caches) caches.open("sila-lockbox").then((cache) => cache.addAll(parts)).catch(() => {});
  navigator.serviceWorker?.register(policy.createScriptURL(page.dataset.keeper)).catch(() => {});
})();
