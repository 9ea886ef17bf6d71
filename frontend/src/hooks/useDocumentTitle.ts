import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the page in the tab and in the browser's history. */
export function useDocumentTitle(title: string | undefined) {
  const { t } = useTranslation()
  const product = t('product.name')
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product
  }, [title, product])
}
