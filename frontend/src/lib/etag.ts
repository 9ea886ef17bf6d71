/** `If-Match` for the version that was read: a change over a newer one is refused. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}.0"` }
}
