/** Sends a file by tus-js-client and goes on wherever the line breaks: FRONTEND ENDPOINT TOKEN FILE. */
import { createReadStream, statSync } from 'node:fs'
import { createRequire } from 'node:module'

const [frontend, endpoint, token, file] = process.argv.slice(2)
const { Upload } = createRequire(`${frontend}/package.json`)('tus-js-client')

const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadSize: statSync(file).size,
  chunkSize: 4 << 20,
  retryDelays: Array(100).fill(300),
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: 'biên-bản.pdf', filetype: 'application/pdf' },
  onError: (error) => {
    process.stderr.write(`${error}\n`)
    process.exit(1)
  },
  onSuccess: () => process.stdout.write(upload.url),
})
upload.start()
