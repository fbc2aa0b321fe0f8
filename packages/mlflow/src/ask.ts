import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import type { MlflowAddress } from './address';
import { Lifetime } from './lifetime';
import { MlflowError } from './mlflow-error';

/** Milliseconds within which it answers. */
const patienceMs = 15_000;
/** Bytes of an answer. */
const largestAnswer = 16_000_000;
/** Connections to one server. */
const mostConnections = 8;

export interface Answered {
  readonly status: number;
  readonly text: string;
}

export type Ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: string) => Promise<Answered>;

/**
 * Asks a tracking server; a redirect is an answer as any other. Throws an `MlflowError` when there is none, also when
 * `until` was aborted.
 */
export function asking(address: MlflowAddress, until?: AbortSignal): Ask {
  const lifetime = new Lifetime(until);
  const { authorization } = address;
  return async (method, path, body) => {
    const headers = { ...(body && { 'content-type': 'application/json' }), ...(authorization && { authorization }) };
    const url = `${address.url.replace(/\/+$/, '')}/${path}`;
    try {
      return await lifetime.during(async (signal) => {
        const dispatcher = connectionsTo(address);
        const { statusCode, body: answer } = await request(url, { method, headers, body, signal, dispatcher });
        return { status: statusCode, text: await boundedText(answer) };
      }, patienceMs);
    } catch (error) {
      if (error instanceof MlflowError) throw error;
      throw new MlflowError(reasonOf(error as Error), undefined, { cause: error });
    }
  };
}

/** By the file of its authority's certificates: one for each that settings name. */
const agents = new Map<string, Agent>();

function connectionsTo({ caFile = '' }: MlflowAddress): Agent {
  let agent = agents.get(caFile);
  if (!agent) {
    const ca = caFile === '' ? undefined : [...rootCertificates, readFileSync(caFile, 'utf8')];
    agent = new Agent({ connections: mostConnections, connect: { ca } });
    agents.set(caFile, agent);
  }
  return agent;
}

async function boundedText(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestAnswer) throw new MlflowError(`its answer is larger than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const reasonOf = (error: Error & { code?: unknown }): string =>
  typeof error.code === 'string' ? error.code : error.message;
