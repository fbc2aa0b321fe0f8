/** The floors of docs/architecture.md: who may import whom. */
const pure =
  '^packages/(errors|canonical-json|plugin-api|variant-config|assignment|targeting|templates|flow-engine|stats)/';
const ground = '^packages/(decisions|store|models|mcp|mlflow|subgraph|telemetry)/';
const tests = '\\.test\\.ts$|/testing/|\\.fixture\\.ts$';
const own = '^(packages|subgraphs|plugins|gateway)/';
const rule = (name, from, to) => ({ name, severity: 'error', from, to });
module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('floor-0-is-pure', { path: pure, pathNot: tests }, { path: own, pathNot: pure }),
    rule(
      'floor-0-no-io',
      { path: pure, pathNot: tests },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    ),
    rule('floor-1', { path: ground, pathNot: tests }, { path: own, pathNot: `${pure}|${ground}` }),
    rule(
      'executor',
      { path: '^packages/executor/', pathNot: tests },
      { path: own, pathNot: `${pure}|${ground}|^packages/executor/` },
    ),
    rule(
      'subgraph-alone',
      { path: '^subgraphs/([^/]+)/', pathNot: tests },
      { path: own, pathNot: `${pure}|${ground}|^packages/executor/|^subgraphs/$1/` },
    ),
    rule(
      'plugin-as-a-stranger',
      { path: '^plugins/([^/]+)/', pathNot: tests },
      { path: own, pathNot: '^packages/(plugin-api|mlflow)/|^plugins/$1/' }, // MLflow's API is the plugin's SDK: 0038
    ),
    rule('nobody-imports-a-plugin', { pathNot: `^plugins/|${tests}` }, { path: '^plugins/' }),
    rule(
      'gateway',
      { path: '^gateway/', pathNot: tests },
      { path: own, pathNot: `${pure}|^packages/(subgraph|store|telemetry)/|^gateway/` },
    ),
    rule(
      'client',
      { path: '^packages/client/', pathNot: `${tests}|^packages/client/src/prompts/` },
      { path: own, pathNot: '^packages/(assignment|errors|client)/' },
    ),
    rule(
      'client-renders',
      { path: '^packages/client/src/prompts/', pathNot: tests },
      { path: own, pathNot: '^packages/(assignment|errors|client|templates)/|^packages/variant-config/src/pages' },
    ),
    rule(
      'client-in-pages-too',
      { path: '^packages/client/', pathNot: `${tests}|/(node|node-host|file-keep)\\.ts$|/openfeature/server\\.ts$` },
      { dependencyTypes: ['core'] },
    ),
    rule('declared', { pathNot: tests }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    rule('no-test-in-product', { pathNot: tests }, { path: tests, pathNot: '^packages/plugin-api/src/testing/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/plugin-template/' },
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      conditionNames: ['trialogue-source', 'node', 'require', 'default'],
      exportsFields: ['exports'],
    },
  },
};
