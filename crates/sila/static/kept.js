// Shows the kiosk from what is kept while there is no network. Nothing that is sent passes here.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (e) => {
  if (e.request.method !== "GET") return;
  const kept = async () => (await caches.match(e.request, { ignoreSearch: true })) ?? Response.error();
  e.respondWith(fetch(e.request).catch(kept));
});
