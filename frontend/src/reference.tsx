import './styles/index.css'

import { ReferencePage } from './features/reference/ReferencePage'
import { startI18n } from './lib/i18n'
import { mount } from './lib/mount'
import { createQueryClient } from './lib/queryClient'
import { Surroundings } from './lib/Surroundings'

await startI18n()
mount(
  <Surroundings queryClient={createQueryClient()}>
    <ReferencePage />
  </Surroundings>,
)
