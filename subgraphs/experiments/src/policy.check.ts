import type { Problem } from '@trialogue/errors';
import {
  below,
  countProblems,
  jsonProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import { endpointUrls } from '@trialogue/variant-config';
import type { ApplyPolicyInput, ApplyPolicyVersionInput } from './policy.input';
import { standInPrefix } from './policy-version.entity';

const most = {
  versions: 200,
  number: 10_000,
  inputs: 500,
  text: 10_000,
  name: 200,
  endpoint: 4_000,
  replicas: 32,
  timeoutMs: 60_000,
  /** Characters of JSON. */
  params: 16_384,
} as const;
/** A uuid fits; a reference with its `@` does not. */
const aliasForm = /^[a-z0-9][a-z0-9_.-]{0,99}$/i;
const modelForm = /^[a-z0-9][a-z0-9_.-]{0,99}$/i;

/** What is wrong with an entry, whatever else there is. */
export function policyProblems({ name, description, versions }: ApplyPolicyInput): Problem[] {
  const aliased = versions.filter(({ alias }) => alias != null);
  return [
    ...nameProblems(name, ['name']),
    ...textProblems(description, 0, most.text, ['description']),
    ...countProblems(versions, 1, most.versions, ['versions']),
    ...versions.flatMap((version, index) => versionProblems(version).map(below('versions', index))),
    ...repetitionProblems(versions, 'number', ['versions']),
    ...aliased.flatMap((version, index) =>
      aliased.findIndex(({ alias }) => alias === version.alias) < index
        ? [{ path: ['versions', versions.indexOf(version), 'alias'], message: `is there twice: ${version.alias}` }]
        : [],
    ),
  ];
}

function versionProblems(version: ApplyPolicyVersionInput): Problem[] {
  const { number, alias, description, modelName, modelVersion, endpoint, inputs, params, timeoutMs } = version;
  return [
    ...rangeProblems(number, 1, most.number, ['number']),
    ...(alias == null || aliasForm.test(alias)
      ? []
      : [{ path: ['alias'], message: 'is no other name: letters, digits, _, - and ., at most 100, such as a uuid' }]),
    ...textProblems(description, 0, most.text, ['description']),
    ...textProblems(modelName, 1, most.name, ['modelName']),
    ...textProblems(modelVersion, 1, most.name, ['modelVersion']),
    ...endpointProblems(endpoint),
    ...countProblems(inputs, 0, most.inputs, ['inputs']),
    ...inputs.flatMap(({ name, description: text }, index) =>
      [...textProblems(name, 1, most.name, ['name']), ...textProblems(text ?? '', 0, most.text, ['description'])].map(
        below('inputs', index),
      ),
    ),
    ...repetitionProblems(inputs, 'name', ['inputs']),
    ...jsonProblems(params ?? {}, most.params, ['params']),
    ...rangeProblems(timeoutMs, 1, most.timeoutMs, ['timeoutMs']),
  ];
}

/** Says nothing of a text that may hold a password. */
function endpointProblems(endpoint: string): Problem[] {
  const path = ['endpoint'];
  const unstorable = textProblems(endpoint, 1, most.endpoint, path);
  if (unstorable.length > 0) return unstorable;
  if (endpoint.startsWith(standInPrefix)) {
    if (modelForm.test(endpoint.slice(standInPrefix.length))) return [];
    return [{ path, message: `names no model; a stand-in is written ${standInPrefix}MODEL` }];
  }
  const urls = endpointUrls(endpoint);
  if (urls.length > most.replicas) return [{ path, message: `names ${urls.length} servers; at most ${most.replicas}` }];
  return urls.flatMap(urlProblems).slice(0, 1);
}

function urlProblems(text: string): Problem[] {
  const path = ['endpoint'];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return [
      {
        path,
        message: `is neither the http(s) URL of a scoring server, or several with spaces between, nor ${standInPrefix}MODEL`,
      },
    ];
  if (url.username || url.password)
    return [{ path, message: 'has credentials in it; give the product a way to the server that needs none' }];
  if (url.search || url.hash) return [{ path, message: 'has a query or a fragment; give the base URL of the server' }];
  return [];
}
