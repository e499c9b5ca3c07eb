/** A page of a list: its rows, and where the next page begins when there may be one. */
export const page = <Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => string) => {
  const last = rows.at(-1)
  return { rows, ...(last !== undefined && rows.length === limit && { next: positionOf(last) }) }
}
