// Draws a token for a vote without showing it to the node: RFC 9497, VOPRF mode, ristretto255 and SHA-512 (RFC 9380, RFC 9496).
// What is secret here is this telephone's own and used once, so that time may tell about it.
"use strict";
(() => {
  const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const mod = (a, m = P) => ((a % m) + m) % m;
  const pow = (b, e, m = P) => { let r = 1n; for (b = mod(b, m); e > 0n; e >>= 1n, b = (b * b) % m) if (e & 1n) r = (r * b) % m; return r; };
  const inverse = (a, m) => pow(a, m - 2n, m);
  const D = mod(-121665n * inverse(121666n, P)), I = pow(2n, (P - 1n) / 4n);
  const odd = (a) => (a & 1n) === 1n;
  const abs = (a) => (odd(a) ? P - a : a);
  // SQRT_RATIO_M1 of RFC 9496 §4.2.
  const root = (u, v) => {
    const v3 = mod(v * v * v);
    let r = mod(u * v3 * pow(u * v3 * v3 * v, (P - 5n) / 8n));
    const check = mod(v * r * r), right = check === mod(u), turned = check === mod(-u), other = check === mod(-u * I);
    if (turned || other) r = mod(r * I);
    return [right || turned, abs(r)];
  };
  const half = root(1n, mod(-1n - D))[1], full = P - root(mod(-D - 1n), 1n)[1];
  const add = ([x, y, z, t], [X, Y, Z, T]) => {
    const a = mod((y - x) * (Y - X)), b = mod((y + x) * (Y + X)), c = mod(2n * D * t * T), d = mod(2n * z * Z);
    const e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  };
  const times = (n, p) => { let r = [0n, 1n, 1n, 0n]; for (n = mod(n, L); n > 0n; n >>= 1n, p = add(p, p)) if (n & 1n) r = add(r, p); return r; };
  const number = (bytes) => bytes.reduceRight((n, b) => n * 256n + BigInt(b), 0n);
  const bytes = (n, size = 32) => Uint8Array.from({ length: size }, (_, i) => Number((n >> BigInt(8 * i)) & 255n));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const ascii = (text) => new TextEncoder().encode(text);
  const hex = (b) => [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
  // RFC 9496 §4.3.2 and §4.3.1.
  const encode = ([x, y, z, t]) => {
    const u1 = mod((z + y) * (z - y)), u2 = mod(x * y);
    const r = root(1n, mod(u1 * u2 * u2))[1], d1 = mod(r * u1), d2 = mod(r * u2), zi = mod(d1 * d2 * t);
    const turn = odd(mod(t * zi));
    const X = turn ? mod(y * I) : x, Y = turn ? mod(x * I) : y, d = turn ? mod(d1 * half) : d2;
    return bytes(abs(mod(d * (odd(mod(X * zi)) ? z + Y : z - Y))));
  };
  const decode = (from) => {
    const s = number(from);
    if (from.length !== 32 || s >= P || odd(s)) throw new Error("element");
    const u1 = mod(1n - s * s), u2 = mod(1n + s * s), v = mod(-D * u1 * u1 - u2 * u2);
    const [ok, r] = root(1n, mod(v * u2 * u2));
    const x = abs(mod(2n * s * r * u2)), y = mod(u1 * r * r * u2 * v), t = mod(x * y);
    if (!ok || odd(t) || y === 0n || s === 0n) throw new Error("element");
    return [x, y, 1n, t];
  };
  // RFC 9496 §4.3.4.
  const map = (from) => {
    const r = mod(I * (number(from) & ((1n << 255n) - 1n)) ** 2n), u = mod((r + 1n) * (1n - D * D));
    const v = mod((-1n - r * D) * (r + D));
    let [ok, s] = root(u, v), c = P - 1n;
    if (!ok) { s = mod(-abs(mod(s * (number(from) & ((1n << 255n) - 1n))))); c = r; }
    const n = mod(c * (r - 1n) * (D - 1n) ** 2n - v);
    const w0 = mod(2n * s * v), w1 = mod(n * full), w2 = mod(1n - s * s), w3 = mod(1n + s * s);
    return [mod(w0 * w3), mod(w2 * w1), mod(w1 * w3), mod(w0 * w2)];
  };
  const sha = async (kind, b) => new Uint8Array(await crypto.subtle.digest(kind, b));
  const suite = "OPRFV1-\u0001-ristretto255-SHA512";
  const expand = async (message, tag) => {
    const end = joined(ascii(tag + suite), [tag.length + suite.length]);
    const first = await sha("SHA-512", joined(new Uint8Array(128), message, [0, 64, 0], end));
    return sha("SHA-512", joined(first, [1], end));
  };
  const long = (b) => joined([b.length >> 8, b.length & 255], b);
  const scalar = async (message) => mod(number(await expand(message, "HashToScalar-")), L);
  const group = async (input) => {
    const u = await expand(input, "HashToGroup-");
    return add(map(u.slice(0, 32)), map(u.slice(32)));
  };
  const random = (size) => crypto.getRandomValues(new Uint8Array(size));
  const base = [15112221349535400772501151409588531511454012693041857206046113283949847762202n, 4n * inverse(5n, P) % P, 1n, 0n];
  base[3] = mod(base[0] * base[1]);
  const blind = async (input, secret) => encode(times(secret, await group(input)));
  // RFC 9497 §2.2.2 for one element, then §3.3.2.
  const finalize = async (input, secret, asked, answered, proof, key) => {
    const seed = await sha("SHA-512", joined(long(key), long(ascii("Seed-" + suite))));
    const weight = await scalar(joined(long(seed), [0, 0], long(asked), long(answered), ascii("Composite")));
    const e = decode(answered), m = times(weight, decode(asked)), z = times(weight, e);
    const c = number(proof.slice(0, 32)), s = number(proof.slice(32));
    const seen = [m, z, add(times(s, base), times(c, decode(key))), add(times(s, m), times(c, z))].map((p) => long(encode(p)));
    if (c !== (await scalar(joined(long(key), ...seen, ascii("Challenge"))))) throw new Error("proof");
    return sha("SHA-512", joined(long(input), long(encode(times(inverse(secret, L), e))), ascii("Finalize")));
  };
  if (typeof document === "undefined") { globalThis.voprf = { blind, finalize, hex, unhex, number }; return; }

  // The page of a vote. What this telephone knows of it is kept here until somebody presses "forget", and nowhere else.
  const page = document.querySelector("[data-vote]");
  if (!page) return;
  const $ = (sel) => page.querySelector(sel);
  const name = "sila-vote-" + page.dataset.vote;
  const kept = () => { try { return JSON.parse(localStorage.getItem(name) ?? "{}"); } catch { return {}; } };
  const keep = (what) => localStorage.setItem(name, JSON.stringify(what));
  const own = $("[data-own]"), token = $("#token"), form = $("form[data-method]");
  const say = (key) => { if (own) { own.hidden = false; own.dataset.now = key; $("[data-words]").textContent = own.dataset[key]; } };
  const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const base32 = (b) => {
    const bits = [...b].map((n) => n.toString(2).padStart(8, "0")).join("");
    return (bits.match(/.{5}/g) ?? []).map((five) => signs[parseInt(five, 2)]).join("");
  };
  const unbase32 = (text) => {
    const clean = text.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
    const bits = [...clean].map((c) => signs.indexOf(c).toString(2).padStart(5, "0")).join("");
    return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => parseInt(eight, 2));
  };

  // Blinds what this telephone has made up, lets the node answer, takes the blind off, and looks whether the key was the vote's.
  const draw = async (slip) => {
    if (!globalThis.isSecureContext) { say("unsafe"); return; }
    say("drawing");
    const had = kept();
    const mine = had.slip === slip && had.nonce ? had : { slip, nonce: hex(random(10)), secret: hex(bytes(mod(number(random(64)), L - 1n) + 1n)) };
    keep(mine);
    const input = unhex(mine.nonce), secret = number(unhex(mine.secret)), asked = await blind(input, secret);
    let answer;
    try {
      answer = await fetch(page.dataset.token, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ slip, asked: hex(asked) }) });
    } catch { say("offline"); return; }
    if (answer.status >= 500) { say("offline"); return; }
    if (!answer.ok) { localStorage.removeItem(name); say(answer.status === 401 ? "unknown" : "drawn"); return; }
    const { answered, proof } = await answer.json();
    let value;
    try {
      value = await finalize(input, secret, asked, unhex(answered), unhex(proof), unhex(page.dataset.key));
    } catch { say("cheat"); return; }
    ready(base32(joined(input, value.slice(0, 10))));
  };
  const ready = (words) => {
    keep({ token: words });
    token.value = words;
    $("[data-token-field]").hidden = true;
    say("ready");
  };

  const dots = $("[data-dots]"), counts = [...page.querySelectorAll(".stepper input")];
  const left = () => {
    const given = counts.reduce((sum, field) => sum + (parseInt(field.value, 10) || 0), 0);
    $("[data-dots] b").textContent = dots.dataset.dots - given;
    dots.classList.toggle("over", given > dots.dataset.dots);
    return dots.dataset.dots - given;
  };
  if (dots) {
    dots.hidden = false;
    page.querySelectorAll("[data-step]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const field = button.parentElement.querySelector("input"), step = Number(button.dataset.step);
        const now = parseInt(field.value, 10) || 0;
        if (now + step >= 0 && (step < 0 || left() > 0)) field.value = now + step || "";
        left();
      });
    });
    page.addEventListener("input", left);
    left();
  }

  // The marks of the ballot as they are hashed: option and mark, by option.
  const marks = () => {
    const all = [...new FormData(form)].filter(([key, value]) => /^m[0-9]+$/.test(key) && value.trim());
    const read = all.map(([key, value]) => [Number(key.slice(1)), Number(value)]);
    return read.filter(([, mark]) => mark > 0 || form.dataset.method === "SCORE").sort(([a], [b]) => a - b).flat();
  };
  form?.addEventListener("submit", () => {
    const nonce = unbase32(token.value).slice(0, 10);
    if (nonce.length === 10) keep({ token: token.value, nonce: hex(nonce), marks: marks() });
  });
  const leafOf = async ({ nonce, marks }) => hex(await sha("SHA-256", joined([0], unhex(nonce), marks)));

  const begin = async () => {
    const hash = location.hash.slice(1), had = kept();
    if (hash) history.replaceState(null, "", location.pathname);
    if (page.dataset.leaf) {
      const same = had.marks && globalThis.isSecureContext && (await leafOf(had)) === page.dataset.leaf;
      if (same) keep({ nonce: had.nonce, marks: had.marks, cast: true });
      if (!same && had.marks) say("lost");
    } else if (page.dataset.closed) {
      if (!had.cast || !globalThis.isSecureContext) return;
      say($(`[data-leaf="${await leafOf(had)}"]`) ? "found" : "lost");
      const button = $("[data-forget]");
      button.hidden = false;
      button.addEventListener("click", () => { localStorage.removeItem(name); own.hidden = true; });
    } else if (had.cast) {
      say("cast");
      form.hidden = true;
    } else if (hash.startsWith("t-")) ready(hash.slice(2));
    else if (had.token) ready(had.token);
    else if (hash.startsWith("s-") || had.slip) await draw(hash.slice(2) || had.slip);
  };
  begin();
})();
