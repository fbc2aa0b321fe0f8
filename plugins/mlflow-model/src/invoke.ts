import { setTimeout as wait } from 'node:timers/promises';
import { type Json, type JsonObject, type Logger, type Policy, StrategyFailure } from '@trialogue/plugin-api';
import { predictionIn } from './answer';

/** Codes of errors that came before a byte of the request was sent: the model cannot have seen it. */
const neverSent: { readonly [code: string]: string } = {
  ECONNREFUSED: 'its server refuses connections',
  EHOSTUNREACH: 'its server cannot be reached',
  ENETUNREACH: 'its server cannot be reached',
  ENOTFOUND: 'the name of its server is not known',
  EAI_AGAIN: 'the name of its server cannot be looked up',
  UND_ERR_CONNECT_TIMEOUT: 'its server does not take the connection',
};
const retryMs = 200;
const largestAnswer = 1_000_000;

/**
 * One prediction, by MLflow's scoring protocol: `POST /invocations` with one record. Within the policy's time limit it is
 * asked a second time if the first could not be sent. Throws a StrategyFailure, or what `signal` was aborted with.
 */
export async function invoke(policy: Policy, record: JsonObject, signal: AbortSignal, logger: Logger): Promise<Json> {
  const model = `${policy.model.name}/${policy.model.version}`;
  const limit = AbortSignal.timeout(policy.timeoutMs);
  const either = AbortSignal.any([signal, limit]);
  try {
    const { status, text } = await post(policy, record, either).catch(async (error) => {
      if (neverSent[codeOf(error)] === undefined) throw error;
      await wait(retryMs, undefined, { signal: either });
      return post(policy, record, either);
    });
    return predictionIn(model, status, text);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted)
      throw new StrategyFailure({ code: 'MODEL_TIMEOUT', model, ms: policy.timeoutMs }, { cause: error });
    if (error instanceof StrategyFailure) throw error;
    if (error instanceof TooLarge) throw new StrategyFailure({ code: 'MODEL_FAILED', model, reason: error.message });
    logger.warn({ err: error, policy: policy.reference, url: policy.url }, 'A scoring server does not answer.');
    const reason = neverSent[codeOf(error)] ?? 'the connection to its server broke';
    throw new StrategyFailure({ code: 'MODEL_UNAVAILABLE', model, reason }, { cause: error });
  }
}

async function post({ url, params }: Policy, record: JsonObject, signal: AbortSignal) {
  const body = { dataframe_records: [record], ...(Object.keys(params).length > 0 && { params }) };
  const response = await fetch(`${url.replace(/\/+$/, '')}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
  return { status: response.status, text: await boundedText(response) };
}

class TooLarge extends Error {}

/** The body, as far as anybody would want it; cancelled, and so never held, beyond that. */
async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new TooLarge(`its answer is larger than ${largestAnswer} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The code that Node gave a failed fetch. */
function codeOf(error: unknown): string {
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
