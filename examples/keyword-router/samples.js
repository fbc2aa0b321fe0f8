// @ts-check

/** @type {import('@trialogue/plugin-api').Json} */
const routes = [
  { name: 'refunds', keywords: ['refund', 'money back'], prompt: 'refunds@1' },
  { name: 'prices', keywords: ['price'], strategy: 'mlflow_model' },
];

/** @type {import('@trialogue/plugin-api/testing').Samples} */
module.exports = {
  options: {
    strategies: [
      { name: 'prompt_template', takes: ['text', 'variables'] },
      { name: 'mlflow_model', takes: ['features'] },
    ],
  },
  strategies: {
    keyword_router: {
      config: { routes },
      input: { text: 'I want a refund', variables: { shop: 'Corner' }, features: { weight: 2 } },
      arm: { experiment: 'support', variant: 'a', hash: 'h', propensity: 0.5 },
      strategies: {
        prompt_template: (input, config) => ({ text: `${JSON.stringify(config)} ${JSON.stringify(input)}` }),
        mlflow_model: (input) => ({ prediction: 7, asked: input }),
      },
    },
  },
  tools: { keyword_route: { text: 'What is the price?', routes } },
};
