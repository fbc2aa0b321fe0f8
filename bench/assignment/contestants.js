const { allocation } = require('./allocation');

const { key, seed, countries, minAge, traffic, variants, weights } = allocation;

/**
 * By name, a function that makes an assigner: `({ unit, attributes }) → key of the variant, or null`. What is called
 * `trialogue-…` hashes as the peer of that name does, so that the two must answer the same.
 */
exports.contestants = {
  'trialogue-native': () => trialogue('native', weights),
  'trialogue-growthbook': () => trialogue('growthbook_v2', weights),
  growthbook,
  'trialogue-unleash': () => trialogue('unleash', weights.map(thousandths)),
  unleash,
};

/** Whom each peer is compared with. */
exports.pairs = { growthbook: 'trialogue-growthbook', unleash: 'trialogue-unleash' };

function trialogue(bucketer, weights) {
  const { assign } = require('@trialogue/assignment');
  const { compileTargeting } = require('@trialogue/targeting');
  const source = `country in ${JSON.stringify(countries)} && age >= ${minAge}`;
  const { targeting } = compileTargeting(source, { country: 'string', age: 'int' });
  const snapshot = {
    ...{ key, unitType: 'user', status: 'RUNNING', salt: seed, allocation: 1, traffic, bucketer, targeting },
    variants: variants.map((name, index) => ({ key: name, weight: weights[index], isControl: index === 0 })),
  };
  return (subject) => assign(snapshot, subject).variant?.key ?? null;
}

/** The client for servers, where the user comes with each call; `GrowthBook`, made for one user, takes longer. */
function growthbook() {
  const { GrowthBookClient } = require('@growthbook/growthbook');
  const rule = {
    ...{ key, seed, hashVersion: 2, variations: variants, weights, coverage: traffic },
    condition: { country: { $in: countries }, age: { $gte: minAge } },
  };
  const client = new GrowthBookClient().initSync({
    payload: { features: { [key]: { defaultValue: null, rules: [rule] } } },
  });
  return ({ unit, attributes }) => client.evalFeature(key, { attributes: { id: unit, ...attributes } }).value;
}

async function unleash() {
  const { InMemStorageProvider, Unleash } = require('unleash-client');
  const constraints = [
    { contextName: 'country', operator: 'IN', values: countries },
    { contextName: 'age', operator: 'NUM_GTE', value: String(minAge) },
  ];
  const parameters = { rollout: String(traffic * 100), stickiness: 'userId', groupId: seed };
  const drawn = variants.map((name, index) => ({ name, weight: thousandths(weights[index]), stickiness: 'userId' }));
  const strategy = { name: 'flexibleRollout', parameters, constraints, variants: drawn };
  const feature = { name: key, type: 'experiment', enabled: true, strategies: [strategy], variants: [] };
  const client = new Unleash({
    ...{
      appName: 'bench',
      url: 'http://127.0.0.1:9/',
      disableMetrics: true,
      refreshInterval: 0,
      disableAutoStart: true,
    },
    ...{ skipInstanceCountWarning: true, storageProvider: new InMemStorageProvider(), bootstrap: { data: [feature] } },
  });
  client.on('error', () => {}); // there is no server: it goes by what it was given
  const ready = new Promise((resolve) => client.once('ready', resolve));
  await client.start();
  await ready;
  return ({ unit, attributes }) => {
    const variant = client.getVariant(key, { userId: unit, properties: attributes });
    return variant.enabled ? variant.name : null;
  };
}

function thousandths(weight) {
  return Math.round(weight * 1000);
}
