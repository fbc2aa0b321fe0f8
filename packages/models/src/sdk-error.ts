import type { JsonObject } from '@trialogue/plugin-api';
import { ProviderFailure } from './provider-failure';

/** What `APIError` of both SDKs has in common (they come from one generator). No status: not an HTTP answer. */
interface ApiError extends Error {
  readonly status: number | undefined;
  readonly headers: { get(name: string): string | null } | undefined;
  /** The provider's error body, or undefined when the connection failed. */
  readonly error: unknown;
  readonly type?: string | null;
  /** OpenAI: the parameter at fault. */
  readonly param?: unknown;
  /** Anthropic: a sentence, with the path of the field at fault in front. */
  readonly apiMessage?: unknown;
}

const passing = new Set([408, 409, 429]);
/** In-stream error types that stand for a 429, a 529 or a 5xx. */
const passingTypes = new Set([
  'overloaded_error',
  'rate_limit_error',
  'rate_limit_exceeded',
  'api_error',
  'server_error',
  'timeout_error',
]);

/** The request that failed, as far as a failure's reason needs it. */
export interface Asked {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly params: JsonObject;
}

/** What an SDK threw, as a ProviderFailure; what is not the provider's doing comes back unchanged. */
export function fromSdkError(error: unknown, asked: Asked): unknown {
  if (isApiError(error)) {
    if (error.status !== undefined) return fromStatus(error, error.status, asked);
    return error.error === undefined ? fromConnection(error) : fromStream(error);
  }
  if (error instanceof SyntaxError)
    return new ProviderFailure('the provider sent something that is not JSON', { retryable: true });
  const code = systemCode(error);
  return code === undefined || code.startsWith('ERR_') ? error : fromConnection(error);
}

function fromStatus(error: ApiError, status: number, { now, params }: Asked): ProviderFailure {
  const retryable =
    (passing.has(status) || status >= 500) && error.headers?.get('x-should-retry')?.toLowerCase() !== 'false';
  const retryAfterMs = pauseAsked(error.headers, now);
  return new ProviderFailure(`the provider answered ${status}${word(error.type)}${atFault(error, params)}`, {
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(refusals.has(status) && namesOutput(error) && { refusesOutput: true }),
  });
}

function fromStream(error: ApiError): ProviderFailure {
  return new ProviderFailure(`the provider ended its stream with an error${word(error.type)}`, {
    retryable: passingTypes.has(error.type ?? ''),
  });
}

function fromConnection(error: unknown): ProviderFailure {
  return new ProviderFailure(`the connection failed${word(systemCode(error))}`, { retryable: true });
}

/** `retry-after-ms`, else `retry-after` in seconds or as an HTTP date (RFC 9110 §10.2.3), in milliseconds from now. */
function pauseAsked(headers: ApiError['headers'], now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  const after = headers?.get('retry-after') ?? '';
  const asked = [milliseconds, Number(after || Number.NaN) * 1000, Date.parse(after) - now].find(Number.isFinite);
  return asked === undefined ? undefined : Math.max(0, asked);
}

/** Statuses with which servers refuse a parameter that they do not know. */
const refusals = new Set([400, 404, 422, 501]);

/** Is the schema of the answer what the provider objects to? Servers say so in a member, or only in their sentence. */
const namesOutput = ({ param, apiMessage, message }: ApiError): boolean =>
  /response_format|output_config|output_format|json_schema/.test(`${param} ${apiMessage} ${message}`);

/** The parameter that the provider objects to, if it is one of ours: then its name quotes nobody. */
function atFault({ param, apiMessage }: ApiError, params: JsonObject): string {
  const name = String(param ?? apiMessage ?? '').split(/[.:]/, 1)[0]!;
  return Object.hasOwn(params, name) ? ` because of the parameter ${name}` : '';
}

/** A code such as `overloaded_error`, in brackets; anything that could be a sentence is left out. */
const word = (code: string | null | undefined) =>
  typeof code === 'string' && /^[A-Za-z][\w.]{0,63}$/.test(code) ? ` (${code})` : '';

const isApiError = (error: unknown): error is ApiError =>
  error instanceof Error && 'status' in error && 'headers' in error && 'error' in error;

/**
 * The code that the system or undici gave: `ECONNREFUSED`, `UND_ERR_SOCKET`, … It sits some causes deep. `ERR_…` is
 * Node's word for a wrong call.
 */
function systemCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : systemCode(cause, depth + 1);
}
