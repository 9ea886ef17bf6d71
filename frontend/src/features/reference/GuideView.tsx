import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'

import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'

import classes from './GuideView.module.css'
import { type Guide, guideQuery } from './guides'
import { type Block, blocksOf, type Inline } from './prose'

/** How a kind of system connects, in the language of the page. */
export function GuideView({ guide }: { guide: Guide }) {
  const { i18n } = useTranslation()
  const query = useQuery(guideQuery(guide, i18n.language))
  return (
    <QueryView page query={query} skeleton={<RowsSkeleton />}>
      {(text) => (
        <article className={classes.guide}>
          {blocksOf(text).map((block, place) => (
            <BlockView key={place} block={block} />
          ))}
        </article>
      )}
    </QueryView>
  )
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'title':
      return <h1 className={classes.title}>{words(block.inlines)}</h1>
    case 'heading':
      return <h2 className={classes.heading}>{words(block.inlines)}</h2>
    case 'paragraph':
      return <p>{words(block.inlines)}</p>
    case 'code':
      return <CodeView language={block.language} text={block.text} />
    case 'list':
      return <ListView ordered={block.ordered} items={block.items} />
    case 'table':
      return <TableView head={block.head} rows={block.rows} />
  }
}

/** Long lines wrap: a place that scrolls within the page is hard to reach by keyboard, and on a phone. */
function CodeView({ language, text }: { language: string; text: string }) {
  const { t } = useTranslation()
  const command = language === 'sh'
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{command ? t('reference.command') : t('reference.output')}</figcaption>
      <pre className={command ? classes.command : classes.output}>
        <code>{text}</code>
      </pre>
    </figure>
  )
}

function ListView({ ordered, items }: { ordered: boolean; items: Inline[][] }) {
  const List = ordered ? 'ol' : 'ul'
  return (
    <List className={classes.list}>
      {items.map((item, place) => (
        <li key={place}>{words(item)}</li>
      ))}
    </List>
  )
}

function TableView({ head, rows }: { head: Inline[][]; rows: Inline[][][] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {head.map((cell, place) => (
            <th key={place} scope="col">
              {words(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, number) => (
          <tr key={number}>
            {row.map((cell, place) => (
              <td key={place}>{words(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const words = (inlines: Inline[]) => inlines.map((inline, place) => <Fragment key={place}>{word(inline)}</Fragment>)

function word(inline: Inline) {
  switch (inline.kind) {
    case 'code':
      return <code className={classes.code}>{inline.text}</code>
    case 'strong':
      return <strong>{inline.text}</strong>
    case 'link':
      return <a href={inline.href}>{inline.text}</a>
    case 'text':
      return inline.text
  }
}
