// Makes pages quicker; every page works without it. One Trusted Types policy, no inline code, nothing kept.
"use strict";
(() => {
  const $ = (sel, from = document) => from.querySelector(sel);
  const $$ = (sel, from = document) => [...from.querySelectorAll(sel)];
  const make = (tag, set = {}) => Object.assign(document.createElement(tag), set);
  const on = (el, ...what) => el.addEventListener(...what);
  const rule = { createHTML: (html) => html };
  const policy = window.trustedTypes?.createPolicy("sila", rule) ?? rule;
  const said = $("#aloud") ?? make("p");
  const word = (key) => said.dataset[key] ?? "";
  const say = (key) => { said.textContent = word(key); };

  // Quick hide: Shift three times within five seconds, or the button. The page is covered at once.
  const away = $("[data-hide]");
  const vanish = () => {
    document.documentElement.className = "gone";
    document.title = "";
    location.replace(away.href);
  };
  let shifts = [];
  if (away) {
    on(away, "click", (e) => { e.preventDefault(); vanish(); });
    addEventListener("keyup", (e) => {
      if (e.key !== "Shift") { shifts = []; return; }
      shifts = [...shifts.filter((t) => e.timeStamp - t < 5000), e.timeStamp];
      if (shifts.length === 3) vanish();
    });
  }

  // "/" goes to the search field; Escape closes what was unfolded.
  const typing = (el) => /^(INPUT|TEXTAREA|SELECT)$/.test(el?.tagName);
  addEventListener("keydown", (e) => {
    if (e.key === "/" && !typing(document.activeElement) && !e.ctrlKey && !e.metaKey) {
      const field = $(".find input");
      if (field) { e.preventDefault(); field.focus(); }
    }
    if (e.key === "Escape") $$(".me-box[open], .more[open]").forEach((box) => { box.open = false; });
  });

  // The error summary is read first.
  $("[data-focus]")?.focus();

  // Live regions: an event names a topic; the page is asked for again and its regions are exchanged, except one
  // where somebody is writing, which waits.
  const regions = () => $$("[data-live][id]");
  const busy = (el) => el.contains(document.activeElement) || $$("[data-typed]", el).length > 0;
  addEventListener("input", (e) => { e.target.dataset.typed = "1"; });
  const sent = new Map(regions().map((r) => [r.id, r.outerHTML]));
  let waiting = false, asking = false, again = false;
  const refresh = async () => {
    if (asking) { again = true; return; }
    asking = true;
    // Without a network nothing happens: the next event asks again.
    try {
      const answer = await fetch(location.href, { headers: { "X-Sila-Live": "1" } });
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok) exchange(new DOMParser().parseFromString(policy.createHTML(await answer.text()), "text/html"));
    } catch { } finally { asking = false; }
    if (again) { again = false; refresh(); }
  };
  const exchange = (fresh) => {
    let changed = false;
    waiting = false;
    for (const old of regions()) {
      const next = fresh.getElementById(old.id);
      const html = next?.outerHTML;
      if (!next || html === sent.get(old.id)) continue;
      if (busy(old)) { waiting = true; continue; }
      sent.set(old.id, html);
      $$("details[open][id]", old).forEach((d) => fresh.getElementById(d.id)?.setAttribute("open", ""));
      old.replaceWith(document.importNode(next, true));
      changed = true;
    }
    for (const sel of [".side-in", ".iconbtn .dot"]) {
      const old = $(sel), next = $(sel, fresh);
      if (old && next && !old.contains(document.activeElement)) old.replaceWith(document.importNode(next, true));
    }
    if (waiting) say("waiting"); else if (changed && !every) say("updated");
    enhance();
  };
  let source, timer;
  const every = +document.body.dataset.every;
  if (every) setInterval(() => document.hidden || refresh(), every * 1000);
  const listen = () => {
    if (source || every || document.hidden || !regions().length) return;
    source = new EventSource("/events?since=" + document.body.dataset.now);
    on(source, "changed", (e) => {
      const topics = e.data.split(" ");
      if (!regions().some((r) => r.dataset.live.split(" ").some((t) => topics.includes(t)))) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, 250);
    });
  };
  on(document, "visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; } else if (regions().length) { refresh(); listen(); }
  });
  addEventListener("focusout", () => { if (waiting) setTimeout(refresh, 50); });
  addEventListener("pagehide", () => source?.close());

  // Autosave: two seconds after the last key the form is sent to data-autosave; the answer is the line to show, and
  // the stamp of what is kept now.
  const autosave = (form) => {
    let due;
    const line = $("[data-saved]", form);
    const send = async () => {
      due = null;
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok || answer.redirected) throw answer;
        const [words, stamp] = (await answer.text()).split("\n");
        form.elements._stamp.value = stamp;
        if (line) line.textContent = words;
      } catch (answer) { if (line) line.textContent = word(answer.status === 409 ? "crossed" : "notSaved"); }
    };
    on(form, "input", () => { clearTimeout(due); due = setTimeout(send, 2000); });
    on(form, "submit", () => clearTimeout(due));
  };

  const counter = (area) => {
    const line = $("#" + CSS.escape(area.id + "-n"));
    const show = () => {
      const left = area.dataset.max - [...area.value].length;
      line.textContent = `${word(left < 0 ? "over" : "left")} ${Math.abs(left)}`;
      line.classList.toggle("over", left < 0);
    };
    if (line) { on(area, "input", show); show(); }
  };

  const copying = (button) => {
    button.hidden = false;
    on(button, "click", async () => { await navigator.clipboard.writeText(button.dataset.copy); say("copied"); });
  };

  // A long list becomes a field to search in (ARIA combobox); the list itself still holds the value.
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/[-'’]/g, " ").trim();
  const combo = (list) => {
    const id = list.id + "-list";
    const all = [...list.options].filter((o) => o.value)
      .map((o) => ({ o, key: fold(`${o.text};${o.dataset.alias ?? ""};${o.parentElement.label ?? ""}`) }));
    const chosen = () => (list.value ? list.selectedOptions[0] : null);
    const field = make("input", { id: list.id, className: "in", autocomplete: "off", value: chosen()?.text ?? "", placeholder: word("search") });
    const box = make("ul", { id, className: "combo-list", hidden: true });
    box.setAttribute("role", "listbox");
    const set = { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
    for (const k in set) field.setAttribute(k, set[k]);
    for (const k of ["aria-describedby", "aria-invalid"]) if (list.hasAttribute(k)) field.setAttribute(k, list.getAttribute(k));
    let shown = [], at = -1;
    const open = (yes) => {
      box.hidden = !yes;
      field.setAttribute("aria-expanded", yes);
      field.removeAttribute("aria-activedescendant");
    };
    const take = (o) => {
      list.value = o?.value ?? "";
      field.value = o?.text ?? "";
      open(false);
      list.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const mark = (to) => {
      at = to;
      [...box.children].forEach((li, i) => li.setAttribute("aria-selected", i === at));
      const li = box.children[at];
      if (li) { field.setAttribute("aria-activedescendant", li.id); li.scrollIntoView({ block: "nearest" }); }
    };
    const show = (text) => {
      const words = fold(text).split(/\s+/).filter(Boolean);
      shown = all.filter((c) => words.every((w) => c.key.includes(w))).slice(0, 60).map((c) => c.o);
      box.replaceChildren(...shown.map((o, i) => {
        const li = make("li", { id: `${id}-${i}`, textContent: o.text });
        li.setAttribute("role", "option");
        const group = o.parentElement.label;
        if (group) li.append(make("span", { textContent: group }));
        on(li, "mousedown", (e) => { e.preventDefault(); take(o); });
        return li;
      }));
      if (!shown.length) box.append(make("li", { textContent: word("none") }));
      at = -1;
      open(true);
    };
    on(field, "input", () => { list.value = ""; show(field.value); });
    on(field, "click", () => show(""));
    on(field, "blur", () => take(chosen() ?? (shown.length === 1 && field.value ? shown[0] : null)));
    on(field, "keydown", (e) => {
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        if (box.hidden) show("");
        if (shown.length) mark((at + (e.key === "ArrowDown" ? 1 : shown.length - (at < 0 ? 0 : 1))) % shown.length);
      } else if (e.key === "Enter" && !box.hidden) {
        e.preventDefault();
        if (shown.length) take(shown[Math.max(at, 0)]);
      } else if (e.key === "Escape") open(false);
    });
    list.id += "-value";
    list.hidden = true;
    list.after(make("div", { className: "combo" }));
    list.nextSibling.append(field, box);
  };

  const enhance = () => {
    for (const [sel, act] of [["form[data-autosave]", autosave], ["textarea[data-max]", counter], ["button[data-copy]", copying], ["button[data-print]", (b) => { b.hidden = false; b.onclick = () => print(); }], ["select[data-combo]", combo]]) {
      $$(sel).filter((el) => !el.dataset.on).forEach((el) => { el.dataset.on = "1"; act(el); });
    }
  };
  enhance();
  listen();
})();
