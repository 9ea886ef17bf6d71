import {
  IconBuilding,
  IconBuildingBank,
  IconBuildingCommunity,
  IconSchool,
  IconSitemap,
  IconUsersGroup,
} from '@tabler/icons-react'

import type { UnitKind } from '@/api/models'

import classes from './UnitKindIcon.module.css'

const ICONS: Partial<Record<UnitKind, typeof IconSchool>> = {
  ministry: IconBuildingBank,
  provincial_committee: IconBuildingBank,
  department: IconBuildingBank,
  division: IconUsersGroup,
  district_office: IconBuildingCommunity,
  commune: IconBuildingCommunity,
  school: IconSchool,
  steering_committee: IconSitemap,
  union: IconUsersGroup,
}

export function UnitKindIcon({ kind }: { kind: UnitKind }) {
  const Icon = ICONS[kind] ?? IconBuilding
  return <Icon size={18} className={classes.icon} aria-hidden="true" />
}
