import { Detector } from './detector';
import { CLOSED_OVER_DANGER, NO_HUMAN_ANSWER } from './conversation/circumstances';
import { REPEATED_PROMISE } from './conversation/step-detection';
import { builtInPacks } from './packs/built-in';
import { rationaleOf } from './rationale';

const rules = builtInPacks().flatMap((pack) => pack.rules.map(({ id }) => id));

describe('why a rule exists', () => {
  it.each([...rules, NO_HUMAN_ANSWER, CLOSED_OVER_DANGER, REPEATED_PROMISE, 'likeness.harassment'])(
    '%s says so in both languages, each in its own script',
    (ruleId) => {
      const { en, 'zh-CN': zh } = rationaleOf(ruleId);
      expect(en).toMatch(/^[A-Z].*\.$/);
      expect(en).not.toMatch(/[\u4e00-\u9fff]/);
      expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(zh).not.toMatch(/[a-z,;:?!.]/);
    },
  );

  it('says it of what is heard without a rule', () => {
    const heard = Detector.compile(builtInPacks()).scan('车子越开越偏，我叫他停他装没听见', {
      speaker: 'customer',
    });
    expect(heard).not.toEqual([]);
    for (const { ruleId } of heard) expect(rationaleOf(ruleId)['zh-CN']).toBeDefined();
  });

  it('says nothing of a rule that only an older build had', () => {
    expect(rationaleOf('en.harassment.of-old')).toEqual({});
  });
});
