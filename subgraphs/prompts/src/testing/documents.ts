/** What the tests ask for. */
export const create = `mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) {
  id number status description template syntax modelProvider modelName params checksum createdAt
  variables { name required default description } source { file } problems { path message } prompt { name } } }`;
export const label =
  'mutation ($name: ID!, $version: Int!, $label: String!) { labelPromptVersion(name: $name, version: $version, label: $label) { id } }';
export const archive =
  'mutation ($name: ID!, $version: Int!) { archivePromptVersion(name: $name, version: $version) { id status } }';
export const apply = `mutation ($prompts: [ApplyPromptInput!]!) { applyPrompts(prompts: $prompts) {
  subject outcome note problems { path message } } }`;
/** The same, where both sides may have changed. */
export const merge = `mutation ($prompts: [ApplyPromptInput!]!, $onEdit: OnEdit! = ERROR, $prefer: Side) {
  applyPrompts(prompts: $prompts, onEdit: $onEdit, prefer: $prefer) {
    subject outcome note problems { path message } changes { path before after }
    conflicts { subject path base file database } } }`;
/** What would be changed, or was. */
export const plan = `mutation ($prompts: [ApplyPromptInput!]!, $dryRun: Boolean = true) {
  applyPrompts(prompts: $prompts, dryRun: $dryRun) {
    subject outcome problems { path message } changes { path before after } drift { path before after }
    releases { kind key schema body } } }`;
export const fileEntry =
  'query ($name: ID!) { prompt(name: $name) { fileEntry { hash appliedAt drift { path before after } } } }';
export const render = `query ($name: ID!, $version: Int, $label: String, $variables: JSONObject) {
  renderPrompt(name: $name, version: $version, label: $label, variables: $variables) {
    messages { role text } model { provider name } params } }`;

/** A version's content, whole enough to be published. */
export const content = (template: string, more: object = {}) => ({
  template,
  modelProvider: 'anthropic',
  modelName: 'claude-sonnet-4.5',
  ...more,
});
