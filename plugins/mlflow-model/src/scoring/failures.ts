import { StrategyFailure } from '@trialogue/plugin-api';
import { TooLarge } from './connections';

/** Codes of errors that came before a byte of the request was sent: the model cannot have seen it. */
const neverSent: { readonly [code: string]: string } = {
  ECONNREFUSED: 'its server refuses connections',
  EHOSTUNREACH: 'its server cannot be reached',
  ENETUNREACH: 'its server cannot be reached',
  ENOTFOUND: 'the name of its server is not known',
  EAI_AGAIN: 'the name of its server cannot be looked up',
  UND_ERR_CONNECT_TIMEOUT: 'its server does not take the connection',
};
/** Beginnings of codes of errors of certificates. */
const distrusted = ['CERT_', 'ERR_TLS_', 'UNABLE_TO_', 'SELF_SIGNED_', 'DEPTH_ZERO_'];

export const wasNeverSent = (error: unknown): boolean =>
  neverSent[codeOf(error)] !== undefined || isDistrust(codeOf(error));

/** What it means that a server could not be asked. */
export function failureOf(error: unknown, model: string): StrategyFailure {
  if (error instanceof StrategyFailure) return error;
  if (error instanceof TooLarge) return new StrategyFailure({ code: 'MODEL_FAILED', model, reason: error.message });
  const code = codeOf(error);
  const reason = isDistrust(code)
    ? `the certificate of its server is not trusted (${code})`
    : (neverSent[code] ?? 'the connection to its server broke');
  return new StrategyFailure({ code: 'MODEL_UNAVAILABLE', model, reason }, { cause: error });
}

const isDistrust = (code: string): boolean => distrusted.some((beginning) => code.startsWith(beginning));

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
