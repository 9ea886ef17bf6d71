import './styles/index.css'

import { App } from './App'
import { session } from './lib/browserSession'
import { startI18n } from './lib/i18n'
import { mount } from './lib/mount'
import { takeShares } from './lib/shared'

await startI18n()
// A refused or lost refresh is told by the page that asks next; starting must not fail on it.
await session.start().catch(() => undefined)
mount(<App />)
takeShares()
