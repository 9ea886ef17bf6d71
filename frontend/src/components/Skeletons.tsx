import { Skeleton } from '@mantine/core'

import classes from './Skeletons.module.css'

const WIDTHS = ['86%', '72%', '94%', '64%', '80%', '90%']

/** Rows to come. */
export function RowsSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className={classes.rows}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton height={16} width={24} />
          <div>
            <Skeleton height={16} width={WIDTHS[index % WIDTHS.length]} />
            <Skeleton height={12} mt={8} width="40%" />
          </div>
          <Skeleton height={16} width="80%" />
          <Skeleton height={16} width="60%" />
        </div>
      ))}
    </div>
  )
}

/** A page to come: its title, and a few parts. */
export function PageSkeleton() {
  return (
    <div className={classes.page}>
      <Skeleton height={14} width={180} />
      <Skeleton height={30} width="70%" mt={12} />
      <Skeleton height={14} width={320} mt={16} />
      <Skeleton height={220} mt={32} />
    </div>
  )
}
