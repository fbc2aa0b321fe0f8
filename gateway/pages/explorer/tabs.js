/** The experiment of the tabs, where there is one. */
export const example = 'meal_planning_style';

/** What the explorer opens with: a walk through an experiment, a conversation in it, and its stream. */
export const tabs = [
  {
    query: `# 1 of 4. Press the pink button (or Ctrl-Enter):
# an experiment, what was counted, its variants, and
# the exact prompt that each of them uses, in one
# answer. Without "includeStandIn" the results
# leave out what the scripted model answered.
query Experiment($key: ID!) {
  experiment(key: $key) {
    key
    name
    status
    results(includeStandIn: true) {
      variants {
        variant {
          key
        }
        exposures
        completions
        failures
      }
    }
    variants {
      key
      weight
      isControl
      arm
      prompt {
        id
        modelName
        template
      }
    }
  }
}
`,
    variables: `{ "key": "${example}" }`,
  },
  {
    query: `# 2 of 4. Start a conversation. The unit decides the
# variant: the same unit always gets the same one.
# Copy the "id" into the variables of tabs 3 and 4.
#
# With keys, put them into "Headers" below:
# { "authorization": "Bearer KEY",
#   "x-trialogue-unit": "UNIT TOKEN" }
mutation StartConversation($input: StartConversationInput!) {
  startConversation(input: $input) {
    id
    status
    unit
    variant {
      key
      name
    }
  }
}
`,
    variables: `{ "input": { "experiment": "${example}", "unit": "user-1" } }`,
  },
  {
    query: `# 3 of 4. Listen. Paste the conversation's id below,
# press the button and leave it running. Then send a
# message: open this page a second time for tab 4.
# "after" resumes behind any cursor.
subscription MessageStream($conversation: ID!, $after: String) {
  messageStream(conversation: $conversation, after: $after) {
    __typename
    cursor
    ... on MessageStarted {
      message {
        id
      }
    }
    ... on MessageDelta {
      text
    }
    ... on MessageCompleted {
      message {
        text
      }
    }
    ... on MessageFailed {
      code
    }
  }
}
`,
    variables: '{ "conversation": "PASTE THE ID", "after": null }',
  },
  {
    query: `# 4 of 4. Talk. Paste the conversation's id below.
# The mutation returns the whole answer; the stream
# of tab 3 shows it as it arrives, and again later.
# The same clientMessageId is one turn, however often
# it is sent: choose another for the next message.
mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) {
    status
    answer {
      text
    }
  }
}
`,
    variables:
      '{ "input": { "conversation": "PASTE THE ID", "text": "Plan three quick dinners.", "clientMessageId": "first" } }',
  },
];
