// The port to SQL. Two implementations, one dialect: PostgreSQL for companies, embedded PGlite for one machine.

export interface Queryable {
  /** One statement. `$1`-style parameters; objects go in as JSON text. Rows come back as the driver types them. */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>
  /** Several statements without parameters: migrations, and pg-boss's own maintenance. */
  script(sql: string): Promise<Record<string, unknown>[]>
}

export interface Database extends Queryable {
  kind: 'postgres' | 'pglite'
  /** Commits when `work` resolves, rolls back when it throws. Never do network work inside: on PGlite it stops everybody. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
  close(): Promise<void>
}
