import { vi } from 'vitest'

/**
 * A browser that knows passkeys, as far as the screens ask it; `answers` gives what the device answers, or breaks.
 * `offers`: whether it also offers them where one types.
 */
export function pretendPasskeys(answers: () => Promise<unknown>, offers?: boolean) {
  vi.stubGlobal('PublicKeyCredential', {
    ...(offers === undefined ? {} : { isConditionalMediationAvailable: () => Promise.resolve(offers) }),
    parseCreationOptionsFromJSON: (options: unknown) => options,
    parseRequestOptionsFromJSON: (options: unknown) => options,
  })
  const credentials = { create: vi.fn(answers), get: vi.fn(answers) }
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: credentials })
  return credentials
}

/** A device that answers with a credential. */
export const unlocked = () => Promise.resolve({ toJSON: () => ({ rawId: 'a-b' }) })
