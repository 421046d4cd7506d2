import pg from 'pg'
import type { Database, Queryable } from './database.ts'

/**
 * A process that vanishes with its machine leaves its transaction open, and with it the lock on the audit that everybody waits for; the server
 * would notice after two hours (tcp_keepalives_idle). Between two statements of ours lies no work that takes time.
 */
const begin = `begin; set local idle_in_transaction_session_timeout = '30s'`
/** The same the other way round: a server that vanishes is noticed after 20 seconds, while it is waited for. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

/**
 * Opens a pool on `url`. Connects lazily: the first query reports an unreachable server. `password` is asked for each new connection,
 * for tokens that do not live long; it goes through TLS with a certificate that is checked, unless the URL says `sslmode=disable`.
 */
export function openPostgres(url: string, password?: () => Promise<string>): Database {
  const server = password ? { ...serverOf(url), password } : { connectionString: url }
  const pool = new pg.Pool({ ...server, ...keepAlive, max: 10, connectionTimeoutMillis: 5_000, application_name: 'unlock' })
  // A connection that breaks, as all do when the server fails over, must not end the process. The pool hears only of idle ones: one that
  // breaks within a transaction tells itself. Whatever is asked of it next fails, and the pool makes a new one.
  pool.on('error', () => {})
  pool.on('connect', (connection) => connection.on('error', () => {}))

  return {
    kind: 'postgres',
    ...over(pool),
    async transaction(work) {
      const client = await pool.connect()
      try {
        await client.query(begin)
        const result = await work(over(client))
        await client.query('commit')
        client.release()
        return result
      } catch (error) {
        // A connection whose rollback fails is broken: hand it back as such, so that the pool drops it.
        const broken = await client.query('rollback').then(
          () => false,
          () => true,
        )
        client.release(broken)
        throw error
      }
    },
    close: () => pool.end(),
  }
}

/** Parts of the URL: as a connection string, its missing password would take the place of ours. */
function serverOf(url: string): pg.PoolConfig {
  const { hostname, port, username, pathname, searchParams } = new URL(url)
  return {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: searchParams.get('sslmode') === 'disable' ? false : { rejectUnauthorized: true },
  }
}

function over(connection: pg.Pool | pg.PoolClient): Queryable {
  return {
    query: async <Row>(sql: string, params?: readonly unknown[]) => (await connection.query(sql, params as unknown[])).rows as Row[],
    async script(sql) {
      const results: unknown = await connection.query(sql)
      return (Array.isArray(results) ? results : [results]).flatMap((result: { rows?: Record<string, unknown>[] }) => result.rows ?? [])
    },
  }
}
