export const intake = {
  title: 'Intake',
  kafka: 'Kafka',
  kafkaState: {
    'not-configured': 'not configured: events come over HTTP only',
    connecting: 'connecting',
    consuming: 'consuming',
    'topic-missing': 'the topic is missing',
    away: 'broker away',
  },
  since: 'since {{time}}',
  partitions: 'Partitions',
  noPartitions: 'No partitions: Kafka is not configured or the topic is not there yet.',
  vendorsTitle: 'By vendor',
  noVendors: 'No vendor has sent an event yet.',
  columns: {
    topic: 'Topic',
    partition: 'Partition',
    offset: 'Next offset',
    end: 'End of log',
    lag: 'Lag',
    state: 'State',
    vendor: 'Vendor',
    lastEvent: 'Last event',
    lastReceived: 'Last receipt',
    p50: 'Delay, half within',
    p99: 'Delay, 99 % within',
    delay: 'Delay',
    received: 'Received',
    via: 'Via',
    code: 'Reason',
    event: 'Event id',
    excerpt: 'Excerpt (masked)',
  },
  partitionState: {
    consuming: 'consuming',
    waiting: 'waiting',
    paused: 'paused',
    'offset-outside-log': 'offset outside the log',
    unassigned: 'unassigned',
  },
  delayMeans:
    'Over the last hour: how long after the time that the vendor gives an event we received it. Half of the events came within the first figure, 99 in 100 within the second. A long delay means that the vendor sends late or in batches, or that its clock is wrong.',
  rejected: 'Rejected events',
  state: { open: 'Open', resubmitted: 'Resubmitted', dismissed: 'Put aside' },
  anyReason: 'Any reason',
  empty: {
    title: 'No rejected events',
    text: 'An event that cannot be taken is kept here with its reason, to be mended and sent in again.',
  },
  pick: { title: 'No event chosen', text: 'Choose one on the left to see what is wrong and mend it.' },
  detail: 'What is wrong',
  markedFields: 'What is wrong',
  otherFields: 'The rest of the event',
  maskedField: 'Masked. Typing replaces the whole value; left alone, the original is sent.',
  remove: 'Remove the field',
  restore: 'Keep it',
  whole: 'The whole event, as JSON',
  wholeHint: 'It has no fields to mend. Write the whole event anew.',
  badJson: 'This is not JSON yet.',
  resubmit: 'Resubmit',
  dismiss: 'Put aside',
  dismissed: 'Put aside: {{id}}',
  reopen: 'Open again',
  reopened: 'Open again: {{id}}',
  outcome: {
    accepted: 'Taken. The event is on its way.',
    duplicate: 'It had already been taken; nothing changed.',
    rejected: 'Mended, but rejected again ({{reason}}). Go on mending it here.',
    unchanged: 'Nothing was changed: rejected as before ({{reason}}).',
  },
  alarmCodes: {
    'offset-outside-log': 'Offset outside the log',
    'internal-error': 'Failed in our own code',
    'notification-failing': 'Notices are not delivered',
    'notification-unconfigured': 'No target for notices is set',
    'redis-away': 'Redis does not answer',
  },
  alarmTexts: {
    'offset-outside-log': 'The place up to which a partition was read is no longer in its log. {{detail}}',
    'internal-error': 'Earshot itself failed on {{n}} events. They are kept below; report their ids.',
    'notification-failing':
      '{{n}} notices of critical flags that nobody took could not be delivered; they are tried again. {{detail}}',
    'notification-unconfigured':
      'Critical flags that nobody takes within a minute ring on the safety desk only; {{n}} notices wait. To send them to a person, set EARSHOT_ALERT_WEBHOOK_URL, or EARSHOT_ALERT_MAIL and SMTP_URL, and start the server again.',
    'redis-away':
      'Nothing is lost: events are taken and notices are sent. Live pages may lag by some seconds until it is back. {{detail}}',
  },
  was: 'It was rejected: {{reason}}',
  serverSays: 'Server: {{detail}}',
  none: '(no id)',
  codes: {
    'malformed-json': 'not JSON',
    'not-an-event': 'not an event',
    'unknown-type': 'unknown type or version',
    'invalid-field': 'a field is wrong',
    'ill-formed-text': 'broken characters',
    'id-too-long': 'id too long',
    'text-too-long': 'text too long',
    'time-in-future': 'time in the future',
    'too-old': 'too old',
    'id-reused': 'id used for something else',
    'message-id-reused': 'message id used before',
    'conversation-of-another-vendor': 'conversation of another vendor',
    'conversation-full': 'conversation full',
    'vendor-mismatch': 'vendor not of this key',
    'brand-mismatch': 'brand not of this key',
    'body-too-large': 'body too large',
    'intake-key-missing': 'no intake key',
    'intake-key-unknown': 'unknown intake key',
    'internal-error': 'failed in our own code',
  },
  remedy: {
    'malformed-json':
      'What came is no JSON in UTF-8, so there are no fields to mend. Write the whole event anew below, and have the producer mended.',
    'not-an-event':
      'It has no specversion, id, source and type. The producer must send one CloudEvent, or an array of them.',
    'unknown-type':
      'Correct /type, with its version; if the producer is newer than this server, update the server.',
    'invalid-field': 'A field is missing, or is not what it should be. Correct the marked one.',
    'ill-formed-text':
      'A text holds a null byte or half a character, as a cut emoji leaves. Remove it; the producer must cut texts between characters.',
    'id-too-long': 'An id takes more than 1,024 bytes. Shorten it; it must stay unique.',
    'text-too-long': 'A text takes more than 256 KiB. Have it sent in several messages.',
    'time-in-future':
      'The time is more than a day ahead of our clock. Correct /time, and the clock of the sender.',
    'too-old':
      'It is older than messages are kept. Correct /time if that is wrong; else it comes too late, and is put aside.',
    'id-reused':
      'An event with this source and id was taken before, with other content. Give this one an id of its own; events are never changed.',
    'message-id-reused':
      'The conversation has a message with this id. Give this one an id of its own; a correction is a message too.',
    'conversation-of-another-vendor':
      'This conversation was opened for another vendor before, or that vendor’s key sent events of it. Conversation ids must be unique within the brand: correct /subject.',
    'conversation-full':
      'This conversation holds 10,000 events, more than any real one. The producer probably sends one /subject for all: it must be the id of the conversation.',
    'vendor-mismatch':
      'The intake key belongs to another vendor. Correct /data/vendorId, or have the vendor use its own key.',
    'brand-mismatch':
      'The event names another brand than its intake key. Remove /data/brandId, or have it sent to that brand.',
    'internal-error': 'Earshot itself failed on it. Report its id; after an update, send it again.',
  },
  refused: {
    title: 'Refused at the door, last 30 days',
    note: 'Counted only, nothing of them is kept: the producer was told, and must send again.',
    remedy: {
      'malformed-json': 'The body was no JSON in UTF-8. The producer must be mended.',
      'not-an-event':
        'The body was JSON, but neither one CloudEvent nor an array of them. The producer must be mended.',
      'body-too-large':
        'More than 16 MiB, or than 150,000 events, in one request. The producer must send several.',
      'intake-key-missing':
        'The request had no “Authorization: Bearer …”. The producer must send its intake key.',
      'intake-key-unknown': 'The key is not known, or was revoked. Give the producer a valid one.',
    },
  },
};
