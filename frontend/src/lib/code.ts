const LONGEST = 60

/** A code out of a name: “Tỷ lệ hồ sơ số” is `ty-le-ho-so-so`. */
export function codeFrom(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').slice(0, LONGEST).replace(/^-|-$/g, '')
}
