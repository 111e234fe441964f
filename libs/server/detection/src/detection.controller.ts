import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { maskSchema, scanSchema, type maskAnswerSchema, type scanAnswerSchema } from '@earshot/contracts';
import { readersOf } from '@earshot/domain/access';
import { judgeReplies, rationaleOf, type About, type Detector, type Signal } from '@earshot/domain/detection';
import { maskMessages } from '@earshot/domain/privacy';
import { Clock } from '@earshot/platform/clock';
import { Allow, bodyOf, queryOf } from '@earshot/platform/http';
import { z } from 'zod';

const scanQuery = z.strictObject({ all: z.enum(['true', 'false']).optional() });

/** The rules in force, as the intake uses them; implemented by the app. */
export abstract class RulesInForce {
  /** The detector of the packs in force at an instant, ms. */
  abstract detectorAt(atMs: number): Detector;
}

/** Tries rules and masking on text that is neither kept nor logged. */
@Controller('api/v1')
@Allow(...readersOf('scan'))
export class DetectionController {
  constructor(
    private readonly rules: RulesInForce,
    private readonly clock: Clock,
  ) {}

  /** What the rules in force find in one text; with `?all=true` also what was lowered below opening a flag. */
  @Post('detection/scan')
  @HttpCode(200)
  scan(
    @Body(bodyOf(scanSchema)) { text, ...told }: z.output<typeof scanSchema>,
    @Query(queryOf(scanQuery)) { all }: z.output<typeof scanQuery>,
  ): z.input<typeof scanAnswerSchema> {
    const signals = this.rules.detectorAt(this.clock.now()).scan(text, aboutOf(told));
    const shown = all === 'true' ? signals : signals.filter(({ opensFlag }) => opensFlag);
    return {
      matches: shown.map(({ ruleId, category, severity, score, reasons, spans }) => ({
        ruleId,
        category,
        severity,
        score,
        reasons,
        rationale: rationaleOf(ruleId),
        spans,
      })),
      reply: replyOf(text, told, signals),
    };
  }

  /** The messages masked, as one speaker's in order: a number given piece by piece is masked too. */
  @Post('privacy/mask')
  @HttpCode(200)
  mask(
    @Body(bodyOf(maskSchema)) { messages }: z.output<typeof maskSchema>,
  ): z.input<typeof maskAnswerSchema> {
    return { messages: maskMessages(messages).map(({ text, spans }) => ({ text, spans: [...spans] })) };
  }
}

/** What is told beside the text, with instants as ms. Messages are also what has happened to the conversation. */
function aboutOf({
  speaker = 'customer',
  at,
  context,
  ...rest
}: Omit<z.output<typeof scanSchema>, 'text'>): About {
  const earlier = context?.map(({ at: instant, ...said }) => ({
    ...said,
    ...(instant !== undefined && { atMs: Date.parse(instant) }),
  }));
  const events = earlier?.flatMap(({ speaker: role, atMs }) =>
    role === 'system' || atMs === undefined ? [] : [{ kind: `${role}-message` as const, atMs }],
  );
  return {
    ...rest,
    speaker,
    ...(at !== undefined && { atMs: Date.parse(at) }),
    ...(earlier && { context: earlier }),
    ...(events && { events }),
  };
}

/** The judgement of an agent's text, after what was said before it. */
function replyOf(
  text: string,
  { speaker, context = [] }: Omit<z.output<typeof scanSchema>, 'text'>,
  signals: readonly Signal[],
): z.input<typeof scanAnswerSchema>['reply'] {
  if (speaker !== 'agent') return null;
  const said = [...context, { speaker, text }].map((one, place) => ({
    messageId: `${place}`,
    role: one.speaker,
    text: one.text,
  }));
  const isEmptyPromise = signals.some((it) => it.opensFlag && it.category === 'empty-promise');
  const last = `${context.length}`;
  const judged = judgeReplies(said, new Set(isEmptyPromise ? [last] : [])).replies.at(-1);
  return judged === undefined ? null : { noHelp: judged.noHelp, reasons: [...judged.reasons] };
}
