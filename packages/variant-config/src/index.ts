export { type ArmSource, armOf } from './arm';
export { durationMs, durationPattern } from './duration';
export { effectivePolicyParams, endpointUrls } from './effective-policy';
export { effectiveModel, effectiveParams, modelsOf, outputFormat } from './effective-prompt';
export { configOfCall, type FlowCalls, flowCalls } from './flow-calls';
export { flowVersionOf } from './flow-version-of';
export type { FoundVersion, Heads, ListedHeads } from './heads';
export type { IncludedPrompt, Includes } from './includes';
export { linearPattern } from './linear-pattern';
export { lookUpReference } from './look-up-reference';
export { isUntoldAlias, parseModelUri } from './model-uri';
export { isLegacy, type NormalConfig, normalizeConfig } from './normalize-config';
export { type ConfigPlan, configProblems, planConfig } from './plan-config';
export { headsWith, releaseProblems, type UnpublishedRelease } from './planned-heads';
export { policyVersionOf } from './policy-version-of';
export { formatPromptReference, type PromptReference, parsePromptReference } from './prompt-reference';
export { configOnPrompt } from './prompt-state';
export { promptVersionOf } from './prompt-version-of';
export {
  type ReferenceLookup,
  type ReferenceTarget,
  type ResolvedConfig,
  referencesOf,
  resolveReferences,
} from './references';
export { refuseArchived } from './refuse-archived';
export type * from './release-bodies';
export { schemaDefects, schemaProblems } from './schema-problems';
export type { FoundReference } from './schema-walk';
export { storageProblems } from './storable';
export { type StrategyLookup, usedStrategies } from './used-strategies';
export { validateConfig } from './validate-config';
export { type ValueValidator, valueSchemaProblem, valueValidator } from './value-schema';
export { variablesSchemaOf } from './variables-schema';
export { variantConfigSchema } from './variant-config-schema';
export { variantConfigTypes } from './variant-config-types';
export { alternatives, amongNames, shown, suggestion, unknownName } from './wording';
