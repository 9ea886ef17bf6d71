/**
 * Takes what a phone's share sheet hands over and keeps it on the phone until it is sent; see src/lib/shared.ts. It
 * answers nothing else: every other request goes to the server as if this were not here.
 */
const KEPT = 'lotrinh.shared'

self.addEventListener('install', (event) => {
  // Where the browser lets us say so, nothing else is even asked here.
  event.addRoutes?.({ condition: { not: { requestMethod: 'POST' } }, source: 'network' })?.catch(() => undefined)
  self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request
  if (method === 'POST' && new URL(url).pathname === '/shared') event.respondWith(keep(event.request))
})

async function keep(request) {
  const files = (await request.formData()).getAll('files').filter((each) => each instanceof File && each.size > 0)
  await caches.delete(KEPT)
  const kept = await caches.open(KEPT)
  for (const [number, file] of files.entries()) {
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name), 'X-At': String(Date.now()) }
    await kept.put(`/shared/${number}`, new Response(file, { headers }))
  }
  return Response.redirect('/shared', 303)
}
