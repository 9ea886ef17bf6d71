/** Hands a file to the reader under its name, as a link to it would. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to read it by the next turn; kept any longer it would only take memory.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}

/** The name an answer gives its file (RFC 6266), or another where it gives none. */
export function fileNameOf(response: Response, otherwise: string): string {
  const given = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
  try {
    return given === undefined ? otherwise : decodeURIComponent(given)
  } catch {
    return otherwise
  }
}
