/** Reads the lines of a file that is to be listened to. */
import { speakerRoleSchema, type SpeakerRole } from '@earshot/contracts';
import { z } from 'zod';

/** One message of the file, and where it stands. */
export interface Message {
  where: string;
  speaker: SpeakerRole;
  text: string;
  /** The messages before it; none of a line of text. */
  context?: { speaker: SpeakerRole; text: string }[];
}

/** Where a line stands, and who speaks where it does not say. */
export interface Place {
  file: string;
  line: number;
  speaker: SpeakerRole;
}

/** What a line can be, for the help and for whoever wrote one of another shape. */
export const lineShapes = `A line is one of these (speaker: ${speakerRoleSchema.options.join(', ')}; other fields are ignored):
  {"id":"c1","turns":[{"speaker":"customer","text":"…"},{"speaker":"agent","text":"…"}]}   a conversation; id may be left out
  {"text":"…","speaker":"customer"}   a message; speaker may be left out
  …   text that does not begin with {: a message`;

const conversationSchema = z.object({
  id: z.string().optional(),
  turns: z.array(z.object({ speaker: speakerRoleSchema, text: z.string() })).min(1),
});
const messageSchema = z.object({ text: z.string(), speaker: speakerRoleSchema.optional() });

/**
 * Gives the messages of a line; none of an empty one.
 * **Errors**: throws for a line of JSON that is of no known shape, saying which line and what is expected: taken as a
 * message without words it would stand as one without findings.
 */
export function messagesOf(text: string, place: Place): Message[] {
  const said = text.replace(/^\uFEFF/, '').trim();
  if (said === '') return [];
  if (!said.startsWith('{') && !isJsonList(said))
    return [{ where: `${place.line}`, speaker: place.speaker, text }];
  const value = jsonOf(said, place);
  const isConversation = typeof value === 'object' && value !== null && 'turns' in value;
  if (!isConversation) {
    const message = shaped(messageSchema, value, place);
    return [{ where: `${place.line}`, speaker: message.speaker ?? place.speaker, text: message.text }];
  }
  const { id, turns } = shaped(conversationSchema, value, place);
  return turns.map((turn, at) => ({
    ...turn,
    where: `${id ?? place.line}#${at}`,
    context: turns.slice(Math.max(0, at - 20), at),
  }));
}

/** Whether a text is a list: messages may begin with a bracket too, as `[image]`. */
function isJsonList(text: string): boolean {
  if (!text.startsWith('[')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function jsonOf(text: string, place: Place): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(wrong(place, `no JSON (${(error as Error).message})`), { cause: error });
  }
}

function shaped<T>(schema: z.ZodType<T>, value: unknown, place: Place): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(wrong(place, z.prettifyError(parsed.error)));
  return parsed.data;
}

const wrong = ({ file, line }: Place, fault: string): string =>
  `${file}, line ${line}: ${fault}\n${lineShapes}`;
