/** A file on its way up, by tus: it goes on where it stopped when the line was lost. */
import { Upload } from 'tus-js-client'

import { session } from '@/lib/browserSession'

/** Bytes in one piece: small enough that a poor line loses little. */
const PIECE = 512 * 1024
/** Waits before the next try, milliseconds; then the reader tries. */
const RETRIES = [0, 2_000, 5_000, 15_000, 30_000]

export interface Proof {
  file: File
  title: string
  unit: string
  indicator: string
  period: string
}

/** Sends a file as evidence for an indicator and the unit's answer in a period; `onProgress` is told how much of it is up, in hundredths. */
export function sendProof({ file, title, unit, indicator, period }: Proof, onProgress: (percent: number) => void): Promise<void> {
  const links = `indicator:${indicator},indicator_value:${indicator}.${unit}.${period}`
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/api/v1/uploads',
      chunkSize: PIECE,
      retryDelays: RETRIES,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type, title, unit, links },
      onBeforeRequest: async (request) => {
        const token = await session.token()
        if (token) request.setHeader('Authorization', `Bearer ${token}`)
      },
      onProgress: (sent, all) => onProgress(all === 0 ? 0 : Math.floor((sent * 100) / all)),
      onSuccess: () => resolve(),
      onError: reject,
    })
    void upload.findPreviousUploads().then(([before]) => {
      if (before) upload.resumeFromPreviousUpload(before)
      upload.start()
    })
  })
}
