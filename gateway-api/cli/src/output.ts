/** `--json`: one JSON document on stdout, for programs; otherwise lines for people, Chinese first. */
export interface OutputOptions {
  readonly json?: boolean
}

export const say = (line = '') => process.stdout.write(`${line}\n`)

/** Prints a result: `human` writes the lines for people. */
export const print = (value: unknown, { json }: OutputOptions, human: () => void) => {
  if (json) say(JSON.stringify(value))
  else human()
}

/** What has no better form for people: indented JSON. */
export const printDocument = (value: unknown, options: OutputOptions) =>
  print(value, options, () => say(JSON.stringify(value, null, 2)))

/** Aligned `名称 name: value` lines; empty values are left out. */
export const sayFields = (fields: readonly (readonly [string, unknown])[]) => {
  for (const [name, value] of fields) if (value !== undefined && value !== '') say(`  ${name}: ${value}`)
}
