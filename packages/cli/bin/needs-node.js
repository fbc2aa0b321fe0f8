// Plain old JavaScript, so that an old Node can still say what it lacks.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error(
    'Trialogue needs Node 20.19 or newer; this is ' +
      process.version +
      '.\nInstall one from https://nodejs.org and start again.',
  );
  process.exit(1);
}
