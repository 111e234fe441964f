import * as z from 'zod';

/** Name of the job that sends one notice soon; what is sent, and whether it still must be, stands in the outbox. */
export const sendNoticeJob = 'send-notice';

/** What a `send-notice` job holds: the outbox row. */
export const sendNoticeSchema = z.object({ v: z.literal(1), outboxId: z.string() });
/** What a `send-notice` job holds. */
export type SendNoticeJob = z.infer<typeof sendNoticeSchema>;
