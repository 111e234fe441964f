import { eventData, eventTypes, limits } from '@earshot/contracts';
import { stringify } from 'yaml';
import { eventSchemaOf } from './event-schemas';
import { jsonSchema } from './json-schema';

type Json = Record<string, unknown>;
type EventName = keyof typeof eventData;

const meaning: Record<EventName, string> = {
  'conversation.opened.v1': 'A customer and a service team are in contact.',
  'conversation.assigned.v1': 'A human agent joins.',
  'conversation.message.v1': 'Somebody says something.',
  'conversation.transferred.v1': 'The conversation is handed on.',
  'conversation.closed.v1': 'It ends.',
  'conversation.reopened.v1': 'It goes on after all.',
  'conversation.rated.v1': 'The customer rates it.',
  'conversation.complained.v1': 'The customer complains about it.',
  'agent.updated.v1': 'What is known of an agent; `subject` is the agent id.',
};

/** The AsyncAPI 3 document of the events that Earshot takes, as YAML, from the contracts. */
export function asyncApiDocument(): string {
  const nameOf = (type: EventName) => type.replaceAll('.', '-');
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Earshot conversation events',
      version: '1',
      license: { name: 'Apache-2.0' },
      description:
        'CloudEvents 1.0 in JSON. `id` and `source` identify an event: the same pair again is a duplicate. `subject` is the ' +
        'conversation id, `time` the event’s own time, `sequence` the producer’s order. The same events are taken over HTTP ' +
        `by POST /api/v1/events. Text up to ${limits.textBytes / 1024} KiB, ids up to ${limits.idBytes} bytes. Unknown fields are ignored.`,
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      events: {
        address: 'conversation.events',
        description: 'Key: the conversation id. Structured mode, or binary mode with `ce_` headers.',
        messages: Object.fromEntries(
          eventTypes.map((type) => [nameOf(type), { $ref: `#/components/messages/${nameOf(type)}` }]),
        ),
        bindings: { kafka: { partitions: 6, bindingVersion: '0.5.0' } },
      },
    },
    operations: {
      takeEvents: {
        action: 'receive',
        channel: { $ref: '#/channels/events' },
        summary: 'Earshot consumes the topic as group `earshot`, from offsets kept in its own database.',
      },
    },
    components: { messages: Object.fromEntries(eventTypes.map((type) => [nameOf(type), message(type)])) },
  };
  return `# Generated from libs/contracts by "npm run docs:api".\n${stringify(document, { lineWidth: 120, aliasDuplicateObjects: false })}`;
}

function message(type: EventName): Json {
  return {
    name: type,
    title: type,
    summary: meaning[type],
    contentType: 'application/cloudevents+json',
    bindings: {
      kafka: { key: { type: 'string', description: 'The conversation id.' }, bindingVersion: '0.5.0' },
    },
    payload: jsonSchema(eventSchemaOf(type), 'input'),
  };
}
