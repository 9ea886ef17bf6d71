/**
 * A provider of OpenID Connect to sign in by: the certified `oidc-provider`, for the tests of both ends.
 *
 * `node provider.mjs ORIGIN`, where ORIGIN is our service's; its own address is its first line. Whoever types a name
 * of `PEOPLE` is that person, by whatever password; `.loa1` behind it says that less was shown.
 */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'

import { Provider } from 'oidc-provider'

const PEOPLE = { an: '031099000001', binh: '031099000002', la: '031099000009' }
const [origin] = process.argv.slice(2)

const key = (...kind) => generateKeyPairSync(...kind).privateKey.export({ format: 'jwk' })
const keys = [key('rsa', { modulusLength: 2048 }), key('ec', { namedCurve: 'P-256' })]

const person = (id) => ({
  accountId: id,
  claims: () => ({ sub: id, citizen_number: PEOPLE[id], email: `${id}@example.vn`, email_verified: id === 'an' }),
})

const callback = (id) => `${origin}/api/v1/auth/oidc/${id}/callback`
const client = {
  client_secret: 'a secret + of the tests / 2026',
  redirect_uris: [callback('dinh-danh'), callback('so-gddt')],
  post_logout_redirect_uris: [`${origin}/sign-in`],
}

const server = createServer().listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: 'lotrinh' },
      { ...client, client_id: 'lo-trinh:so', id_token_signed_response_alg: 'ES256' },
    ],
    jwks: { keys },
    claims: { openid: ['sub', 'acr'], citizen: ['citizen_number'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'citizen', 'email'],
    acrValues: ['loa1', 'loa2'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => (id in PEOPLE ? person(id) : undefined),
    cookies: { keys: ['of the tests'] },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  })
  const serve = provider.callback()
  server.on('request', (request, response) => {
    // One goes back to a question that was answered: it is not asked any more.
    const gone = () => response.writeHead(400).end()
    if (request.url.startsWith('/interaction/')) interact(provider, request, response).catch(gone)
    else void serve(request, response)
  })
  console.log(issuer)
})

process.on('SIGTERM', () => process.exit(0))

/** Asks who it is, and takes that for a consent. */
async function interact(provider, request, response) {
  const { prompt, session, params } = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(page(prompt.name))
    return
  }
  const form = new URLSearchParams(await body(request))
  if (form.has('cancel')) {
    const refusal = { error: 'access_denied', error_description: 'The end-user said no.' }
    await provider.interactionFinished(request, response, refusal)
    return
  }
  const [id, acr = 'loa2'] = (form.get('login') ?? session?.accountId ?? '').split('.')
  const grant = new provider.Grant({ accountId: id, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  const result = { login: { accountId: id, acr }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result)
}

async function body(request) {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

function page(asked) {
  return `<!doctype html><html lang="vi"><title>Định danh thử nghiệm</title><h1>Định danh thử nghiệm</h1>
<form method="post">
${asked === 'login' ? '<label>Số định danh <input name="login" required></label>' : ''}
<button>Tiếp tục</button> <button name="cancel" value="1" formnovalidate>Hủy</button>
</form>`
}
