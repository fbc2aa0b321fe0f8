/** What the tests ask for. */
const fields = `key name hypothesis status unitType traffic version createdAt startedAt stoppedAt control { key } winner { key }
  allocation primaryMetric { key } guardrails { key } sampleSize
  release { hash kind key } variants { key name weight isControl value executionStrategy config arm }`;

export const read = `query ($key: ID!) { experiment(key: $key) { ${fields} } }`;
export const create = `mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { ${fields} } }`;
export const update = `mutation ($key: ID!, $input: UpdateExperimentInput!) { updateExperiment(key: $key, input: $input) { ${fields} } }`;
const act = (name: string, arg = '', type = '') =>
  `mutation ($key: ID!, $version: Int${type}) { ${name}Experiment(key: $key, version: $version${arg}) { ${fields} } }`;
export const start = act('start');
export const pause = act('pause');
export const stop = act('stop', ', winner: $winner', ', $winner: ID');
export const archive = act('archive');
export const duplicate = act('duplicate', ', as: $as', ', $as: ID!');
export const apply = `mutation ($experiments: [ApplyExperimentInput!]!) { applyExperiments(experiments: $experiments) {
  subject outcome note problems { path message } } }`;
/** What would be changed. */
export const plan = `mutation ($experiments: [ApplyExperimentInput!]!, $assuming: [PlannedReleaseInput!]! = []) {
  applyExperiments(experiments: $experiments, dryRun: true, assuming: $assuming) {
    subject outcome problems { path message } changes { path before after } drift { path before after } } }`;

const answer =
  'unit inExperiment reason allocation release bucket propensity stale variant { experimentKey key name arm config value weight } trace { step outcome bucket }';
export const look = `query ($experiment: ID!, $unit: ID!, $attributes: JSONObject) {
  assignment(experiment: $experiment, unit: $unit, attributes: $attributes) { ${answer} } }`;
export const assign = `mutation ($experiment: ID!, $unit: ID!, $attributes: JSONObject) {
  assign(experiment: $experiment, unit: $unit, attributes: $attributes) { ${answer} } }`;
export const assignMany = `mutation ($requests: [AssignmentRequest!]!) { assignMany(requests: $requests) {
  assignment { ${answer} } error { code message retryable } } }`;
export const recordExposures = `mutation ($exposures: [ExposureInput!]!) { recordExposures(exposures: $exposures) {
  accepted duplicates rejected { index code message } } }`;
export const validate = `query ($config: JSONObject!) { validateVariantConfig(config: $config) {
  valid executionStrategy normalForm problems { path message } } }`;

/** A config that runs a prompt. */
export const running = (reference: string, more: object = {}) => ({
  execution_strategy: 'prompt_template',
  prompt_config: { prompt_version_id: reference },
  ...more,
});

/** A flag that can be started: `off`, the control, and `on`. */
export const flag = (key: string, more: object = {}) => ({
  key,
  variants: [
    { key: 'off', value: false },
    { key: 'on', value: true },
  ],
  ...more,
});

/** An experiment that can be started: `a`, the control, and `b`. */
export const experiment = (key: string, more: object = {}) => ({
  ...{ key, primaryMetric: 'contentment', sampleSize: 1_000 },
  variants: [
    { key: 'a', config: running('meal@production') },
    { key: 'b', config: running('meal@2') },
  ],
  ...more,
});

export const applyPolicies = `mutation ($policies: [ApplyPolicyInput!]!) { applyPolicies(policies: $policies) {
  subject outcome note problems { path message } } }`;
export const policy = `query ($name: ID!, $number: Int) { policy(name: $name) { name description
  version(number: $number) { id alias number description status modelName modelVersion standIn params timeoutMs checksum
    createdAt policy { name } inputs { name type required description } } } }`;

/** The policy `food`, of which each version may change something. */
export const food = (...versions: object[]) => ({
  name: 'food',
  versions: versions.map((more, index) => ({
    ...{ number: index + 1, modelName: 'food_budget', modelVersion: String(index + 1) },
    ...{ inputs: [{ name: 'income', type: 'number', required: true }], endpoint: `http://models:500${index + 1}/` },
    ...more,
  })),
});
