/** What browsers do with passkeys (WebAuthn, level 3); the server says what to ask for and judges the answer. */

/** What the server says to ask a browser for, with the word that goes back beside the answer. */
export interface Asked {
  state: string
  options: unknown
}

/** An answer of a passkey, as the server reads it. */
export interface Answered {
  state: string
  credential: Record<string, unknown>
}

/** No passkey came: the reader turned away or waited too long, or the device holds one of this account already. */
export class NoPasskey extends Error {
  readonly reason: 'cancelled' | 'known'

  constructor(reason: 'cancelled' | 'known') {
    super(reason)
    this.reason = reason
  }
}

const NUMBERS = /^[\d.]+$|^\[/

/** Whether passkeys can be used here: browsers keep them for names, and older ones cannot read the server's words. */
export function passkeysWork(): boolean {
  const speaks = 'PublicKeyCredential' in globalThis && 'parseRequestOptionsFromJSON' in PublicKeyCredential
  return speaks && !NUMBERS.test(location.hostname)
}

/** Has the device make a passkey. @throws NoPasskey */
export const makePasskey = ({ state, options }: Asked) =>
  answered(state, () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON)
    return navigator.credentials.create({ publicKey })
  })

/** Has the reader choose a passkey and unlock it. @throws NoPasskey */
export const showPasskey = ({ state, options }: Asked) =>
  answered(state, () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
    return navigator.credentials.get({ publicKey })
  })

/** Whether the browser offers passkeys where one types a name, without a window of its own. */
export async function passkeysAreOffered(): Promise<boolean> {
  if (!passkeysWork() || !('isConditionalMediationAvailable' in PublicKeyCredential)) return false
  return PublicKeyCredential.isConditionalMediationAvailable().catch(() => false)
}

/** Offers the reader's passkeys beside the names the browser remembers; null once `until` ends that. @throws NoPasskey */
export async function offerPasskeys({ state, options }: Asked, until: AbortSignal): Promise<Answered | null> {
  try {
    return await answered(state, () => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
      return navigator.credentials.get({ publicKey, mediation: 'conditional', signal: until })
    })
  } catch (error) {
    if (until.aborted) return null
    throw error
  }
}

async function answered(state: string, ask: () => Promise<Credential | null>): Promise<Answered> {
  const credential = await ask().catch((error: unknown) => {
    throw new NoPasskey(error instanceof DOMException && error.name === 'InvalidStateError' ? 'known' : 'cancelled')
  })
  if (credential === null) throw new NoPasskey('cancelled')
  return { state, credential: (credential as PublicKeyCredential).toJSON() as Record<string, unknown> }
}
