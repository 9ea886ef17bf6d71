import type { Ref } from '@/api/models'

import classes from './TaskList.module.css'

export function GroupHeading({ group }: { group: Ref }) {
  return (
    <span className={classes.group}>
      <span className={classes.groupCode}>{group.code}</span>
      <span>{group.name}</span>
    </span>
  )
}
