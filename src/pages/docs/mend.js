// Swagger UI leaves these out for keyboards and screen readers; it draws anew as things are opened.

/** A link within a button can't be reached; the button does the same. */
const links = '.opblock-summary-control a[href]'
const nameless = 'select:not([aria-label]):not([id])'

function mend() {
  document.querySelector('.information-container')?.setAttribute('role', 'banner')
  for (const link of document.querySelectorAll(links)) link.removeAttribute('href')
  // Under the page's own heading, none is left out.
  for (const heading of document.querySelectorAll('.swagger-ui :is(h3, h4, h5)')) {
    heading.setAttribute('aria-level', String(Number(heading.tagName.slice(1)) - 1))
  }
  for (const select of document.querySelectorAll(nameless)) {
    const row = select.closest('tr')?.querySelector('.parameter__name')
    select.setAttribute('aria-label', row?.textContent?.replace('*', '').trim() || 'Choose')
  }
}

new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true })
mend()
