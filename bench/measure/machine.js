const os = require('node:os');

/** What figures depend on besides the code. The load is that of the last minute, before anything was measured. */
exports.machine = () => ({
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  system: `${os.platform()} ${os.arch()}`,
  loadBefore: round(os.loadavg()[0]),
});

const round = (value) => Number(value.toFixed(2));
