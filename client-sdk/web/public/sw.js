// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

// What the seeker page needs without a network: itself, and the numbers of its line. Conversations never pass here.
// FILES is filled in by the build (tools/after_build.mjs).
const FILES = [];
const CACHE = 'page-__VERSION__';
const ARRIVAL = /^\/api\/v1\/organisations\/[^/]+\/arrival$/;
const PATIENCE = 6_000; // a line this slow is given the copy that is here

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['/', ...FILES])));
});

self.addEventListener('activate', (event) => {
  const old = async () => {
    for (const key of await caches.keys()) if (key !== CACHE) await caches.delete(key);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(keptFirst(request));
  else if (pathname === '/') event.respondWith(newestFirst(request, '/'));
  else if (ARRIVAL.test(pathname)) event.respondWith(newestFirst(request, request.url));
});

async function keptFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function newestFirst(request, key) {
  const kept = await caches.match(key);
  const newest = fetch(request).then(async (answer) => {
    if (answer.ok) await (await caches.open(CACHE)).put(key, answer.clone());
    return answer;
  });
  if (!kept) return newest;
  const patience = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([newest.catch(() => kept), patience]);
}
