/**
 * A small hub for the peer's replication protocol, as its documentation asks for one: whole documents, a checkpoint, and a push
 * that names the document that it replaces. SQLite as Pendamping's hub has it.
 */
import '../zipAnswers.ts';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';

interface Doc {
  id: string;
}
interface Row {
  assumedMasterState?: Doc;
  newDocumentState: Doc;
}

const [data = '', web = '', durability] = process.argv.slice(2);
const database = new DatabaseSync(join(data, 'hub.sqlite'));
database.exec(`pragma journal_mode = wal; pragma synchronous = ${durability === 'strict' ? 'full' : 'off'};
create table documents (id text primary key, sequence integer not null, document text not null) without rowid;
create unique index by_sequence on documents (sequence)`);
const find = database.prepare('select document from documents where id = ?');
const put = database.prepare(
  'insert into documents values (?, ?, ?) on conflict (id) do update set sequence = excluded.sequence, document = excluded.document',
);
const after = database.prepare('select sequence, document from documents where sequence > ? order by sequence limit ?');
let sequence = 0;

/** @returns what stands in the way of those that replace something else than they say */
function push(rows: Row[]): Doc[] {
  const conflicts: Doc[] = [];
  database.exec('begin immediate');
  for (const { assumedMasterState, newDocumentState } of rows) {
    const stored = find.get(newDocumentState.id) as { document: string } | undefined;
    const document = stored && (JSON.parse(stored.document) as Doc);
    if (document && !isDeepStrictEqual(document, assumedMasterState)) conflicts.push(document);
    else put.run(newDocumentState.id, ++sequence, JSON.stringify(newDocumentState));
  }
  database.exec('commit');
  return conflicts;
}

function pull(query: URLSearchParams): string {
  const from = Number(query.get('after'));
  const rows = after.all(from, Number(query.get('limit'))) as { sequence: number; document: string }[];
  const checkpoint = JSON.stringify({ sequence: rows.at(-1)?.sequence ?? from });
  return `{"documents":[${rows.map(({ document }) => document).join(',')}],"checkpoint":${checkpoint}}`;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const body = Buffer.concat(await request.toArray());
  return JSON.parse((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString());
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://hub');
  const answer = (type: string, body: string | Buffer) => response.setHeader('content-type', type).end(body);
  if (pathname === '/push') answer('application/json', JSON.stringify(push((await bodyOf(request)) as Row[])));
  else if (pathname === '/pull') answer('application/json', pull(searchParams));
  else if (pathname === '/page.js') answer('text/javascript', readFileSync(join(web, 'page.js')));
  else answer('text/html', readFileSync(join(web, 'index.html')));
});
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
);
