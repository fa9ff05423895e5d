/** Kysely over PostgreSQL, with COPY, which Kysely does not know. */

import { finished } from 'node:stream/promises';
import { CompiledQuery, PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export function postgresDialect(connectionString: string): PostgresDialect {
  const pool = new pg.Pool({
    Client: CopyingClient,
    connectionString,
    max: 10,
    // Also how long a request waits for a connection while all are at work: after an outage laptops come all at once.
    connectionTimeoutMillis: 60_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text') => parserOf(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // An idle connection that the server drops is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}

/** `bigint` and `count` come as text; a sequence fits a safe integer for longer than anyone will write. */
const BIGINT = 20;
const parserOf = (oid: number, format?: 'text') => (oid === BIGINT ? Number : pg.types.getTypeParser(oid, format));

/** Serialisation failure, deadlock, lock not available, too many connections, shutting down or starting. */
const TRANSIENT = new Set(['40001', '40P01', '55P03', '53300', '57P01', '57P03']);
/** What pg's pool says, without a code. */
const NO_CONNECTION = 'timeout exceeded when trying to connect';

/** Nothing is wrong with what was asked; asking again helps. */
export const isCrowded = (error: unknown): boolean =>
  TRANSIENT.has(String((error as { code?: unknown } | null)?.code)) ||
  (error as Error | null)?.message === NO_CONNECTION;

type Value = string | number;

/**
 * Adds rows to a table; half the work of an `insert`, for the database and here. A row that stands already is an error.
 *
 * @param target the table and its columns, as after `insert into`
 */
export const copyInto = (target: string, rows: readonly (readonly Value[])[]): CompiledQuery =>
  CompiledQuery.raw(`${COPY}${target} from stdin`, [asLines(rows)]);
const COPY = 'copy ';

/** PostgreSQL's text format: tabs between columns, and a backslash before what would be read as something else. */
const asLines = (rows: readonly (readonly Value[])[]): string =>
  rows.map((row) => `${row.map(escaped).join('\t')}\n`).join('');
const escaped = (value: Value): Value =>
  typeof value === 'string' && SPECIAL.test(value)
    ? value.replaceAll(SPECIALS, (sign) => ESCAPES[sign] as string)
    : value;
const SPECIAL = /[\\\t\n\r]/;
const SPECIALS = new RegExp(SPECIAL, 'g');
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** For Kysely COPY is a statement like any other, with its rows as the one parameter. */
class CopyingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this);
    const copyOr = (statement: unknown, ...rest: unknown[]): unknown =>
      typeof statement === 'string' && statement.startsWith(COPY)
        ? copy(statement, (rest[0] as [string])[0])
        : (query as (...all: unknown[]) => unknown)(statement, ...rest);
    this.query = copyOr as typeof this.query;
    const copy = async (statement: string, lines: string) => {
      const stream = query(copyFrom(statement));
      stream.end(lines);
      await finished(stream);
      return { command: 'COPY', rowCount: stream.rowCount, rows: [] };
    };
  }
}
