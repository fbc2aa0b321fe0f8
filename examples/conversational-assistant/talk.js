// `npm run talk`: forty customers talk to the desk that runs, and what was counted of each variant is printed.
const url = process.env.TRIALOGUE_URL ?? 'http://127.0.0.1:4000/graphql';
const customers = 40;
const atOnce = 8;
/** Some know what is wrong, some do not, and some leave before they book. */
const stories = [
  ['city bike', 'The brakes squeal.', 'Yes.', 'Book it, please.', '3 May 2027'],
  ['e-bike', 'The gears jump.', 'In all of them.', 'I would like to book.', '2027-05-04'],
  ['racing bike', 'A flat tyre.', 'Within minutes.'],
  ['cargo bike', 'It makes a noise.', 'book', '5 May 2027'],
];

async function graph(query, variables = {}) {
  const headers = { 'content-type': 'application/json' };
  const key = process.env.TRIALOGUE_KEY;
  if (key) headers.authorization = `Bearer ${key}`;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

async function talk(number) {
  const { startConversation } = await graph(
    `mutation ($unit: ID!) { startConversation(input: { experiment: "repair_desk_tone", unit: $unit }) { id variant { key } } }`,
    { unit: `customer-${number}` },
  );
  const { id: conversation, variant } = startConversation;
  for (const [turn, text] of stories[number % stories.length].entries()) {
    const input = { conversation, text, clientMessageId: `m${turn}` };
    await graph('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { status } }', { input });
  }
  const read = 'query ($id: ID!) { conversation(id: $id) { outcome } }';
  return { variant: variant.key, outcome: (await graph(read, { id: conversation })).conversation.outcome ?? 'left' };
}

async function main() {
  const ended = {};
  let [next, done] = [0, 0];
  const desk = async () => {
    while (next < customers) {
      const { variant, outcome } = await talk(next++);
      ended[variant] ??= { variant, booked: 0, left: 0 };
      ended[variant][outcome] += 1;
      done += 1;
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${customers} customers`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, desk));
  if (process.stderr.isTTY) process.stderr.write('\n');
  const rows = Object.values(ended).sort((one, other) => (one.variant < other.variant ? -1 : 1));
  for (const { variant, booked, left } of rows) console.log(`${variant.padEnd(12)} ${booked} booked, ${left} left`);
  console.log('Next: open the chat page, change a prompt as version 3, or look at the experiment in the explorer.');
}

main().catch((error) => {
  console.error(
    `${error.cause?.message ?? error.message}\nIs the desk running? Start it with \`npm start\` in this folder.`,
  );
  process.exitCode = 1;
});
