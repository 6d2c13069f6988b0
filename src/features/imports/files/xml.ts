import { SaxesParser } from 'saxes'
import { largestRecord } from './text.ts'
import { BrokenBytes } from './unpack.ts'

/** What is done with the parts of an XML text; names come without their prefix. */
export interface XmlHandlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

const deepest = 100

/**
 * Reads XML as it arrives, a piece at a time, so that after each the caller can hand over what it has found. Entities that
 * a file defines itself stay unread.
 *
 * @throws BrokenBytes for what is no XML, is nested without end, or has no end of a tag or a text in 4 MiB
 */
export async function* readXml(chunks: AsyncIterable<string>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  let silent = 0
  const broken = (code: 'BAD_WORKBOOK' | 'TOO_LARGE' = 'BAD_WORKBOOK') => {
    throw new BrokenBytes(code)
  }
  parser.on('error', () => broken())
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0
    if (++depth > deepest) broken()
    handlers.open?.(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    silent = 0
    depth--
    handlers.close?.(local(name))
  })
  if (handlers.text) parser.on('text', handlers.text)
  for await (const chunk of chunks) {
    silent += chunk.length
    parser.write(chunk)
    if (silent > largestRecord) broken('TOO_LARGE')
    yield
  }
  parser.close()
  yield
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)
