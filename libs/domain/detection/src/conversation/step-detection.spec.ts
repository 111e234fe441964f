import { Detector } from '../detector';
import { builtInPacks } from '../packs/built-in';
import { type SpeakerRole } from '@earshot/contracts';
import { emptyDetectionState, REPEATED_PROMISE, stepDetection, type Finding } from './step-detection';

const detector = Detector.compile(builtInPacks());

/** Gives the findings that stand after the lines, by id: each message at its minute, else that of its place. */
function findingsOf(
  lines: readonly (readonly [role: SpeakerRole, text: string, minute?: number])[],
): Map<string, Finding> {
  let state = emptyDetectionState();
  const standing = new Map<string, Finding>();
  lines.forEach(([role, text, minute], place) => {
    const step = stepDetection(state, {
      messageId: `m${place}`,
      role,
      atMs: (minute ?? place) * 60_000,
      agentId: role === 'agent' ? 'agent-1' : null,
      signals: detector.scan(text, { speaker: role }),
    });
    state = JSON.parse(JSON.stringify(step.state)) as typeof state;
    for (const finding of step.findings) standing.set(finding.id, finding);
    for (const id of step.withdrawn) standing.delete(id);
  });
  return standing;
}

describe('stepDetection', () => {
  it('finds the danger and the promises that answered it, in the founding case', () => {
    const findings = findingsOf([
      ['customer', '司机一直在骚扰我，我很害怕'],
      ['agent', '非常抱歉，马上为您加急'],
      ['customer', '他还在跟着我'],
      ['agent', '已经收到，马上为您加急'],
      ['agent', '马上为您加急'],
    ]);
    expect([...findings.values()]).toContainEqual(
      expect.objectContaining({ category: 'harassment', severity: 'critical', messageId: 'm0' }),
    );
    const repeated = findings.get(`${REPEATED_PROMISE}:m1`);
    expect(repeated).toMatchObject({ category: 'empty-promise', severity: 'high', messageId: 'm4' });
    expect(repeated?.reasons).toEqual(
      expect.arrayContaining(['repeated-promise: 3rd', 'while-open: harassment']),
    );
    expect(repeated?.evidence.map(({ messageId }) => messageId)).toEqual(['m1', 'm3', 'm4']);
  });

  it.each<{ name: string; lines: [SpeakerRole, string, minute?: number][]; severity: string | undefined }>([
    {
      name: 'two, each kept',
      lines: [
        ['agent', '马上为您加急'],
        ['agent', '已联系到仓库，今天发出的单号是8812'],
        ['customer', '还有一单呢'],
        ['agent', '我们会尽快为您处理'],
        ['agent', '另一单也查到了，在杭州'],
      ],
      severity: undefined,
    },
    {
      name: 'one kept, then two in a row',
      lines: [
        ['agent', '马上为您加急'],
        ['agent', '已联系到仓库，单号是8812'],
        ['agent', '我们会尽快为您处理'],
        ['agent', '马上为您加急'],
      ],
      severity: 'medium',
    },
    {
      name: 'one broken, one kept, one open',
      lines: [
        ['agent', '马上为您加急'],
        ['agent', '我们会尽快为您处理', 31],
        ['agent', '已联系到仓库，单号是8812', 32],
        ['agent', '马上为您加急', 33],
      ],
      severity: 'medium',
    },
    {
      name: 'two, each answered in words, while somebody is in danger',
      lines: [
        ['customer', '司机一直在骚扰我，我很害怕'],
        ['agent', '马上为您加急'],
        ['agent', '请问您的订单号是多少'],
        ['agent', '马上为您加急'],
      ],
      severity: 'high',
    },
  ])('counts the promises that nothing has kept: $name', ({ lines, severity }) => {
    const found = [...findingsOf(lines).values()].filter(({ ruleId }) => ruleId === REPEATED_PROMISE);
    expect(found.at(-1)?.severity).toBe(severity);
  });

  it('keeps the instant at which repeated promises became a finding, however many follow', () => {
    const lines: [SpeakerRole, string][] = [
      ['agent', '我们会尽快为您处理'],
      ['agent', '马上为您加急'],
    ];
    const first = findingsOf(lines).get(`${REPEATED_PROMISE}:m0`)?.atMs;
    lines.push(['agent', '马上为您加急'], ['agent', '马上为您加急']);
    expect(first).toBeDefined();
    expect(findingsOf(lines).get(`${REPEATED_PROMISE}:m0`)?.atMs).toBe(first);
  });

  it('calls promises given twice without danger medium', () => {
    const findings = findingsOf([
      ['customer', '我的宽带坏了'],
      ['agent', '我们会尽快为您处理'],
      ['agent', '稍后会有专人联系您'],
    ]);
    expect(findings.get(`${REPEATED_PROMISE}:m1`)).toMatchObject({ severity: 'medium' });
  });

  it('raises promises when the danger comes to light later', () => {
    const lines: [SpeakerRole, string][] = [
      ['agent', '我们会尽快为您处理'],
      ['agent', '马上为您加急'],
    ];
    expect(findingsOf(lines).get(`${REPEATED_PROMISE}:m0`)?.severity).toBe('medium');
    lines.push(['customer', '司机一直在骚扰我，我很害怕']);
    expect(findingsOf(lines).get(`${REPEATED_PROMISE}:m0`)?.severity).toBe('high');
  });

  it('gives no finding, and the same state, for a message without signals', () => {
    const state = emptyDetectionState();
    const step = stepDetection(state, { messageId: 'm', role: 'agent', atMs: 0, agentId: null, signals: [] });
    expect(step).toEqual({ state, findings: [], withdrawn: [] });
    expect(step.state).toBe(state);
  });
});
