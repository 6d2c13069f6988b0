/** What the start says once the service answers: where, and one request to copy. */
export function greeting(address: string, token: string, sample: boolean): string {
  const query = sample
    ? '{ nationalRollup(groupBy: [YEAR], filter: { indicators: ["EXHIBITION_VISITS"] }) { rows { year tasks indicators { value qualifier lower upper } } total { provincesReporting } } }'
    : '{ nationalRollup(groupBy: [YEAR]) { rows { year plans tasks } total { provincesReporting } } }'
  const body = JSON.stringify({ query })
  return `
  Explorer  ${address}/explorer
  Board     ${address}/board
  Reference ${address}/docs
  GraphQL   ${address}/graphql
  Health    ${address}/health/ready

  Try it (the token is the ministry's, good for eight hours):

    curl -s ${address}/graphql -H 'content-type: application/json' \\
      -H 'authorization: Bearer ${token}' \\
      -d '${body}'

  Another token:  npm run --silent token -- --role PROVINCE_ADMIN --province lang-son
`
}
