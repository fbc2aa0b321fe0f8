import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';

/** Bytes of an answer for one record; a batch may be as much larger as it has records, up to `largestBatchAnswer`. */
const largestAnswer = 1_000_000;
const largestBatchAnswer = 16_000_000;
/** To one server; more requests wait for one, within their time limit. */
const mostConnections = 64;
/** uvicorn closes what has been idle for 5 s, without a word: a request on such a connection would break. */
const keptMs = 4_000;
const connectMs = 5_000;

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** An answer that nobody would want; the rest of it is not taken. */
export class TooLarge extends Error {}

/** Kept-alive connections to scoring servers. */
export class Connections {
  private readonly agent: Agent;

  /** @param caFile certificates, PEM, of the authority that signed the servers' own, beside those that Node trusts */
  constructor(caFile?: string) {
    const ca = caFile === undefined ? undefined : [...rootCertificates, readFileSync(caFile, 'utf8')];
    this.agent = new Agent({
      connections: mostConnections,
      keepAliveTimeout: keptMs,
      connect: { ca, timeout: connectMs },
    });
  }

  /** Asks for predictions for so many records. A redirect is an answer as any other. */
  async invoke(url: string, body: string, records: number, signal: AbortSignal): Promise<Answered> {
    const answer = await request(`${url.replace(/\/+$/, '')}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
      dispatcher: this.agent,
    });
    const most = Math.min(largestAnswer * records, largestBatchAnswer);
    return { status: answer.statusCode, text: await boundedText(answer.body, most) };
  }

  /** Whether a server says that it is well. */
  async ping(url: string): Promise<boolean> {
    const options = { signal: AbortSignal.timeout(2_000), dispatcher: this.agent };
    try {
      const { statusCode, body } = await request(`${url.replace(/\/+$/, '')}/ping`, options);
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

async function boundedText(body: Dispatcher.ResponseData['body'], most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new TooLarge(`its answer is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
