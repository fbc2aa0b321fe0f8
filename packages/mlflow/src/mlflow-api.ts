import type { MlflowAddress } from './address';
import { type Answered, asking } from './ask';
import { MlflowError } from './mlflow-error';

/** Of one list: enough for a hundred thousand things. */
const mostPages = 1_000;
const pageSize = 100;
/** Characters of what it says of a refusal, which may hold a whole statement of its database. */
const longestMessage = 1_000;

/** The part of a search’s filter that finds a name; MLflow’s grammar escapes no quotes, and has two kinds of them. */
export const named = (name: string): string => (name.includes("'") ? `name="${name}"` : `name='${name}'`);

type Answer = { readonly [member: string]: any };
type Values = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string>>;

export type MlflowApi = ReturnType<typeof mlflowApi>;

/**
 * MLflow's REST API, version 2.0 (https://mlflow.org/docs/latest/rest-api.html), by its paths; `mlflowRegistry` has the
 * calls by name. Each throws an `MlflowError`.
 *
 * @param until when to give up, earlier than usual
 */
export function mlflowApi(address: MlflowAddress, until?: AbortSignal) {
  const send = asking(address, until);

  async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: string): Promise<Answer> {
    const answered = await send(method, `api/2.0/mlflow/${path}`, body);
    const answer = objectIn(answered.text);
    if (!answer || !isGood(answered)) throw refusal(answered);
    return answer;
  }

  const get = (path: string, query: Query) => ask('GET', `${path}?${new URLSearchParams(query)}`);

  return {
    get,

    /** Undefined: there is no such thing. */
    find: (path: string, query: Query) => get(path, query).catch(unlessMissing),

    /** Everything that a search finds. */
    async search<Item>(path: string, list: string, query: Query): Promise<Item[]> {
      const found: Item[] = [];
      const size = { max_results: `${pageSize}` };
      for (let page = 0, token = ''; page < mostPages; page += 1) {
        const answer = await get(path, { ...query, ...size, ...(token && { page_token: token }) });
        found.push(...(answer[list] ?? []));
        token = answer.next_page_token ?? '';
        if (token === '') return found;
      }
      throw new MlflowError(`it has more than ${mostPages * pageSize} of ${list}`);
    },

    /** A file of a registered version, wherever the server keeps its artifacts; undefined: there is no such file or version. */
    async artifact(name: string, version: string, path: string): Promise<string | undefined> {
      const answered = await send('GET', `model-versions/get-artifact?${new URLSearchParams({ name, version, path })}`);
      if (isGood(answered)) return answered.text;
      return unlessMissing(answered.status === 404 ? missing(answered) : refusal(answered));
    },

    post: (path: string, body: Values) => ask('POST', path, JSON.stringify(body)),
    patch: (path: string, body: Values) => ask('PATCH', path, JSON.stringify(body)),
    delete: (path: string, body: Values) => ask('DELETE', path, JSON.stringify(body)),
  };
}

const isGood = ({ status }: Answered): boolean => status >= 200 && status <= 299;

const missingCode = 'RESOURCE_DOES_NOT_EXIST';

function unlessMissing(error: unknown): undefined {
  if (error instanceof MlflowError && error.code === missingCode) return undefined;
  throw error;
}

/** Without what records and text columns refuse. */
const shortened = (message: string): string => message.slice(0, longestMessage).replaceAll('\u0000', '').toWellFormed();

function refusal({ status, text }: Answered): MlflowError {
  const answer = objectIn(text);
  const code = typeof answer?.error_code === 'string' ? answer.error_code : undefined;
  const said = typeof answer?.message === 'string' ? `: ${shortened(answer.message)}` : '';
  return new MlflowError(`it answers ${[status, code].filter(Boolean).join(' ')}${said}`, code);
}

/** A file that is not there is answered without a code. */
const missing = (answered: Answered) => new MlflowError(refusal(answered).message, missingCode);

function objectIn(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}
