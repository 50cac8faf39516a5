// The device at the door: a badge is kept here the moment it is read, and handed over when the network is there. What was handed over is
// forgotten. How long ago somebody came is told, not at what time: a clock that is wrong shifts nothing.
"use strict";
(() => {
  const page = document.querySelector("[data-kiosk]");
  const form = document.querySelector("form[data-badges]");
  const field = form.querySelector("input[name=badge]");
  const [said, kept, count, odd] = ["said", "kept", "count", "odd"].map((name) => document.querySelector(`[data-${name}]`));
  const word = (key) => page.dataset["word" + key];
  const place = "sila-kiosk-" + page.dataset.kiosk;
  const all = () => JSON.parse(localStorage.getItem(place) ?? "[]");
  const keep = (list) => { localStorage.setItem(place, JSON.stringify(list)); count.textContent = list.length; kept.hidden = !list.length; };
  const say = (key, tone) => { said.textContent = word(key); said.dataset.tone = tone; };
  const plain = (text) => text.toUpperCase().replace(/[\u0660-\u0669]/g, (d) => d.charCodeAt(0) - 0x660).replace(/[IL]/g, "1").replace(/O/g, "0").replace(/[^0-9A-Z]/g, "");

  let going = false;
  const send = async () => {
    const list = all().slice(0, 100);
    if (going || !list.length) return;
    going = true;
    try {
      const body = new URLSearchParams([["sent", Date.now()], ...list.map((one) => ["came", one.badge + "@" + one.at])]);
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok) throw answer;
      const { came } = await answer.json();
      keep(all().slice(list.length));
      for (const one of came.filter((one) => !one.taken)) {
        odd.hidden = false;
        const line = document.createElement("li");
        line.append(Object.assign(document.createElement("bdi"), { textContent: one.badge }), " · " + one.words);
        odd.lastElementChild.append(line);
      }
    } catch {
      // What was not taken is still kept.
    }
    going = false;
  };
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const badge = plain(field.value);
    field.value = "";
    field.focus();
    if (badge.length !== 12) { say("Wrong", "bad"); return; }
    const list = all();
    if (list.some((one) => one.badge === badge)) { say("Again", "ok"); return; }
    keep([...list, { badge, at: Date.now() }]);
    say("Kept", "ok");
    send();
  });
  addEventListener("online", send);
  setInterval(send, 5000);
  keep(all());
  send();

  // The page itself and what it loads are kept too, so that the device may be started again without a network.
  const rule = { createScriptURL: (url) => url };
  const policy = window.trustedTypes?.createPolicy("kiosk", rule) ?? rule;
  const parts = [location.pathname, ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")].map((link) => link.href), ...[...document.scripts].map((script) => script.src)];
  if (window.caches) caches.open("sila-kiosk").then((cache) => cache.addAll(parts)).catch(() => {});
  navigator.serviceWorker?.register(policy.createScriptURL(page.dataset.keeper)).catch(() => {});
})();
