/** One run for everything: pure tests, service tests on a real Postgres, end-to-end tests on a started product. */
module.exports = {
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.nightly\\.test\\.ts$'],
  modulePathIgnorePatterns: ['/dist/'],
  // CEL comes as an ES module, which Jest cannot load as it is.
  transform: { '\\.tsx?$|/cel-js/lib/.*\\.js$': ['@swc/jest'] },
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
  testEnvironmentOptions: { customExportConditions: ['trialogue-source', 'node', 'require', 'default'] },
  globalSetup: '<rootDir>/packages/store/src/testing/jest-global-setup.ts',
  globalTeardown: '<rootDir>/packages/store/src/testing/jest-global-teardown.ts',
  testTimeout: 60_000,
  maxWorkers: 3, // one more than a small machine has cores, for they often wait
  testSequencer: '<rootDir>/scripts/longest-first.js',
  reporters: ['default', '<rootDir>/scripts/closing-line.js'],
};
