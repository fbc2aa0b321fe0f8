/** The variable of the prompt that holds what the model predicted. */
export const predictionVariable = 'prediction';
/** What the chat model said that the other model is to be asked with. */
export const structuredVariable = 'structured';
/** What was ranked, best first: each with its `score`. */
export const candidatesVariable = 'candidates';
