import type { Category, Channel, Severity } from '@earshot/contracts';
import { aftermath } from './aftermath';
import { drawCast, type Cast } from './cast';
import { ConversationWriter, type Conversation, type ConversationSource } from './conversation';
import { type Rng } from './rng';
import { brandCare, type Agent } from './roster';
import type { BadWay, Step } from './scripts/script';
import { fill, type Scene } from './slots';

/**
 * How much longer everything takes than in a chat. Mail is answered within a quarter of an hour here: a demo that has run
 * for half an hour is then as busy as it stays, and what waits does not only grow.
 */
const slowness: Record<Channel, number> = { chat: 1, voice: 0.4, social: 3, email: 9, ticket: 6 };

/**
 * Gives the source of generated conversations: scripts of our own, played by vendors of different quality.
 * Pure: the same seed, index and opening time give the same events, byte for byte.
 */
export function generated(seed: string): ConversationSource {
  return (index, openedAt) => new Play(seed, index, openedAt).perform();
}

/** One performance of one script. */
class Play {
  private readonly rng: Rng;
  private readonly cast: Cast;
  private readonly writer: ConversationWriter;
  private readonly scene: Scene;
  private readonly ways = new Set<BadWay>();
  private readonly dangers: { messageId: string; category: Category; severity: Severity }[] = [];
  private readonly slow: number;
  private readonly hasBot: boolean;
  /** Who answers now; undefined before a human has joined. */
  private agent: Agent | undefined;
  private teamId: string;
  private waitMs = 0;
  private last: 'customer' | 'agent' | 'bot' | 'system' | 'joined' | 'nobody' = 'nobody';
  private outcome: 'resolved' | 'unresolved' | 'abandoned' | undefined;

  constructor(
    seed: string,
    index: number,
    private readonly openedAt: number,
  ) {
    const { rng, cast } = drawCast(seed, index);
    this.rng = rng;
    this.cast = cast;
    this.writer = new ConversationWriter(
      `c-${seed}-${index}`,
      `urn:earshot:demo:${cast.vendor.id}`,
      openedAt - 1,
    );
    this.scene = { language: cast.script.language, agentNumber: cast.agent.number, filled: {} };
    this.slow = slowness[cast.channel];
    this.hasBot = cast.script.steps.some((step) => step.kind === 'say' && step.role === 'bot');
    this.teamId = cast.agent.teamId;
    if (cast.handledBadly) this.ways.add(cast.script.badWay);
  }

  perform(): Conversation {
    this.open();
    for (const step of this.cast.script.steps) {
      if (this.outcome !== undefined) break;
      if (this.isTaken(step)) this.take(step);
    }
    this.outcome ??= this.close('unresolved', 'system');
    const { rating, complained } = aftermath(this.writer, this.rng, {
      language: this.cast.script.language,
      handled: this.ways.size > 0 ? 'badly' : 'well',
      agentId: this.agent?.id,
    });
    return {
      id: this.writer.id,
      events: this.writer.events,
      closeIndex: this.writer.closeIndex,
      truth: {
        conversationId: this.writer.id,
        vendorId: this.cast.vendor.id,
        agentId: this.agent?.id,
        language: this.cast.script.language,
        script: this.cast.script.id,
        handled: this.ways.size > 0 ? 'badly' : 'well',
        ways: [...this.ways],
        dangers: this.dangers,
        outcome: this.outcome,
        rating,
        complained,
      },
    };
  }

  private open(): void {
    const { vendor, script, channel, customerRef, segments } = this.cast;
    const voice = channel === 'voice';
    this.writer.add(
      'conversation.opened.v1',
      {
        vendorId: vendor.id,
        brandId: 'demo-brand',
        channel,
        platform: 'demo',
        scenario: script.scenario,
        language: script.language,
        customer: { ref: customerRef, segments: [...segments] },
        entry: this.hasBot
          ? { kind: voice ? 'menu' : 'bot', ...(voice ? { menuSteps: this.rng.int(1, 4) } : {}) }
          : { kind: voice ? 'hotline' : 'direct' },
      },
      1,
    );
  }

  private isTaken({ when }: Step): boolean {
    if (when.handled !== undefined && (when.handled === 'badly') !== this.cast.handledBadly) return false;
    return when.chance === 1 || this.rng.chance(when.chance);
  }

  private take(step: Step): void {
    if (step.kind === 'wait') this.waitMs += this.rng.logNormal(step.seconds * 1000, 0.3);
    else if (step.kind === 'transfer') this.transfer(step.to);
    else if (step.kind === 'close') this.outcome = this.close(step.outcome, step.by);
    else this.say(step);
  }

  private say(step: Extract<Step, { kind: 'say' }>): void {
    if (step.role === 'agent' && this.agent === undefined && !this.join(this.cast.agent)) return;
    const messageId = this.writer.say(step.role, fill(step.text, this.rng, this.scene), {
      afterMs: this.delay(step.role) + this.waitMs,
      senderId: step.role === 'agent' ? this.agent?.id : undefined,
      voiceFrom: this.cast.channel === 'voice' ? this.openedAt : undefined,
    });
    this.waitMs = 0;
    this.last = step.role;
    if (step.danger !== undefined) this.dangers.push({ messageId, ...step.danger });
  }

  private delay(role: 'customer' | 'agent' | 'bot' | 'system'): number {
    if (role === 'bot' || role === 'system') return this.rng.int(600, 1500);
    if (role === 'customer')
      return this.rng.logNormal(this.last === 'customer' ? 6000 : 11_000, 0.7) * this.slow;
    const { vendor, script, handledBadly } = this.cast;
    if (this.last === 'joined' || this.last === 'agent') return this.rng.logNormal(5000, 0.5) * this.slow;
    const drag = handledBadly && script.badWay === 'slow' ? 5 : 1;
    return this.rng.logNormal(vendor.answerMs, 0.6) * (this.agent?.pace ?? 1) * drag * this.slow;
  }

  /** A human joins after a wait; gives false, and ends the conversation, if the customer gives up before. */
  private join(agent: Agent): boolean {
    const { vendor, script, handledBadly } = this.cast;
    const drag = handledBadly && script.badWay === 'slow' ? 4 : 1;
    const waitMs = this.rng.logNormal(vendor.firstAnswerMs, 0.8) * agent.pace * drag * this.slow;
    const patienceMs = this.rng.logNormal(260_000, 0.6) * this.slow;
    if (waitMs > patienceMs) {
      // What the agent would have done badly was not done.
      this.ways.clear();
      this.ways.add('abandoned');
      this.waitMs = patienceMs;
      this.outcome = this.close('abandoned', 'customer');
      return false;
    }
    if (waitMs > 90_000 * this.slow) this.ways.add('slow');
    this.assign(agent, waitMs);
    return true;
  }

  private assign(agent: Agent, afterMs: number): void {
    this.agent = agent;
    this.teamId = agent.teamId;
    this.scene.agentNumber = agent.number;
    this.writer.add('conversation.assigned.v1', { agentId: agent.id, teamId: agent.teamId }, afterMs);
    this.last = 'joined';
  }

  private transfer(to: 'human' | 'team' | 'brand'): void {
    const from = this.agent === undefined ? {} : { agentId: this.agent.id, teamId: this.teamId };
    if (to === 'human') {
      if (!this.hasBot) return;
      this.writer.add(
        'conversation.transferred.v1',
        { from, to: { party: 'vendor', teamId: this.teamId }, reason: 'customer-asked' },
        this.rng.int(500, 2000),
      );
      if (this.rng.chance(0.6)) {
        const english = this.cast.script.language === 'en';
        const text = english ? 'Transferring you to an agent, please hold' : '正在为您转接人工客服，请稍候';
        this.writer.say('bot', text, { afterMs: 300 });
      }
      return;
    }
    const party = to === 'brand' ? ('brand' as const) : ('vendor' as const);
    const next = this.rng.pick(to === 'brand' ? brandCare : this.cast.vendor.agents);
    this.writer.add(
      'conversation.transferred.v1',
      { from, to: { party, teamId: next.teamId, agentId: next.id }, reason: 'escalated' },
      this.rng.logNormal(8000, 0.4),
    );
    this.assign(next, this.rng.logNormal(25_000, 0.5));
  }

  private close(
    outcome: 'resolved' | 'unresolved' | 'abandoned',
    by: 'customer' | 'agent' | 'system',
  ): typeof outcome {
    const quietMs = by === 'system' ? 120_000 : 15_000;
    const afterMs = this.waitMs > 0 ? this.waitMs : this.rng.logNormal(quietMs, 0.5) * Math.min(this.slow, 3);
    this.writer.add(
      'conversation.closed.v1',
      { outcome, disposition: this.cast.script.scenario, closedBy: by },
      afterMs,
    );
    return outcome;
  }
}
