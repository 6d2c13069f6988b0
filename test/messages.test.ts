import t from 'tap'
import { faults } from '../src/bin/import-words.ts'
import { messages } from '../src/errors.ts'
import { sentences } from '../src/features/imports/problem-sentences.ts'

// Every sentence that a user can be told when something is wrong, held to the rules of src/errors.ts.

const all = Object.entries<{ vi: string; en: string }>({ ...messages, ...sentences, ...faults })

/** What the API itself is called by, and what users read in other programs; no Vietnamese word would be known to them. */
const names =
  /\{\w+\}|“[^”]*”|\([^)]*\)|\b(GraphQL|GET|POST|HTTP|JSON|CSV|NDJSON|XLSX|UTF-8|UTF-16|BOM|NUL|gzip|Excel|Workbook|Unicode|UniKey|TCVN3|VNI|WebSocket|connection_init|Authorization|Accept|Content-\w+|Idempotency-Key|Upgrade|MiB|GiB|KiB|first|last|after|before|byte|token|fragment|scope|cookie|email|id|[A-Z][A-Z_]{2,}|[a-z]+[A-Z]\w*|[a-z]+_\w+)\b/g
/** Common English words that have no business in a Vietnamese sentence. None is also a Vietnamese syllable. */
const english =
  /(?<!\p{L})(the|is|are|not|and|of|with|for|this|that|must|may|only|please|error|invalid|file|field|request|query|report|plan|task|user|role|server|database|column|row|line|value|date|number|text|update|delete)(?!\p{L})/iu
/** Vietnamese syllables that are often written without their marks. */
const unmarked = /(?<!\p{L})(khong|duoc|phai|nhieu|truong|yeu|hoach|nhiem|nguoi|khoan)(?!\p{L})/u
/** How a sentence says in Vietnamese what to do next: kindly. */
const asks = /(?<!\p{L})hãy(?!\p{L})/iu
/** And in English: one of its clauses is an imperative. The verbs are all that are in use; a new one is added here. */
const verbs =
  'add|ask|assign|begin|cancel|change|check|choose|close|compress|convert|correct|delete|end|fetch|fill|get|give|have|' +
  'import|keep|leave|look|make|mend|move|name|open|pack|put|reactivate|rename|return|save|say|see|send|shorten|sign|' +
  'split|start|take|tell|try|undo|use|wait|withdraw|write'
const imperative = new RegExp(`(?:^|[.;:,] )(?:${verbs})\\b`, 'i')
const internals =
  /\b(SQL|Postgres\w*|postgres|Drizzle|Mercurius|Fastify|stack|undefined|null pointer|constraint|row security|RLS|regex)\b/

for (const [key, { vi, en }] of all) {
  t.test(`${key}: ${vi} | ${en}`, async (t) => {
    for (const sentence of [vi, en]) {
      t.match(sentence, /^[\p{Lu}“{\d]|^[a-z]+[A-Z/]/u, 'begins as a sentence')
      t.match(sentence, /[.!?…]”?$/, 'ends as a sentence')
      t.notMatch(sentence, / {2}|\s[,.;:]|\.\.$/, 'is set without slips')
      t.notMatch(sentence, internals, 'names no internals')
      t.equal(sentence, sentence.normalize('NFC'))
    }
    const vietnamese = vi.replace(names, ' ')
    t.match(vietnamese, /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i, 'has its marks')
    t.notMatch(vietnamese, english, 'has no English words')
    t.notMatch(vietnamese, unmarked, 'has all its marks')
    t.match(vi, asks, 'says in Vietnamese what to do next')
    t.match(en, imperative, 'says in English what to do next')
    const details = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
    t.strictSame(details(vi), details(en), 'tells the same details in both languages')
  })
}

t.test('given sentences of one kind, then no two codes say the same', async (t) => {
  for (const kind of [messages, sentences]) {
    for (const language of ['vi', 'en'] as const) {
      const said = Object.values<{ vi: string; en: string }>(kind).map((sentence) => sentence[language])
      t.equal(new Set(said).size, said.length)
    }
  }
})
