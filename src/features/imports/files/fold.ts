/** Lower case without tone and vowel marks, đ as d; signs and spaces stay. */
export function unmarked(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
}

/** Only the words, unmarked, with one space between: how headers and fixed words are compared. */
export function fold(text: string): string {
  return unmarked(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
