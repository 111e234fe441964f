import { promisedWithinMs } from './promised-time';

const HOUR = 3_600_000;

describe('promisedWithinMs', () => {
  it.each([
    ['我们会在2小时内给您回复', 2 * HOUR],
    ['两个小时内会有专人与您联系', 2 * HOUR],
    ['半小时内回电', HOUR / 2],
    ['预计30分钟左右给您答复，请保持电话畅通', HOUR / 2],
    ['24小时之内为您处理', 24 * HOUR],
    ['3个工作日内退款到账', 5 * 24 * HOUR],
    ['We will call you back within 24 hours.', 24 * HOUR],
    ["I'll get back to you in an hour", HOUR],
    ['A colleague will contact you within 2 business days', 4 * 24 * HOUR],
    ['马上为您加急', null],
    ['7天内可退货', null],
    ['套餐内包含5小时通话', null],
    ['十二小时内给您回复', null],
    ['your parcel arrived in 2 days', null],
    ['今天18点前王经理回电', null],
    ['', null],
  ])('%s', (text, ms) => expect(promisedWithinMs(text)).toBe(ms));

  it.each([
    ['blanks', `1${' '.repeat(1 << 18)}内`],
    ['beginnings', `${'will '.repeat(1 << 16)}in 3`],
    ['ends', '9内'.repeat(1 << 17)],
  ])('reads 256 Ki units of %s in time linear in the length', (_, text) => {
    const from = process.hrtime.bigint();
    expect(promisedWithinMs(text)).toBeNull();
    expect(Number(process.hrtime.bigint() - from) / 1e6).toBeLessThan(1000);
  });
});
