// What must hold on every page. Runs in the page, outside its policy; gives a list of findings.
const [lang, demo, weightMax] = arguments;
const findings = [];
const say = (what) => findings.push(what);
const root = document.documentElement;
const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 80);

// Language and direction, and the way to the page in the other language.
const dir = lang === "ar" ? "rtl" : "ltr";
if (root.lang !== lang || root.dir !== dir) say(`html is ${root.lang}/${root.dir}, not ${lang}/${dir}`);
if (document.body.dir !== dir) say(`body is ${document.body.dir}`);
const twin = lang === "ar" ? "en" : "ar";
if (!document.querySelector(`link[rel=alternate][hreflang=${twin}]`)) say("no link to the other language");
if (!document.title) say("no title");

// Nothing is wider than the window.
if (root.scrollWidth > innerWidth) {
  const wide = [...document.body.querySelectorAll("*")].filter((el) => {
    const box = el.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !el.closest(".vh, .skip");
  });
  say(`overflow: ${root.scrollWidth} in ${innerWidth} px, e.g. ${wide.slice(-3).map((el) => `${el.tagName}.${el.className}`).join(", ")}`);
}

// Machine identifiers stand isolated; no text key is shown raw.
const IDENTIFIERS = [
  /\b[RC]-[A-Z0-9]{2,12}-\d{2}-\d{3,}\b/, /\b[RC]-\d{2}-\d{3,}\b/, /\b784-?\d{4}-?[\dX]{7}-?[\dX]\b/, /\+971[\d -]{6,}/,
  /\b05\d[ -]?\d{3}[ -]?\d{4}\b/, /\b[0-9a-f]{4,}…[0-9a-f]{4,}\b/, /\b[0-9a-f]{16,}\b/, /\b[0-9A-Z]{5}(-[0-9A-Z]{5}){2,}\b/,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/, /\b\d{4} \d{4} \d{4}\b/, /\bAE-[A-Z]{2}(-[A-Z]{3})*\b/, /\b(AGR|MOU)-[A-Z]/,
  /\b\d{1,3}(\.\d{1,3}){3}:\d+\b/, /[\w.]+@[\w.]+/,
];
const isolated = (node, at) => {
  for (let el = node.parentElement; el && el !== document.body; el = el.parentElement) {
    if (el.tagName === "BDI" || el.getAttribute("dir") === "ltr") return true;
  }
  const before = node.data.slice(0, at);
  const opened = before.split(/[\u2066\u2068]/).length - before.split("\u2069").length;
  return opened > 0;
};
const shown = (el) => !el.closest("script, style, noscript, template");
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const KEY = /(^|\s)[a-z0-9]+(-[a-z0-9]+)+(?=\s|$)/;
while (texts.nextNode()) {
  const node = texts.currentNode;
  if (!node.data.trim() || !shown(node.parentElement)) continue;
  for (const pattern of IDENTIFIERS) {
    const match = pattern.exec(node.data);
    if (match && !isolated(node, match.index)) say(`not isolated: ${short(node.data)} in ${node.parentElement.tagName}.${node.parentElement.className}`);
  }
  const key = lang === "ar" ? KEY.exec(node.data) : /^[a-z0-9]+(-[a-z0-9]+)+$/.exec(node.data.trim());
  if (key && !isolated(node, key.index)) say(`raw text key: ${short(node.data)}`);
}
for (const el of document.body.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    const text = el.getAttribute(name) ?? "";
    if (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(text) && !(text.startsWith("784-"))) say(`raw text key in ${name}: ${text}`);
  }
}

// The page asks nobody but its own node, and is light.
const asked = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
for (const entry of asked) {
  if (new URL(entry.name, location.href).origin !== location.origin) say(`asks another host: ${entry.name}`);
}
const weight = asked.filter((e) => e.initiatorType !== "fetch").reduce((sum, e) => sum + e.encodedBodySize, 0);
if (weight > weightMax) say(`weighs ${weight} bytes`);

// On a node with invented records, every page says so.
if (demo) {
  const banner = document.querySelector(".demo");
  const box = banner?.getBoundingClientRect();
  if (!box || box.height < 10 || !banner.innerText.trim()) say("no demo banner");
}

for (const refused of window.silaRefused ?? []) say(`refused by the policy: ${refused}`);
return findings;
