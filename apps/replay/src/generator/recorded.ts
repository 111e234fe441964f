import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { aftermath } from './aftermath';
import { drawDesk } from './cast';
import { ConversationWriter, type ConversationSource } from './conversation';

/** A recorded conversation: one line of the file. Other fields are ignored. */
const recordedSchema = z.object({
  id: z.string(),
  language: z.string(),
  channel: z.enum(['chat', 'voice', 'email', 'social', 'ticket']).catch('chat'),
  turns: z
    .array(z.object({ speaker: z.enum(['customer', 'agent', 'bot', 'system']), text: z.string() }))
    .min(1),
  labels: z
    .object({ satisfaction: z.object({ mean: z.number() }).optional() })
    .optional()
    .catch(undefined),
});

/** One conversation as it was recorded: who said what, without times. */
export type Recorded = z.infer<typeof recordedSchema>;

/**
 * Reads a file of recorded conversations (JSON Lines).
 * **Errors**: throws for a line that is none, with its number, and for a file without any.
 */
export async function readRecorded(path: string): Promise<Recorded[]> {
  const conversations: Recorded[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    conversations.push(parseLine(text, `${path}, line ${line}`));
  }
  if (conversations.length === 0) throw new Error(`${path} holds no conversations`);
  return conversations;
}

function parseLine(text: string, where: string): Recorded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where}: no JSON`, { cause: error });
  }
  const parsed = recordedSchema.safeParse(value);
  if (!parsed.success) throw new Error(`${where}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * Gives the source of recorded conversations. The words are as recorded; vendor, agents, times, assignment, closing
 * and rating are made up from the seed, and the platform `recorded-demo` says so. Beyond the end of the file it
 * begins again, under new ids.
 */
export function recorded(conversations: readonly Recorded[], seed: string): ConversationSource {
  return (index, openedAt) => {
    const said = conversations[index % conversations.length] as Recorded;
    const { rng, vendor, agent } = drawDesk(seed, index);
    const writer = new ConversationWriter(
      `r-${seed}-${index}`,
      `urn:earshot:recorded:${vendor.id}`,
      openedAt - 1,
    );
    const hasBot = said.turns.some(({ speaker }) => speaker === 'bot');
    const language = said.language.startsWith('zh') ? 'zh' : 'en';
    writer.add(
      'conversation.opened.v1',
      {
        vendorId: vendor.id,
        brandId: 'demo-brand',
        channel: said.channel,
        platform: 'recorded-demo',
        scenario: rng.pick(['pre-sale', 'after-sale', 'after-sale', 'complaint']),
        language,
        customer: { ref: `customer-${said.id}` },
        entry: { kind: hasBot ? 'bot' : 'direct' },
      },
      1,
    );
    let joined = false;
    let last = '';
    for (const { speaker, text } of said.turns) {
      let afterMs = speaker === 'customer' ? rng.logNormal(last === 'customer' ? 5000 : 14_000, 0.8) : 900;
      if (speaker === 'agent') {
        if (!joined) {
          joined = true;
          const waitMs = rng.logNormal(vendor.firstAnswerMs, 0.8) * agent.pace;
          writer.add('conversation.assigned.v1', { agentId: agent.id, teamId: agent.teamId }, waitMs);
          afterMs = 3000;
        } else {
          afterMs = last === 'agent' ? 5000 : rng.logNormal(vendor.answerMs, 0.6) * agent.pace;
        }
      }
      writer.say(speaker, text, { afterMs, senderId: speaker === 'agent' ? agent.id : undefined });
      last = speaker;
    }
    const mean = said.labels?.satisfaction?.mean ?? (rng.chance(vendor.badChance) ? -1 : 0.6);
    const handled = mean < -0.3 ? 'badly' : 'well';
    const answered = joined || hasBot;
    const outcome = !answered ? 'abandoned' : handled === 'badly' ? 'unresolved' : 'resolved';
    writer.add(
      'conversation.closed.v1',
      { outcome, closedBy: last === 'customer' ? 'system' : 'customer' },
      rng.logNormal(60_000, 0.6),
    );
    const { rating, complained } = aftermath(writer, rng, {
      language,
      handled,
      agentId: undefined, // nothing is put into people's mouths: no reopening with words of ours
      // Annotators voted from -2 to 2.
      rating: Math.min(5, Math.max(1, Math.round(3 + mean + (rng.next() - 0.5)))),
    });
    return {
      id: writer.id,
      events: writer.events,
      closeIndex: writer.closeIndex,
      truth: {
        conversationId: writer.id,
        vendorId: vendor.id,
        agentId: joined ? agent.id : undefined,
        language,
        script: said.id,
        handled: 'unknown',
        ways: [],
        dangers: [],
        outcome,
        rating,
        complained,
      },
    };
  };
}
