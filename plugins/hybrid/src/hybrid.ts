import { type Call, defineStrategy, type FromSchema, type Json, type JsonObject } from '@trialogue/plugin-api';
import { type Answer, Halves, isAnswer } from './halves';
import { configSchema, inMode, inputSchema, outputSchema } from './hybrid-schemas';
import { candidatesIn, type Ranked, ranked, scoreOf } from './rerank';
import { routeOf } from './route';
import { candidatesVariable, predictionVariable, structuredVariable } from './variables';

type HybridCall = Call<FromSchema<typeof configSchema>, FromSchema<typeof inputSchema>>;

interface Result extends Answer {
  readonly prediction: Json;
  readonly route?: string;
  readonly candidates?: Ranked[];
}

/** One execution: what is said, and where inputs of the model are looked for that nobody gave as features. */
interface Course {
  readonly call: HybridCall;
  readonly halves: Halves;
  readonly features: JsonObject;
  readonly variables: JsonObject;
  readonly known: JsonObject;
}

/**
 * A predictive model and a chat model in one answer, each with its own member of the same config: `mlflow_model` and
 * `prompt_template`. What the model is asked with comes from the input's `features`, then from the variables, then from
 * what is known of the unit. `mode` says which of the two comes first.
 */
export const hybrid = defineStrategy({
  name: 'hybrid',
  version: '1',
  configKey: 'hybrid',
  uses: ['mlflow_model', 'prompt_template'],
  provides: [
    predictionVariable,
    { variable: structuredVariable, where: inMode('prompt_then_predict') },
    { variable: candidatesVariable, where: inMode('rerank') },
  ],
  config: configSchema,
  input: inputSchema,
  output: outputSchema,
  effects: 'idempotent',
  timeoutMs: 1_800_000, // all that it may ask, at its longest

  async execute(call: HybridCall) {
    const { config, input, attributes, conversation } = call;
    const { mode = 'predict_then_prompt' } = config;
    const { features = {}, variables = {} } = input as { features?: JsonObject; variables?: JsonObject };
    const known: JsonObject = { ...attributes, ...conversation?.variables, ...variables };
    const halves = new Halves(call, config);
    const result = await modes[mode]({ call, halves, features, variables, known });
    return { ...result, ...(halves.fallbacks.length > 0 && { fallbacks: halves.fallbacks }) };
  },
});

const modes: { readonly [mode in NonNullable<HybridCall['config']['mode']>]: (course: Course) => Promise<Result> } = {
  async predict_then_prompt({ call: { input }, halves, features, variables, known }) {
    const prediction = await halves.predict(features, known);
    return { ...(await halves.answer(input.text, { ...variables, [predictionVariable]: prediction })), prediction };
  },

  async route({ call: { config, input }, halves, features, variables, known }) {
    const prediction = await halves.predict(features, known);
    const route = routeOf(config.routes ?? [], prediction);
    const given = { ...variables, [predictionVariable]: prediction };
    const answer = await halves.answer(input.text, given, route?.prompt);
    return { ...answer, prediction, ...(route && { route: route.prompt }) };
  },

  async prompt_then_predict({ call: { config, input }, halves, features, variables, known }) {
    const structured = await halves.object(config.features_prompt!, input.text, variables);
    if (isAnswer(structured)) return { ...structured, prediction: null };
    const prediction = await halves.predict(features, { ...known, ...structured });
    if (config.words === false) return { text: JSON.stringify(prediction), structured, stopReason: 'end', prediction };
    const given = { ...variables, [structuredVariable]: structured, [predictionVariable]: prediction };
    return { structured, ...(await halves.answer(input.text, given)), prediction };
  },

  async rerank({ call: { config, input }, halves, features, variables, known }) {
    const { candidates_prompt: prompt, best = 'highest', words } = config;
    let candidates = (input.candidates ?? []) as JsonObject[];
    if (prompt !== undefined && input.candidates === undefined) {
      const structured = await halves.object(prompt, input.text, variables);
      if (isAnswer(structured)) return { ...structured, prediction: null, candidates: [] };
      candidates = candidatesIn(structured, prompt);
    }
    const score = async (one: JsonObject) => scoreOf(await halves.score(features, { ...known, ...one }));
    const predicted = await halves.predicted(() => Promise.all(candidates.map(score)));
    const instead = typeof predicted === 'number' ? predicted : null;
    const isInstead = halves.fallbacks.includes('prediction');
    const all = ranked(candidates, isInstead ? candidates.map(() => instead) : (predicted as number[]), best);
    const listed = all.map(({ candidate, score }) => ({ ...candidate, score }));
    const prediction = all[0]?.score ?? null;
    if (words === false) return { text: JSON.stringify(listed), stopReason: 'end', prediction, candidates: all };
    const given = { ...variables, [candidatesVariable]: listed, [predictionVariable]: prediction };
    return { ...(await halves.answer(input.text, given)), prediction, candidates: all };
  },
};
