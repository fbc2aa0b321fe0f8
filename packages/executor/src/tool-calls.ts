import type { ToolCall, ToolDefinition } from '@trialogue/plugin-api';
import { valueValidator } from '@trialogue/variant-config';

const most = { tools: 128, definitions: 262_144, arguments: 65_536 };

/** Throws an Error for tools that no model takes. */
export function checkTools(tools: readonly ToolDefinition[]): void {
  const names = new Set(tools.map(({ name }) => name));
  if (names.size < tools.length) throw new Error('two tools of one call have the same name');
  if (tools.length > most.tools) throw new Error(`a model takes ${most.tools} tools at most`);
  const wrong = tools.find(({ name }) => !/^[\w-]{1,64}$/.test(name));
  if (wrong)
    throw new Error(`the name of the tool ${wrong.name.slice(0, 100)} is not 1 to 64 letters, digits, _ and -`);
  if (JSON.stringify(tools).length > most.definitions)
    throw new Error(`tools are defined in ${most.definitions} characters of JSON at most`);
}

/** The calls, each with what makes it one that cannot be used. */
export const checkedCalls = (calls: readonly ToolCall[], tools: readonly ToolDefinition[]): ToolCall[] =>
  calls.map((call) => {
    const problem = problemOf(call, tools);
    return problem === undefined ? call : { ...call, problem };
  });

function problemOf({ tool, arguments: given }: ToolCall, tools: readonly ToolDefinition[]): string | undefined {
  const known = tools.find(({ name }) => name === tool);
  if (!known) return `There is no tool ${tool}, only ${tools.map(({ name }) => name).join(', ') || 'none'}.`;
  if (JSON.stringify(given).length > most.arguments)
    return `The arguments are longer than ${most.arguments} characters of JSON.`;
  const problem = valueValidator(known.input)(given);
  return problem && `${problem.path.join('.') || 'The arguments'}: ${problem.message}.`;
}
