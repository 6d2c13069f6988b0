// Which reports are owed and until when, written by hand from wall calendars: the period's code, the first and the last day
// of its data, and the deadline. Calendar periods until February 2019, from March 2019 on those of Decree 09/2019/NĐ-CP.

/** By a task that goes on through 2018, 2019 and 2020, of a plan that reports by the month. */
export const byMonth = `
  2018-01 2018-01-01 2018-01-31 2018-02-02
  2018-02 2018-02-01 2018-02-28 2018-03-02
  2018-03 2018-03-01 2018-03-31 2018-04-03
  2018-04 2018-04-01 2018-04-30 2018-05-03
  2018-05 2018-05-01 2018-05-31 2018-06-04
  2018-06 2018-06-01 2018-06-30 2018-07-03
  2018-07 2018-07-01 2018-07-31 2018-08-02
  2018-08 2018-08-01 2018-08-31 2018-09-05
  2018-09 2018-09-01 2018-09-30 2018-10-02
  2018-10 2018-10-01 2018-10-31 2018-11-02
  2018-11 2018-11-01 2018-11-30 2018-12-04
  2018-12 2018-12-01 2018-12-31 2019-01-03
  2019-01 2019-01-01 2019-01-31 2019-02-11
  2019-02 2019-02-01 2019-02-28 2019-03-04
  2019-03 2019-02-15 2019-03-14 2019-03-18
  2019-04 2019-03-15 2019-04-14 2019-04-17
  2019-05 2019-04-15 2019-05-14 2019-05-16
  2019-06 2019-05-15 2019-06-14 2019-06-18
  2019-07 2019-06-15 2019-07-14 2019-07-16
  2019-08 2019-07-15 2019-08-14 2019-08-16
  2019-09 2019-08-15 2019-09-14 2019-09-17
  2019-10 2019-09-15 2019-10-14 2019-10-16
  2019-11 2019-10-15 2019-11-14 2019-11-18
  2019-12 2019-11-15 2019-12-14 2019-12-17
  2020-01 2019-12-15 2020-01-14 2020-01-16
  2020-02 2020-01-15 2020-02-14 2020-02-18
  2020-03 2020-02-15 2020-03-14 2020-03-17
  2020-04 2020-03-15 2020-04-14 2020-04-16
  2020-05 2020-04-15 2020-05-14 2020-05-18
  2020-06 2020-05-15 2020-06-14 2020-06-16
  2020-07 2020-06-15 2020-07-14 2020-07-16
  2020-08 2020-07-15 2020-08-14 2020-08-18
  2020-09 2020-08-15 2020-09-14 2020-09-16
  2020-10 2020-09-15 2020-10-14 2020-10-16
  2020-11 2020-10-15 2020-11-14 2020-11-17
  2020-12 2020-11-15 2020-12-14 2020-12-16
  2021-01 2020-12-15 2021-01-14 2021-01-18`

/** The same by the quarter; the last half of December 2020 belongs to the first quarter of 2021. */
export const byQuarter = `
  2018-Q1 2018-01-01 2018-03-31 2018-04-03
  2018-Q2 2018-04-01 2018-06-30 2018-07-03
  2018-Q3 2018-07-01 2018-09-30 2018-10-02
  2018-Q4 2018-10-01 2018-12-31 2019-01-03
  2019-Q1 2018-12-15 2019-03-14 2019-03-18
  2019-Q2 2019-03-15 2019-06-14 2019-06-18
  2019-Q3 2019-06-15 2019-09-14 2019-09-17
  2019-Q4 2019-09-15 2019-12-14 2019-12-17
  2020-Q1 2019-12-15 2020-03-14 2020-03-17
  2020-Q2 2020-03-15 2020-06-14 2020-06-16
  2020-Q3 2020-06-15 2020-09-14 2020-09-16
  2020-Q4 2020-09-15 2020-12-14 2020-12-16
  2021-Q1 2020-12-15 2021-03-14 2021-03-16`

export const byYear = `
  2018 2018-01-01 2018-12-31 2019-01-03
  2019 2018-12-15 2019-12-14 2019-12-17
  2020 2019-12-15 2020-12-14 2020-12-16
  2021 2020-12-15 2021-12-14 2021-12-16`

/** By the province, whatever the plan's cadence. */
export const byProvince = `
  2018 2018-01-01 2018-12-31 2019-01-03
  2019 2018-12-15 2019-12-14 2019-12-17
  2020 2019-12-15 2020-12-14 2020-12-16`

/**
 * By a task in a province that allows ten working days, where the days off for Tết lie between: 14–20/02/2018,
 * 04–08/02/2019 and 23–29/01/2020.
 */
export const tenDays = `
  2018-01 2018-01-01 2018-01-31 2018-02-21
  2019-01 2019-01-01 2019-01-31 2019-02-21
  2020-01 2019-12-15 2020-01-14 2020-02-04`

/**
 * What else decides on it. A plan is approved when it begins unless said; – stands for nothing said: of an approval, that the
 * record does not date it.
 */
const table = `
  given                                         cadence  plan                   task                   approved              task owes                province owes
  a task on the last day of a quarter           QUARTER  2019-01-01 2019-12-31  2019-03-14 2019-03-14  at its beginning      2019-Q1                  2019
  a task on the first day of a quarter          QUARTER  2019-01-01 2019-12-31  2019-03-15 2019-03-15  at its beginning      2019-Q2                  2019
  a task on a day of two months’ windows        MONTH    2019-01-01 2019-12-31  2019-02-20 2019-02-20  at its beginning      2019-02 2019-03          2019
  a task on a day of two years’ windows         YEAR     2018-01-01 2018-12-31  2018-12-20 2018-12-20  at its beginning      2018 2019                2018
  a task from the plan’s first day              QUARTER  2019-01-01 2019-12-31  – 2019-06-14           at its beginning      2019-Q1 2019-Q2          2019
  a task until the plan’s last day              QUARTER  2019-01-01 2019-12-31  2019-09-15 –           at its beginning      2019-Q4 2020-Q1          2019
  an approval in the last second of a window    QUARTER  2019-01-01 2019-12-31  – 2019-12-14           2019-06-14T16:59:59Z  2019-Q2 2019-Q3 2019-Q4  2019
  an approval in the second after a window      QUARTER  2019-01-01 2019-12-31  – 2019-12-14           2019-06-14T17:00:00Z  2019-Q3 2019-Q4          2019
  an approval in the last second of the year    YEAR     2019-01-01 2019-12-31  – 2019-12-14           2019-12-14T16:59:59Z  2019                     2019
  an approval in the second after the year      YEAR     2019-01-01 2019-12-31  – 2019-12-14           2019-12-14T17:00:00Z  –                        –
  an approval that has no date                  YEAR     2018-05-01 2019-04-30  – –                    –                     2018 2019                2018 2019
  a COMPLETED task                              YEAR     2019-01-01 2019-12-31  – 2019-06-01           at its beginning      2019                     2019
  a CANCELLED task                              YEAR     2019-01-01 2019-12-31  – 2019-06-01           at its beginning      –                        2019`

const said = (word: string | undefined) => (word === '–' ? undefined : word)

export const dated = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [given, cadence, plan, task, approved, owes, provinceOwes] = line.trim().split(/ {2,}/) as string[]
    const [startOn, dueOn] = task!.split(' ').map(said)
    const approvedAt = approved === 'at its beginning' ? undefined : (said(approved) ?? null)
    const status = /[A-Z]{3,}/.exec(given!)?.[0]
    const expected = [said(owes) ?? '', said(provinceOwes) ?? '']
    return {
      given,
      expected,
      cadence: cadence!,
      plan: plan!.split(' ') as [string, string],
      startOn,
      dueOn,
      approvedAt,
      status,
    }
  })
