/** Leaves what failed in a file, which `make test` prints last, below what other parts said meanwhile. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const FILE = join(import.meta.dirname, '..', 'test-results', 'failures.txt')
/** Characters of a page that are told. */
const PAGE = 6_000
// Colours of a terminal.
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

export default class Failures implements Reporter {
  private readonly found: string[] = []

  onBegin() {
    rmSync(FILE, { force: true })
  }

  onTestEnd(test: TestCase, { status, errors, attachments }: TestResult) {
    if (status === test.expectedStatus) return
    const said = errors.map(({ message }) => message?.replace(ESCAPES, '') ?? '')
    // What stood on the page: without it, a failure on another machine tells only what was missing.
    const seen = attachments.find(({ name, path }) => name === 'error-context' && path !== undefined)?.path
    const page = seen === undefined ? [] : [readFileSync(seen, 'utf-8').slice(0, PAGE)]
    this.found.push([`${test.titlePath().slice(2).join(' › ')}: ${status}`, ...said, ...page].join('\n'))
  }

  onError({ message }: { message?: string }) {
    this.found.push(message ?? 'the browser tests did not run')
  }

  onEnd({ status }: FullResult) {
    if (status === 'passed') return
    mkdirSync(dirname(FILE), { recursive: true })
    writeFileSync(FILE, `Browser tests that failed:\n${this.found.join('\n')}\n`)
  }
}
