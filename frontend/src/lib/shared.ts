/** Files handed over by a phone's share sheet: `public/share.js` keeps them until they are sent, dropped, or a day old. */
const KEPT = 'lotrinh.shared'
const A_DAY = 86_400_000

/** What waits to be sent, in the order it was shared. */
export async function sharedFiles(): Promise<File[]> {
  if (!('caches' in globalThis)) return []
  const kept = await caches.open(KEPT)
  const files = await Promise.all((await kept.keys()).map(async (key) => fileOf(await kept.match(key))))
  return files.filter((file) => file !== null)
}

/** They were sent, or are not to be; whoever uses the phone next does not find them. */
export async function forgetShared(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(KEPT)
}

/** From now on the share sheet may hand files over. */
export function takeShares(): void {
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/share.js').catch(() => undefined)
}

async function fileOf(kept: Response | undefined): Promise<File | null> {
  const at = Number(kept?.headers.get('X-At'))
  if (kept === undefined || Date.now() - at > A_DAY) return null
  const name = decodeURIComponent(kept.headers.get('X-Name') ?? '')
  return new File([await kept.blob()], name, { type: kept.headers.get('Content-Type') ?? '', lastModified: at })
}
