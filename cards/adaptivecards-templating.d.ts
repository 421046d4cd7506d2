// The library's own types lead into TypeScript sources that do not compile here (tsconfig.json, "paths"). This is what we use of them.
export class Template {
  constructor(template: unknown)
  /** The card with `$root` filled in. */
  expand(context: { $root: unknown }): unknown
}
