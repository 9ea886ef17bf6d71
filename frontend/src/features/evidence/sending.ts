/** Files on their way over bad lines: in pieces, held and gone on with, also after the page was loaded anew. */
import { type HttpRequest, Upload } from 'tus-js-client'

import { session } from '@/lib/browserSession'

export type SendingState = 'sending' | 'paused' | 'failed' | 'sent'

export interface Sending {
  id: string
  name: string
  size: number
  sent: number
  state: SendingState
  /** The server's own words where it refused the file. */
  refusal: string | null
}

export interface Beside {
  unit?: string | undefined
  links?: string | undefined
  /** The evidence it is a newer version of. */
  replaces?: string | undefined
  /** The last day it holds, `YYYY-MM-DD`. */
  expiresOn?: string | undefined
}

const PIECE = 1 << 20
const WAITS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000]
const UNAUTHORIZED = 401
const GONE_FOR_NOW = new Set([423, 429, 503])

/** Sends files and tells of each step. */
export class Sender {
  private uploads = new Map<string, Upload>()
  private list: readonly Sending[] = []
  private listeners = new Set<() => void>()
  private next = 0
  private token: string | null = null

  private readonly language: () => string
  private readonly onSent: () => void

  constructor(language: () => string, onSent: () => void) {
    this.language = language
    this.onSent = onSent
  }

  snapshot = (): readonly Sending[] => this.list

  subscribe = (tell: () => void) => {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }

  /** Begins, or goes on with what of the same file was sent before. */
  async send(file: File, beside: Beside): Promise<void> {
    const id = String(this.next++)
    const upload = this.uploadOf(id, file, beside)
    this.uploads.set(id, upload)
    this.list = [...this.list, { id, name: file.name, size: file.size, sent: 0, state: 'sending', refusal: null }]
    this.tell()
    const [before] = await upload.findPreviousUploads()
    if (before) upload.resumeFromPreviousUpload(before)
    upload.start()
  }

  async pause(id: string): Promise<void> {
    await this.uploads.get(id)?.abort()
    this.change(id, { state: 'paused' })
  }

  resume(id: string): void {
    this.change(id, { state: 'sending', refusal: null })
    this.uploads.get(id)?.start()
  }

  async forget(id: string): Promise<void> {
    const state = this.list.find((each) => each.id === id)?.state
    const upload = this.uploads.get(id)
    this.uploads.delete(id)
    this.list = this.list.filter((each) => each.id !== id)
    this.tell()
    if (state !== 'sent') await upload?.abort(true).catch(() => undefined)
  }

  private uploadOf(id: string, file: File, { unit, links, replaces, expiresOn }: Beside): Upload {
    const metadata = {
      filename: file.name,
      filetype: file.type,
      ...(unit && { unit }),
      ...(links && { links }),
      ...(replaces && { replaces }),
      ...(expiresOn && { expires_on: expiresOn }),
    }
    return new Upload(file, {
      endpoint: `${globalThis.location.origin}/api/v1/uploads`,
      chunkSize: PIECE,
      retryDelays: WAITS,
      removeFingerprintOnSuccess: true,
      metadata,
      // The same file for other work is another upload.
      fingerprint: async () =>
        ['lotrinh', session.state().subject, file.name, file.size, await lookOf(file), unit, links, replaces, expiresOn].join('|'),
      onBeforeRequest: (request) => this.sign(request),
      onShouldRetry: ({ originalResponse: answer }) => {
        const status = answer?.getStatus() ?? 0
        return status === 0 || status === UNAUTHORIZED || status >= 500 || GONE_FOR_NOW.has(status) || status === 409
      },
      onAfterResponse: async (_request, answer) => {
        if (answer.getStatus() === UNAUTHORIZED && this.token !== null) await session.replace(this.token)
      },
      onProgress: (sent) => this.change(id, { sent }),
      onSuccess: () => {
        this.change(id, { state: 'sent', sent: file.size })
        this.onSent()
      },
      onError: (error) => {
        const body = 'originalResponse' in error ? error.originalResponse?.getBody() : undefined
        this.change(id, { state: 'failed', refusal: wordsOf(body) })
      },
    })
  }

  private async sign(request: HttpRequest): Promise<void> {
    this.token = await session.token()
    request.setHeader('Accept-Language', this.language())
    if (this.token !== null) request.setHeader('Authorization', `Bearer ${this.token}`)
  }

  private change(id: string, change: Partial<Sending>): void {
    this.list = this.list.map((each) => (each.id === id ? { ...each, ...change } : each))
    this.tell()
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

const ENDS = 64 << 10

/**
 * What tells a file from another of its name and size: its two ends. A phone gives the same photograph another date
 * each time it is chosen; the date stands in only where a page that is not served safely may not compute the digest.
 */
async function lookOf(file: File): Promise<string> {
  if (!globalThis.isSecureContext) return String(file.lastModified)
  const ends = new Blob([file.slice(0, ENDS), file.slice(Math.max(0, file.size - ENDS))])
  const digest = await crypto.subtle.digest('SHA-256', await ends.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What a problem document says; null where the answer is none. */
function wordsOf(body: string | undefined): string | null {
  try {
    const told = JSON.parse(body ?? '') as { detail?: unknown; errors?: { message: string }[] }
    return told.errors?.[0]?.message ?? (typeof told.detail === 'string' ? told.detail : null)
  } catch {
    return null
  }
}
