const patienceMs = 15_000;
/** Of one list: enough for a hundred thousand things. */
const mostPages = 1_000;
const pageSize = 100;

/** Where MLflow's tracking server is, and who asks it. */
export interface MlflowAddress {
  readonly url: string;
  /** The header of that name. */
  readonly authorization?: string;
}

/**
 * Where the variables of MLflow's own clients say that it is: `MLFLOW_TRACKING_URI`, and, as they have it, a user with a
 * password before a token. Undefined for what is not spoken to over HTTP.
 */
export function mlflowAddressIn(variable: (name: string) => string | undefined): MlflowAddress | undefined {
  const uri = variable('MLFLOW_TRACKING_URI') ?? '';
  if (!/^https?:/.test(uri) || !URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  const user = variable('MLFLOW_TRACKING_USERNAME') ?? decoded(url.username);
  const password = variable('MLFLOW_TRACKING_PASSWORD') ?? decoded(url.password);
  const token = variable('MLFLOW_TRACKING_TOKEN');
  url.username = '';
  url.password = '';
  const basic = user && password && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return { url: url.href, authorization: basic || (token && `Bearer ${token}`) || undefined };
}

/** As it stands where its `%` encode nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part of a search’s filter that finds a name; MLflow’s grammar escapes no quotes, and has two kinds of them. */
export const named = (name: string): string => (name.includes("'") ? `name="${name}"` : `name='${name}'`);

type Answer = { readonly [member: string]: any };
type Values = Readonly<Record<string, unknown>>;

/** What MLflow refused, or that it could not be asked. */
export class MlflowError extends Error {
  constructor(
    message: string,
    /** MLflow's `error_code`; none when it did not answer as MLflow does. */
    readonly code?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type MlflowApi = ReturnType<typeof mlflowApi>;

/**
 * MLflow's REST API, version 2.0. Each call throws an `MlflowError`.
 *
 * @param until when to give up, earlier than usual
 */
export function mlflowApi({ url, authorization }: MlflowAddress, until?: AbortSignal) {
  const base = `${url.replace(/\/+$/, '')}/api/2.0/mlflow/`;
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };

  async function ask(method: string, address: string, body?: string): Promise<Answer> {
    const signal = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(until ? [until] : [])]);
    const asked = fetch(`${base}${address}`, { method, headers, body, signal, redirect: 'manual' });
    const { status, ok, answer } = await asked.then(
      async (response) => ({ status: response.status, ok: response.ok, answer: await jsonOf(response) }),
      (cause) => {
        throw new MlflowError(reasonOf(cause), undefined, { cause });
      },
    );
    if (ok && answer) return answer;
    const code = typeof answer?.error_code === 'string' ? answer.error_code : undefined;
    const said = typeof answer?.message === 'string' ? `: ${answer.message}` : '';
    throw new MlflowError(`it answers ${[status, code].filter(Boolean).join(' ')}${said}`, code);
  }

  const get = (path: string, query: Readonly<Record<string, string>>) =>
    ask('GET', `${path}?${new URLSearchParams(query)}`);

  return {
    get,

    /** Undefined: there is no such thing. */
    find: (path: string, query: Readonly<Record<string, string>>) =>
      get(path, query).catch((error) => {
        if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
        throw error;
      }),

    /** Everything that a search finds. */
    async search<Item>(path: string, list: string, query: Readonly<Record<string, string>>): Promise<Item[]> {
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

    post: (path: string, body: Values) => ask('POST', path, JSON.stringify(body)),
    patch: (path: string, body: Values) => ask('PATCH', path, JSON.stringify(body)),
  };
}

async function jsonOf(response: Response): Promise<Answer | undefined> {
  try {
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** What a failed fetch says of itself lies in its cause. */
function reasonOf(error: Error): string {
  const { code, message } = (error.cause ?? {}) as { code?: string; message?: string };
  return code ?? message ?? error.message;
}
