import { COEFFICIENTS } from './coefficients';
import { featuresOf } from './features';
import { noHelpOf } from './no-help';

describe('noHelpOf', () => {
  it('ranks a courtesy above a promise, and a promise above steps to take', () => {
    const customerText = '宽带断了两天了，怎么办？';
    const scoreOf = (text: string) => noHelpOf({ text, customerText }).score;
    const courtesy = scoreOf('谢谢您的支持，祝您生活愉快！');
    const steps = scoreOf(
      '宽带断了请先重启光猫，再打开设置里的网络页面重新登录，仍不行请拨打10010，两小时内上门。',
    );
    expect(courtesy).toBeGreaterThan(0.4);
    expect(steps).toBeLessThan(0.2);
    expect(scoreOf('我们会尽快处理')).toBeGreaterThan(steps);
  });

  it('says what speaks for and against', () => {
    const { reasons } = noHelpOf({ text: '谢谢您的支持，祝您生活愉快！', customerText: '断网了' });
    expect(reasons[0]).toMatch(/^no-help: /);
  });

  it('has a coefficient for every feature', () => {
    for (const { name } of featuresOf({ text: 'x', customerText: 'y' }))
      expect(COEFFICIENTS).toHaveProperty([name]);
  });
});
