import { expect, it } from 'vitest'

import { readEvents } from './eventStream'

function bodyOf(...chunks: string[]) {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk))
      controller.close()
    },
  })
}

it('gives the data of events however they are cut, and leaves comments out', async () => {
  const found: string[] = []
  const body = bodyOf('retry: 3000\n\nda', 'ta: {"as_of":"1"}\n', '\n:\n\ndata: {"as_of":"2"}\n\ndata: {"as')
  for await (const data of readEvents(body)) found.push(data)
  expect(found).toEqual(['{"as_of":"1"}', '{"as_of":"2"}'])
})
