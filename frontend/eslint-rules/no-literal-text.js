/** Every text a person reads stands in src/locales, so that both languages have it. */

const LETTER = /\p{L}/u
const READ_ALOUD = new Set(['alt', 'aria-label', 'aria-description', 'description', 'error', 'label', 'placeholder', 'title', 'text'])

function literalOf(value) {
  if (value?.type === 'Literal') return value.value
  if (value?.type !== 'JSXExpressionContainer') return null
  const { expression } = value
  if (expression.type === 'Literal') return expression.value
  return expression.type === 'TemplateLiteral' ? expression.quasis.map((part) => part.value.raw).join('') : null
}

const hasLetters = (text) => typeof text === 'string' && LETTER.test(text)

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { literal: 'Put this text into src/locales and use t().' },
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'literal' })
    return {
      JSXText(node) {
        if (hasLetters(node.value)) report(node)
      },
      JSXAttribute(node) {
        if (READ_ALOUD.has(node.name.name) && hasLetters(literalOf(node.value))) report(node)
      },
      'JSXElement > JSXExpressionContainer'(node) {
        if (hasLetters(literalOf(node))) report(node)
      },
    }
  },
}
