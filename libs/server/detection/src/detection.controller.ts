import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { maskSchema, scanSchema, type maskAnswerSchema, type scanAnswerSchema } from '@earshot/contracts';
import { readersOf } from '@earshot/domain/access';
import { type Detector } from '@earshot/domain/detection';
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
    @Body(bodyOf(scanSchema)) { text, speaker = 'customer', language, context }: z.output<typeof scanSchema>,
    @Query(queryOf(scanQuery)) { all }: z.output<typeof scanQuery>,
  ): z.input<typeof scanAnswerSchema> {
    const about = { speaker, ...(language && { language }), ...(context && { context }) };
    const signals = this.rules.detectorAt(this.clock.now()).scan(text, about);
    const shown = all === 'true' ? signals : signals.filter(({ opensFlag }) => opensFlag);
    return { matches: shown.map(({ opensFlag: _, ...match }) => match) };
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
