// A room for ideas: what is new comes by itself, on a telephone and on the wall, and what is sent is sent once, however bad
// the network. Every page works without it. Words come as text and are written as text.
"use strict";
(() => {
  const $ = (sel, from = document) => from.querySelector(sel);
  const $$ = (sel, from = document) => [...from.querySelectorAll(sel)];
  const room = $("[data-live-room]");
  const KEPT = 40;

  // One card for one idea: a card that is there is brought up to date, whatever was told before.
  const fill = (li, card) => {
    for (const [slot, key] of [["[data-text]", "text"], ["[data-by]", "by"], ["[data-n]", "n"], ["[data-c]", "c"]]) {
      const el = $(slot, li);
      if (el) el.textContent = card[key];
    }
  };
  const nil = "00000000-0000-0000-0000-000000000000";
  const fresh = (card) => {
    const li = $("template[data-card]").content.firstElementChild.cloneNode(true);
    li.dataset.idea = card.id;
    if (li.id) li.id = "i-" + card.id;
    for (const [sel, key] of [["a", "href"], ["form", "action"]]) {
      $$(sel, li).forEach((el) => el.setAttribute(key, el.getAttribute(key).replace(nil, card.id)));
    }
    fill(li, card);
    return li;
  };
  const put = (card) => {
    const there = $(`[data-idea="${CSS.escape(card.id)}"]`);
    const column = there?.closest("[data-kind]") ?? $(`[data-kind="${CSS.escape(card.kind ?? "")}"]`);
    const count = column && $("[data-count]", column);
    const more = (n) => { if (count) count.textContent = Math.max(0, Number(count.textContent) + n); };
    if (card.gone) { if (there) { there.remove(); more(-1); } return; }
    if (there) { fill(there, card); return; }
    const list = column ? $("[data-cards]", column) : $("[data-cards]");
    if (!list) return;
    list.prepend(fresh(card));
    more(1);
    while (list.children.length > KEPT) list.lastElementChild.remove();
  };

  // A wall that is paused keeps what comes and shows it when it goes on. Blank keeps nothing: it loads itself again.
  let waiting = [];
  const take = (cards) => {
    if (room.dataset.wall && room.dataset.wall !== "LIVE") waiting.push(...cards);
    else cards.forEach(put);
  };
  const turn = (state) => {
    if (!room.dataset.wall) return;
    const blank = room.dataset.wall === "BLANK";
    room.dataset.wall = state;
    if (state !== "LIVE") return;
    if (blank) { location.reload(); return; }
    waiting.forEach(put);
    waiting = [];
  };
  // Whoever is typing is not disturbed: the page is loaded again when they have sent it.
  const typing = () => $$("textarea").some((area) => area.value.trim());
  const again = () => { if (!typing()) location.reload(); };
  if (room) {
    const source = new EventSource(room.dataset.liveRoom + "?after=" + encodeURIComponent(room.dataset.after));
    let loaded = false;
    source.addEventListener("cards", (e) => take(JSON.parse(e.data)));
    source.addEventListener("wall", (e) => turn(JSON.parse(e.data)));
    source.addEventListener("answered", (e) => $$("[data-poll-n]").forEach((el) => { el.textContent = JSON.parse(e.data); }));
    source.addEventListener("again", () => { if (!loaded) { loaded = true; setTimeout(again, 300 + Math.random() * 2000); } });
    addEventListener("pagehide", () => source.close());
  }

  // Sent until it has arrived. The key in the form makes it one idea, however often it was tried.
  for (const form of $$("form[data-send]")) {
    let going = false;
    const line = form.appendChild(Object.assign(document.createElement("p"), { className: "muted small" }));
    line.setAttribute("role", "status");
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      if (going) return;
      going = true;
      const body = new URLSearchParams(new FormData(form));
      const send = async () => {
        try {
          const answer = await fetch(form.action, { method: "POST", body });
          if (answer.redirected) { form.reset(); location.assign(answer.url); return; }
          if (answer.status < 500) { form.submit(); return; }
          throw answer;
        } catch { line.textContent = form.dataset.send; setTimeout(send, 3000); }
      };
      send();
    });
  }
})();
