export type { ExperimentPromptRequest, NamedPromptRequest, PromptRequest, Variables } from './prompt-request';
export type { PromptingTrialogue } from './prompting-trialogue';
export type { AssignedPrompt, PromptMessage, ResolvedPrompt } from './resolved-prompt';
