import type { JsonObject } from '@trialogue/plugin-api';
import { compileSchema } from '@trialogue/plugin-api/host';
import { hybrid } from './hybrid';
import { configSchema } from './hybrid-schemas';
import { routeOf } from './route';

interface Fake {
  readonly config?: object;
  readonly input?: object;
  /** Of what the model is asked with. */
  readonly predicts?: (known: any, features: any) => unknown;
  readonly says?: (variables: any) => string;
  /** By a prompt with a schema of its answer; null: it has none. */
  readonly structured?: JsonObject | null;
  /** How the prompt with a schema fails, where there is no `structured`. */
  readonly fails?: string;
}

const down = (code = 'MODEL_UNAVAILABLE') => {
  throw Object.assign(new Error('down'), { code });
};

/** Executes it on a host that keeps what it was asked. */
async function executed({ config = {}, input = {}, predicts = () => 750, says, structured, fails }: Fake) {
  const asked: { prompts: unknown[]; predictions: unknown[]; events: unknown[]; shown: string[] } = {
    ...{ prompts: [], predictions: [], events: [], shown: [] },
  };
  const call = {
    ...{ config, input: { text: 'Hi', ...input }, attributes: {}, signal: new AbortController().signal },
    async run(strategy: string, own: any, given: any) {
      if (strategy === 'mlflow_model') {
        asked.predictions.push(given);
        return { prediction: predicts(given.known, given.features) };
      }
      asked.prompts.push([own?.prompt_version_id ?? null, given.variables]);
      return { text: says ? says(given.variables) : 'Said.', stopReason: 'end' };
    },
    prompts: {
      render: async (reference: string) => ({
        ...{ messages: [], model: { provider: 'p', name: reference }, params: {} },
        ...(structured !== null && { output: { name: 'answer', schema: {} } }),
      }),
    },
    models: { generate: async () => (structured ? { structured, output: '' } : down(fails)) },
    events: { append: async (type: string, data: unknown) => void asked.events.push([type, data]) },
    emit: async ({ text }: { text: string }) => void asked.shown.push(text),
  };
  return { output: (await hybrid.execute(call as never)) as any, ...asked };
}

describe('route', () => {
  const routes = [
    { below: 500, prompt: 'thrifty@1' },
    { from: 500, below: 900, prompt: 'middle@1' },
  ];

  test('the prediction says which prompt answers; no route takes it: the variant’s own', async () => {
    for (const [prediction, prompt] of [
      [400, 'thrifty@1'],
      [500, 'middle@1'],
      [900, undefined],
    ]) {
      const { output, prompts } = await executed({ config: { mode: 'route', routes }, predicts: () => prediction });
      expect(prompts).toEqual([[prompt ?? null, { prediction }]]);
      expect(output).toEqual({ text: 'Said.', stopReason: 'end', prediction, ...(prompt && { route: prompt }) });
    }
  });

  test.each([
    ['churn', { equals: 'churn' }, true],
    [['churn'], { equals: 'churn' }, true],
    [['churn', 'stay'], { equals: 'churn' }, false],
    ['1', { equals: 1 }, false],
    [0, { equals: 0 }, true],
    [false, { equals: false }, true],
    ['600', { from: 500 }, false],
    [null, { below: 5 }, false],
    [600, {}, false],
  ])('%j by %j: %s', (prediction, route, takes) => {
    expect(routeOf([{ ...route, prompt: 'p@1' }], prediction) !== undefined).toBe(takes);
  });
});

describe('prompt_then_predict', () => {
  const config = { mode: 'prompt_then_predict', features_prompt: 'reads@1' };

  test('the chat model’s object is what the model is asked with, below the features that were given', async () => {
    const { output, predictions, prompts, shown } = await executed({
      ...{ config, structured: { income: 900, age: 40 } },
      input: { features: { age: 41 }, variables: { income: 1, name: 'Ana' } },
    });
    expect(predictions).toEqual([{ features: { age: 41 }, known: { name: 'Ana', income: 900, age: 40 } }]);
    const structured = { income: 900, age: 40 };
    expect(prompts).toEqual([[null, { income: 1, name: 'Ana', structured, prediction: 750 }]]);
    expect(output).toEqual({ text: 'Said.', stopReason: 'end', structured, prediction: 750 });
    expect(shown).toEqual([]);
  });

  test('without words the prediction is the answer', async () => {
    const { output, prompts } = await executed({ config: { ...config, words: false }, structured: { income: 900 } });
    expect(output).toMatchObject({ text: '750', prediction: 750, structured: { income: 900 } });
    expect(prompts).toEqual([]);
  });

  test('a prompt without a schema cannot say features', async () => {
    const failure = { code: 'MODEL_FAILED', model: 'reads@1', reason: 'its version has no schema of the answer' };
    await expect(executed({ config, structured: null })).rejects.toMatchObject({ failure });
  });

  test('features that the model refuses are no fault of the caller’s', async () => {
    const fallback = { ...config, on_prediction_failure: { value: 600 } };
    const { output } = await executed({
      ...{ config: fallback, structured: {}, predicts: () => down('BAD_USER_INPUT') },
    });
    expect(output).toMatchObject({ prediction: 600, fallbacks: ['prediction'] });
  });

  test.each(['BAD_USER_INPUT', 'CONFIG_INVALID'])('%s of a prompt is told, with fallbacks too', async (code) => {
    const fallbacks = { ...config, on_prompt_failure: { text: 'Later.' }, on_prediction_failure: { value: 600 } };
    await expect(executed({ config: fallbacks, fails: code })).rejects.toMatchObject({ code });
    const words = { config: fallbacks, structured: {}, says: () => down(code) };
    await expect(executed(words)).rejects.toMatchObject({ code });
    const wrong = { config: fallbacks, structured: {}, predicts: () => down('CONFIG_INVALID') };
    await expect(executed(wrong)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test.each([
    [{ mode: 'prompt_then_predict' }, false],
    [{ mode: 'prompt_then_predict', features_prompt: 'reads@1' }, true],
    [{ mode: 'rerank' }, true],
    [{}, true],
  ])('%j is refused without the prompt that reads the features, before anything runs', (own, isTaken) => {
    expect('value' in compileSchema(configSchema).read(own)).toBe(isTaken);
  });
});

describe('rerank', () => {
  const dishes = [
    { id: 'a', fat: 3 },
    { id: 'b', fat: 9 },
    { id: 'c', fat: 3 },
  ];
  const predicts = ({ fat }: { fat: number }) => [fat * 10];

  test('each candidate is scored with its own members; the best first, equal ones as they came', async () => {
    const { output, predictions, prompts } = await executed({
      ...{ config: { mode: 'rerank' }, input: { candidates: dishes, features: { hour: 12 } }, predicts },
    });
    expect(predictions).toContainEqual({ features: { hour: 12 }, known: { id: 'b', fat: 9 } });
    expect(output.candidates.map(({ candidate: { id }, score }: any) => [id, score])).toEqual([
      ['b', 90],
      ['a', 30],
      ['c', 30],
    ]);
    expect(output).toMatchObject({ text: 'Said.', prediction: 90 });
    const candidates = [
      { id: 'b', fat: 9, score: 90 },
      { id: 'a', fat: 3, score: 30 },
      { id: 'c', fat: 3, score: 30 },
    ];
    expect(prompts).toEqual([[null, { candidates, prediction: 90 }]]);
  });

  test('the candidates of a prompt, the lowest first, without words', async () => {
    const config = { mode: 'rerank', candidates_prompt: 'proposes@1', best: 'lowest', words: false };
    const { output, prompts } = await executed({ config, structured: { candidates: dishes }, predicts });
    expect(JSON.parse(output.text).map(({ id }: any) => id)).toEqual(['a', 'c', 'b']);
    expect(prompts).toEqual([]);
  });

  test('what cannot be ranked fails, unless something stands in for it: then they stay as they came', async () => {
    const given = { input: { candidates: dishes }, predicts: () => 'good' };
    const failure = { code: 'MODEL_FAILED', model: 'mlflow_model' };
    await expect(executed({ ...given, config: { mode: 'rerank' } })).rejects.toMatchObject({ failure });
    const config = { mode: 'rerank', on_prediction_failure: { skip: true } };
    const { output } = await executed({ ...given, config });
    expect(output.candidates.map(({ candidate: { id }, score }: any) => [id, score])).toEqual([
      ['a', null],
      ['b', null],
      ['c', null],
    ]);
    expect(output).toMatchObject({ prediction: null, fallbacks: ['prediction'] });
  });

  test('what is taken for the prediction is the score of each', async () => {
    const given = { input: { candidates: dishes }, predicts: () => down() };
    for (const [value, score] of [
      [5, 5],
      ['good', null],
      [[3, 2, 1], null],
    ] as const) {
      const config = { mode: 'rerank', on_prediction_failure: { value } };
      const { output } = await executed({ ...given, config } as never);
      const scored = output.candidates.map((one: any) => [one.candidate.id, one.score]);
      expect(scored).toEqual(['a', 'b', 'c'].map((id) => [id, score]));
      expect(output).toMatchObject({ prediction: score, fallbacks: ['prediction'] });
    }
  });

  test('candidates of a prompt that the model refuses are no fault of the caller’s; the input’s own are', async () => {
    const config = { mode: 'rerank', candidates_prompt: 'proposes@1', on_prediction_failure: { skip: true } };
    const refuses = { config, structured: { candidates: dishes }, predicts: () => down('BAD_USER_INPUT') };
    const { output } = await executed(refuses);
    expect(output).toMatchObject({ prediction: null, fallbacks: ['prediction'] });
    const own = executed({ ...refuses, input: { candidates: dishes } });
    await expect(own).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test.each<JsonObject>([{}, { candidates: 'a' }, { candidates: [1] }, { candidates: Array(101).fill({}) }])(
    'an answer without such a list fails: %#',
    async (structured) => {
      const config = { mode: 'rerank', candidates_prompt: 'proposes@1' };
      await expect(executed({ config, structured })).rejects.toMatchObject({ failure: { model: 'proposes@1' } });
    },
  );
});

describe('fallbacks', () => {
  test.each<[JsonObject, unknown]>([
    [{ value: 600 }, 600],
    [{ skip: true }, null],
  ])('a prediction that fails: %j', async (on_prediction_failure, prediction) => {
    const { output, events, prompts } = await executed({ config: { on_prediction_failure }, predicts: () => down() });
    expect(output).toEqual({ text: 'Said.', stopReason: 'end', prediction, fallbacks: ['prediction'] });
    expect(prompts).toEqual([[null, { prediction }]]);
    expect(events).toEqual([['hybrid_fallback', { half: 'prediction', code: 'MODEL_UNAVAILABLE' }]]);
  });

  test('a prompt that fails is answered by the text, which is shown too', async () => {
    const on_prompt_failure = { text: 'About {{ prediction }} a year.' };
    const { output, events, shown } = await executed({ config: { on_prompt_failure }, says: () => down() });
    const text = 'About 750 a year.';
    expect(output).toEqual({ text, stopReason: 'fallback', prediction: 750, fallbacks: ['prompt'] });
    expect(events).toEqual([['hybrid_fallback', { half: 'prompt', code: 'MODEL_UNAVAILABLE' }]]);
    expect(shown).toEqual([text]);
  });

  test.each(['prompt_then_predict', 'rerank'])('also the first prompt of %s', async (mode) => {
    const config = { mode, features_prompt: 'f@1', candidates_prompt: 'f@1', on_prompt_failure: { text: 'Later.' } };
    const { output, predictions } = await executed({ config });
    expect(output).toMatchObject({ text: 'Later.', prediction: null, fallbacks: ['prompt'] });
    expect(predictions).toEqual([]);
  });

  test('what the caller is to mend is not hidden, nor a failure without a fallback', async () => {
    const config = { on_prediction_failure: { value: 1 } };
    const refused = executed({ config, predicts: () => down('BAD_USER_INPUT') });
    await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(executed({ config, says: () => down() })).rejects.toThrow('down');
  });
});
