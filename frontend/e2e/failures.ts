/** Leaves what failed in a file, which `make test` prints last, below what other parts said meanwhile. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const FILE = join(import.meta.dirname, '..', 'test-results', 'failures.txt')
// Colours of a terminal.
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

export default class Failures implements Reporter {
  private readonly found: string[] = []

  onBegin() {
    rmSync(FILE, { force: true })
  }

  onTestEnd(test: TestCase, { status, errors }: TestResult) {
    if (status === test.expectedStatus) return
    const said = errors.map(({ message }) => message?.replace(ESCAPES, '') ?? '').join('\n')
    this.found.push(`${test.titlePath().slice(2).join(' › ')}: ${status}\n${said}`)
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
