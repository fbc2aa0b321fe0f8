// An application: a process of its own that resolves prompts with the client as it is published, whenever it is told to.
const { createTrialogue } = require('@trialogue/client/prompts');

const trialogue = createTrialogue(JSON.parse(process.argv[2]));
process.on('message', async ({ id, request, flush }) => {
  const answer = await (flush ? trialogue.flush(flush) : trialogue.resolvePrompt(request)).then(
    (resolved) => ({ resolved }),
    ({ code, message }) => ({ error: { code, message } }),
  );
  process.send({ id, ...answer });
});
process.on('disconnect', () => process.exit());
