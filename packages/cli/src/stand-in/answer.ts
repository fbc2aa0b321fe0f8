import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { contentTypeObjection, textOf } from './body';
import type { LinearModel } from './linear-model';
import { Refusal } from './refusal';
import type { Reply } from './reply';
import { asAnswer, score } from './score';

/** What FastAPI says, which MLflow's server is built on. */
const detail = (status: number, text: string, headers = {}): Reply => ({
  status,
  text: JSON.stringify({ detail: text }),
  headers,
});

/** What `/MODEL/ENDPOINT` answers. Throws `Refusal`. */
export async function answer(models: ReadonlyMap<string, LinearModel>, request: IncomingMessage): Promise<Reply> {
  const [name = '', endpoint, ...more] = pathOf(request);
  const model = models.get(name);
  if (!model) {
    const there = [...models.keys()].join(', ');
    throw new Refusal('RESOURCE_DOES_NOT_EXIST', `There is no model "${name.slice(0, 80)}" here; there are ${there}.`);
  }
  const allowed = more.length === 0 && endpoint ? methods[endpoint] : undefined;
  if (!allowed) return detail(404, 'Not Found');
  if (request.method !== allowed) return detail(405, 'Method Not Allowed', { allow: allowed });
  if (endpoint === 'version') return { status: 200, text: 'stand-in' };
  if (endpoint !== 'invocations') return { status: 200, text: '\n' };
  const objection = contentTypeObjection(request.headers['content-type'] ?? '');
  if (objection) return { status: 415, text: objection, type: 'text/plain; charset=utf-8' };
  return { status: 200, text: asAnswer(score(model, await textOf(request))) };
}

const methods: { readonly [endpoint: string]: string | undefined } = {
  ping: 'GET',
  health: 'GET',
  version: 'GET',
  invocations: 'POST',
};

function pathOf({ url = '/' }: IncomingMessage): string[] {
  try {
    return url.split('?')[0]!.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new Refusal('BAD_REQUEST', 'The path is not percent-encoded UTF-8.');
  }
}

/** A refusal as MLflow words one; anything else is a fault of the stand-in, which the log explains. */
export function asReply(error: unknown, logger: Logger): Reply {
  if (error instanceof Refusal)
    return { status: error.status, text: JSON.stringify({ error_code: error.code, message: error.message }) };
  logger.warn({ err: error }, 'The stand-in for MLflow failed.');
  const body = { error_code: 'INTERNAL_ERROR', message: 'The stand-in failed; the log of the product says why.' };
  return { status: 500, text: JSON.stringify(body) };
}
