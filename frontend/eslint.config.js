import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'

import noLiteralText from './eslint-rules/no-literal-text.js'

/** High to low: a folder may import what stands after it, nothing before it. */
const LAYERS = ['routes', 'features', 'components', 'hooks', 'lib', 'api']

/** What may not be imported from a layer: everything above it. */
function onlyDownwards(layer) {
  const above = LAYERS.slice(0, LAYERS.indexOf(layer))
  // A feature knows itself (by relative paths) and no other feature.
  const beside = layer === 'features' ? [layer] : []
  return {
    files: [`src/${layer}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: [...above, ...beside].map((name) => `@/${name}/**`), message: 'Arrows point downwards.' },
            { group: ['../../*'], message: 'Use the @/ path.' },
          ],
        },
      ],
    },
  }
}

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'playwright-report', 'test-results', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // The router redirects by throwing what is no Error.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }] }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest'], jsxA11y.flatConfigs.strict],
    languageOptions: { globals: globals.browser },
    plugins: { lotrinh: { rules: { 'no-literal-text': noLiteralText } } },
    rules: { 'lotrinh/no-literal-text': 'error' },
  },
  { files: ['src/**/*.test.tsx', 'src/test/**'], rules: { 'lotrinh/no-literal-text': 'off' } },
  { files: ['public/*.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['*.js', 'eslint-rules/**', 'e2e/*.mjs'], languageOptions: { globals: globals.node } },
  ...LAYERS.slice(1).map(onlyDownwards),
)
