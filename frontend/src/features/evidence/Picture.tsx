import { IconFile } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'

import { pictureQuery } from './api'
import classes from './Evidence.module.css'

interface PictureProps {
  id: string
  /** 0 is the thumbnail. */
  page: number
  alt: string
  className?: string | undefined
}

/** A page that the server drew; the file itself is never shown in this origin. */
export function Picture({ id, page, alt, className }: PictureProps) {
  const { data } = useQuery(pictureQuery(id, page))
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (image === null || data === undefined) return undefined
      const address = URL.createObjectURL(data)
      image.src = address
      return () => URL.revokeObjectURL(address)
    },
    [data],
  )
  return data === undefined ? <NoPicture /> : <img ref={show} alt={alt} className={className} />
}

/** Stands where a picture is not there, or not yet. */
export function NoPicture() {
  return (
    <span className={classes.noPicture} aria-hidden="true">
      <IconFile size={24} />
    </span>
  )
}
