import { AssistantRuntimeProvider, ComposerPrimitive, MessagePrimitive, ThreadPrimitive } from '@assistant-ui/react';
import { AssistantChatTransport, useChatRuntime } from '@assistant-ui/react-ai-sdk';
import { createRoot } from 'react-dom/client';

const conversation = new URLSearchParams(location.search).get('conversation');
const transport = new AssistantChatTransport({ api: `/chat/${conversation}` });

const Text = ({ text }) => <span>{text}</span>;
const messageOf = (role) => () => (
  <MessagePrimitive.Root data-role={role}>
    <MessagePrimitive.Parts components={{ Text }} />
  </MessagePrimitive.Root>
);
const components = { UserMessage: messageOf('user'), AssistantMessage: messageOf('assistant') };

/** A thread and a composer of assistant-ui on its own runtime for the AI SDK; only the address is the product's. */
function Chat() {
  const runtime = useChatRuntime({ transport });
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <ThreadPrimitive.Root>
        <ThreadPrimitive.Messages components={components} />
        <ComposerPrimitive.Root>
          <ComposerPrimitive.Input name="text" />
          <ComposerPrimitive.Send id="send">Send</ComposerPrimitive.Send>
        </ComposerPrimitive.Root>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
}

createRoot(document.body).render(<Chat />);
