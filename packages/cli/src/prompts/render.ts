import { SetupError } from '@trialogue/errors';
import { formatPromptReference } from '@trialogue/variant-config';
import { readYaml } from '../apply/yaml-file';
import { misused, subcommand } from '../sync/product-subcommand';
import { referenceIn } from './named-prompt';
import { paintOf } from './paint';
import { type TokenCount, tokensText } from './tokens-text';

const usage = 'prompts render PROMPT[@VERSION|@LABEL] [--var NAME=VALUE …] [--vars FILE] [--json]';

/** `prompts render`: what a model would be sent. Nothing is called. */
export const render = subcommand({
  usage,
  options: { var: { type: 'string', multiple: true }, vars: { type: 'string' } },
  async run({ graph, settings, words: [word, ...more], values, coloured }) {
    if (more.length > 0) throw misused(usage, `"${more[0]}" says nothing here; values are given by --var NAME=VALUE.`);
    const reference = referenceIn(usage, word);
    const variables = {
      ...(values.vars === undefined ? {} : variablesIn(settings.root, values.vars)),
      ...Object.fromEntries((values.var ?? []).map(variableOf)),
    };
    const { name, number: version, label } = reference;
    const { rendered } = await graph(document, { name, version, label, variables });
    const { messages, model, params, tokens } = rendered as Rendered;
    const { heading } = paintOf(coloured);
    const about = Object.keys(params).length > 0 ? `  ${JSON.stringify(params)}` : '';
    const title = `${heading(formatPromptReference(reference))}  ${model.provider}/${model.name}${about}`;
    const text = [
      title,
      `tokens: ${tokensText(tokens)}`,
      ...messages.map(({ role, text }) => `\n${heading(role)}\n${text.trimEnd()}`),
      '',
    ].join('\n');
    return { data: rendered, text };
  },
});

interface Rendered {
  readonly messages: readonly { readonly role: string; readonly text: string }[];
  readonly model: { readonly provider: string; readonly name: string };
  readonly params: object;
  readonly tokens: TokenCount;
}

const document = `query RenderPrompt($name: ID!, $version: Int, $label: String, $variables: JSONObject) {
  rendered: renderPrompt(name: $name, version: $version, label: $label, variables: $variables) {
    messages { role text } model { provider name } params tokens { count method by }
  }
}`;

/** `servings=4` is a number, as everything that is JSON is what it says; the rest is text. */
function variableOf(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw misused(usage, `"${text}" gives no value; write --var NAME=VALUE.`);
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

/** From YAML, or JSON, which is YAML too. */
function variablesIn(root: string, name: string): object {
  const { content, faults } = readYaml(root, name);
  const [fault] = faults;
  if (fault)
    throw new SetupError(`${name}:${fault.line}:${fault.column}: ${fault.message}`, 'Name a file of YAML or JSON.');
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  throw new SetupError(`${name} holds no variables.`, 'Write one to a line: `NAME: VALUE`.');
}
