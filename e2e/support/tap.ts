/** Reads along what passes on one HTTP/1.1 connection: which requests went out, and which answers came through whole. */
import { gunzipSync } from 'node:zlib';
import { withRecords } from '#core/wire/columns.ts';

export interface Exchange {
  method: string;
  path: string;
  /** As sent, so far, in pieces. */
  requestBody: Buffer[];
  requestBytes: number;
  requestHeaders: Record<string, string>;
  /** The whole request was sent. */
  sent: boolean;
  /** 0 until an answer begins to arrive. */
  status: number;
  answerBytes: number;
  /** The whole answer arrived: whoever asked knows it. */
  answered: boolean;
}

/** One message: how its body ends is in its head. */
interface Message {
  startLine: string;
  headers: Record<string, string>;
  /** undefined: chunked. */
  length: number | undefined;
  bytes: number;
  /** Its last bytes. */
  tail: Buffer;
}

/** The JSON of a request body, unpacked. */
export function jsonOf(exchange: Exchange): unknown {
  const zipped = exchange.requestHeaders['content-encoding'] === 'gzip';
  const body = Buffer.concat(exchange.requestBody);
  return withRecords(JSON.parse((zipped ? gunzipSync(body) : body).toString()));
}

export class Tap {
  readonly #exchanges: Exchange[];
  #request: Exchange | undefined;
  /** Answered in this order (a browser does not pipeline, but the order would hold). */
  #open: Exchange[] = [];
  readonly #up = new Messages();
  readonly #down = new Messages();

  /** @param exchanges where to write down what is seen */
  constructor(exchanges: Exchange[]) {
    this.#exchanges = exchanges;
  }

  /** The exchange that is under way, or the last one. */
  latest: Exchange | undefined;

  up(bytes: Buffer): void {
    this.#up.read(bytes, (message, piece, complete) => {
      if (!this.#request) {
        const [method = '', path = ''] = message.startLine.split(' ');
        const requestHeaders = message.headers;
        this.#request = {
          method,
          path,
          requestHeaders,
          requestBody: [],
          requestBytes: 0,
          sent: false,
          status: 0,
          answerBytes: 0,
          answered: false,
        };
        this.#exchanges.push(this.#request);
        this.#open.push(this.#request);
        this.latest = this.#request;
      }
      if (piece.length > 0) this.#request.requestBody.push(piece);
      this.#request.requestBytes = message.bytes;
      if (!complete) return;
      this.#request.sent = true;
      this.#request = undefined;
    });
  }

  down(bytes: Buffer): void {
    this.#down.read(
      bytes,
      (message, _piece, complete) => {
        const exchange = this.#open[0];
        if (!exchange) return;
        exchange.status = Number(message.startLine.split(' ')[1]);
        exchange.answerBytes = message.bytes;
        if (!complete) return;
        exchange.answered = true;
        this.#open.shift();
      },
      () => this.#open[0]?.method === 'HEAD',
    );
  }
}

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Cuts a stream into messages. */
class Messages {
  #rest: Buffer = Buffer.alloc(0);
  #message: Message | undefined;

  /** Calls `see` for every piece of a message's body, and for the last one with `complete`. */
  read(
    bytes: Buffer,
    see: (message: Message, piece: Buffer, complete: boolean) => void,
    isBodiless = () => false,
  ): void {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    for (;;) {
      this.#message ??= this.#head(isBodiless());
      if (!this.#message) return;
      const piece = this.#take(this.#message);
      const complete = isComplete(this.#message);
      see(this.#message, piece, complete);
      if (!complete) return;
      this.#message = undefined;
    }
  }

  #head(bodiless: boolean): Message | undefined {
    const end = this.#rest.indexOf(HEAD_END);
    if (end < 0) return undefined;
    const [startLine = '', ...lines] = this.#rest.subarray(0, end).toString('latin1').split('\r\n');
    this.#rest = this.#rest.subarray(end + HEAD_END.length);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const chunked = /chunked/i.test(headers['transfer-encoding'] ?? '');
    const empty = bodiless || /^HTTP\/1\.1 (1\d\d|204|304)/.test(startLine);
    const length = empty ? 0 : chunked ? undefined : Number(headers['content-length'] ?? 0);
    return { startLine, headers, length, bytes: 0, tail: Buffer.alloc(0) };
  }

  /** What belongs to the body of what has come. */
  #take(message: Message): Buffer {
    const missing = message.length === undefined ? this.#rest.length : message.length - message.bytes;
    const piece = this.#rest.subarray(0, missing);
    this.#rest = this.#rest.subarray(missing);
    message.bytes += piece.length;
    message.tail = Buffer.concat([message.tail, piece.subarray(-LAST_CHUNK.length)]).subarray(-LAST_CHUNK.length);
    return piece;
  }
}

/** Nobody pipelines, so a chunked body ends where the bytes end. */
const isComplete = ({ length, bytes, tail }: Message): boolean =>
  length === undefined ? tail.equals(LAST_CHUNK) : bytes >= length;
