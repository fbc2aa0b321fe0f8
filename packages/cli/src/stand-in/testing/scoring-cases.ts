/** Bodies of `POST /invocations` to a model of one input, `income`, and what MLflow's scoring server makes of them. */
export const predicted: readonly (readonly [body: string, incomes: readonly number[]])[] = [
  ['{"dataframe_split":{"columns":["income"],"data":[[1000],[2000.5]]}}', [1000, 2000.5]],
  ['{"dataframe_split":{"columns":["income"],"index":[3,4],"data":[[1000],[2000.5]]}}', [1000, 2000.5]],
  ['{"dataframe_split":{"columns":["income","age"],"data":[[1000,1]]}}', [1000]],
  ['{"dataframe_split":{"columns":["income"],"data":[]}}', []],
  ['{"dataframe_records":[{"income":1000},{"income":377.06}]}', [1000, 377.06]],
  ['{"dataframe_records":[{"income":3,"age":3}]}', [3]],
  ['{"dataframe_records":[{"income":"1000"}]}', [1000]],
  ['{"dataframe_records":[{"income":" -1.5e3 "}]}', [-1500]],
  ['{"dataframe_records":[{"income":true}]}', [1]],
  ['{"dataframe_records":[{"income":null}]}', [Number.NaN]],
  ['{"dataframe_records":[{"income":1},{"age":3}]}', [1, Number.NaN]],
  ['{"dataframe_records":[{"income":1e400}]}', [Number.POSITIVE_INFINITY]],
  ['{"dataframe_records":[{"income":1000}],"params":{"unknown":1}}', [1000]],
  ['{"dataframe_records":[{"income":1000}],"params":null}', [1000]],
  ['{"dataframe_records":[{"income":1000}],"more":1}', [1000]],
  ['{"instances":[{"income":1000},{"income":2000}]}', [1000, 2000]],
  ['{"instances":[1000,2000]}', [1000, 2000]],
  ['{"instances":{"income":1000}}', [1000]],
  ['{"instances":[]}', []],
  ['{"inputs":{"income":[1000,2000]}}', [1000, 2000]],
  ['{"inputs":{"income":1000}}', [1000]],
  ['{"inputs":{"income":[1],"age":[1]}}', [1]],
  ['{"inputs":[{"income":1000}]}', [1000]],
  ['{"inputs":[1000,2000]}', [1000, 2000]],
];

type Code = 'BAD_REQUEST' | 'INVALID_PARAMETER_VALUE';

/** Every one is answered with status 400. */
export const refused: readonly (readonly [body: string, code: Code])[] = [
  ['', 'BAD_REQUEST'],
  ['not json', 'BAD_REQUEST'],
  ['null', 'BAD_REQUEST'],
  ['7', 'BAD_REQUEST'],
  ['[{"income":1}]', 'BAD_REQUEST'],
  ['{}', 'BAD_REQUEST'],
  ['{"income":3}', 'BAD_REQUEST'],
  ['{"instances":[1],"inputs":[1]}', 'BAD_REQUEST'],
  ['{"dataframe_split":[[1]]}', 'BAD_REQUEST'],
  ['{"dataframe_split":{"columns":["income"]}}', 'BAD_REQUEST'],
  ['{"dataframe_split":{"columns":["income"],"data":[[1]],"extra":1}}', 'BAD_REQUEST'],
  ['{"dataframe_split":{"columns":["income"],"data":[[1000,5]]}}', 'BAD_REQUEST'],
  ['{"dataframe_split":{"data":[[1000]]}}', 'INVALID_PARAMETER_VALUE'],
  ['{"dataframe_records":{"income":3}}', 'BAD_REQUEST'],
  ['{"dataframe_records":7}', 'BAD_REQUEST'],
  ['{"dataframe_records":null}', 'BAD_REQUEST'],
  ['{"dataframe_records":[]}', 'INVALID_PARAMETER_VALUE'],
  ['{"dataframe_records":[3]}', 'INVALID_PARAMETER_VALUE'],
  ['{"dataframe_records":[{"age":3}]}', 'INVALID_PARAMETER_VALUE'],
  ['{"dataframe_records":[{"income":"much"}]}', 'BAD_REQUEST'],
  ['{"dataframe_records":[{"income":"0x10"}]}', 'BAD_REQUEST'],
  ['{"dataframe_records":[{"income":""}]}', 'BAD_REQUEST'],
  ['{"dataframe_records":[{"income":[1]}]}', 'BAD_REQUEST'],
  ['{"dataframe_records":[{"income":{"a":1}}]}', 'BAD_REQUEST'],
  ['{"instances":[{"income":"much"}]}', 'BAD_REQUEST'],
  ['{"instances":[[1000],[2000]]}', 'INVALID_PARAMETER_VALUE'],
  ['{"instances":7}', 'INVALID_PARAMETER_VALUE'],
  ['{"inputs":{"age":[1]}}', 'INVALID_PARAMETER_VALUE'],
  ['{"inputs":{"income":[1],"age":[1,2]}}', 'INVALID_PARAMETER_VALUE'],
  ['{"inputs":[[1000],[2000]]}', 'INVALID_PARAMETER_VALUE'],
];

/** Requests beside the body's: what status they get, and whether the answer is JSON. */
export const doors: readonly (readonly [request: string, init: RequestInit, status: number, type: string])[] = [
  ['/ping', {}, 200, 'application/json'],
  ['/health', {}, 200, 'application/json'],
  ['/version', {}, 200, 'application/json'],
  ['/nothing', {}, 404, 'application/json'],
  ['/ping', { method: 'POST' }, 405, 'application/json'],
  ['/invocations', {}, 405, 'application/json'],
  ['/invocations', post('application/json; charset=UTF-8'), 200, 'application/json'],
  ['/invocations', post('application/json; charset=latin-1'), 415, 'text/plain; charset=utf-8'],
  ['/invocations', post('application/json; format=pandas'), 415, 'text/plain; charset=utf-8'],
  ['/invocations', post('text/plain'), 415, 'text/plain; charset=utf-8'],
];

function post(type: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body: '{"instances":[{"income":1}]}' };
}

export interface Scored {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

/** Asks a scoring server, MLflow's or a stand-in. */
export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Scored> {
  const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

export const invoke = (url: string, body: string): Promise<Scored> =>
  ask(url, '/invocations', { method: 'POST', headers: { 'content-type': 'application/json' }, body });

/** The numbers of an answer, `NaN` and `Infinity` as Python writes them included. */
export function numbersOf({ text }: Scored): number[] {
  const [, list] = /^\{"predictions": \[(.*)\]\}$/.exec(text) ?? [];
  if (list === undefined) throw new Error(`not an answer with predictions: ${text}`);
  return list === '' ? [] : list.split(', ').map(Number);
}
