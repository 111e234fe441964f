import { promisedByClock, timeNamedIn } from './clock-time';
import { zoneNamed } from './local-time';

/** Gives by when, on the clock of Shanghai, something is promised in a message sent on Monday, 23 November 2026. */
function promisedAt(text: string, sentAt: string): string | null {
  const zone = zoneNamed('Asia/Shanghai');
  const atMs = Date.parse(`2026-11-23T${sentAt}:00+08:00`);
  const promised = timeNamedIn(text);
  const within = promised && promisedByClock(promised.named, atMs, zone);
  return within === null ? null : new Date(zone.localOf(atMs + within)).toISOString().slice(5, 16);
}

describe('promisedByClock', () => {
  it.each([
    ['今天下午三点前给您回电', '10:00', '11-23T15:00'],
    ['我们会在今天18点前回复您', '10:00', '11-23T18:00'],
    ['今天18:30之前会有专人联系您', '10:00', '11-23T18:30'],
    ['明天上午10点左右给您回电', '22:00', '11-24T10:00'],
    ['明天上午会有同事联系您', '10:00', '11-24T12:00'],
    ['今晚八点半之前给您答复', '10:00', '11-23T20:30'],
    ['三点前给您回复', '10:00', '11-23T15:00'],
    ['11点前给您回复', '10:00', '11-23T11:00'],
    ['9点给您回电', '20:30', '11-23T21:00'],
    ['9点给您回电', '23:00', '11-24T09:00'],
    ['明天三点给您回电', '10:00', '11-24T15:00'],
    ['中午12点前处理好', '10:00', '11-23T12:00'],
    ['晚上12点前给您处理', '10:00', '11-24T00:00'],
    ['下午给您回电', '10:00', '11-23T18:00'],
    ['今天之内一定给您处理', '10:00', '11-24T00:00'],
    ['周三下午两点由张经理联系您', '10:00', '11-25T14:00'],
    ['下周一上午九点给您答复', '10:00', '11-30T09:00'],
    ['本周内给您答复', '10:00', '11-30T00:00'],
    ['11月25号下午5点前退款', '10:00', '11-25T17:00'],
    ['25日前给您回复', '10:00', '11-26T00:00'],
    ['12月1日给您回复', '10:00', '12-02T00:00'],
    ['We will call you back by 5 pm tomorrow', '10:00', '11-24T17:00'],
    ["I'll get back to you today before 3.", '10:00', '11-23T15:00'],
    ['Our manager will contact you tomorrow morning', '10:00', '11-24T12:00'],
    ['I will call you at 10 a.m. on Friday', '10:00', '11-27T10:00'],
    ["We'll have this resolved by the end of the day", '10:00', '11-24T00:00'],
    ['By 5 pm tomorrow our team will get back to you', '10:00', '11-24T17:00'],
    ['Your case will be resolved by November 25', '10:00', '11-26T00:00'],
    ['someone will be in touch this afternoon', '10:00', '11-23T18:00'],
  ])('%s (sent at %s) is due %s', (text, sentAt, due) => expect(promisedAt(text, sentAt)).toBe(due));

  it.each([
    '今天下午三点前给您回电',
    '我们今天10点已经给您回电',
    '昨天下午3点给您回电，您没有接',
    '请您明天上午10点前联系我们处理',
    '明天您去营业厅处理',
    '今天不会给您回电',
    '一点也不处理',
    '晚点给您回过去',
    '争取早日给您答复',
    '明天就要上班了',
    '3月份的账单给您发了',
    'We called you at 3 pm yesterday',
    'The film will start at 8 pm',
    'Your table will be ready at 7 pm',
    'A blue car will pick you up and the contact number is 555, anything else today?',
    'You will get an answer. Is there anything else today?',
    'We will not call you tomorrow',
    'I will process 5 refunds',
    '',
  ])('%s promises no time to come', (text) => expect(promisedAt(text, '16:00')).toBeNull());

  it('reads the clock of a zone with summer time', () => {
    const zone = zoneNamed('Europe/Berlin');
    // The night in which the clocks are put forward.
    const atMs = Date.parse('2026-03-28T21:00:00Z');
    const promised = timeNamedIn('I will call you tomorrow at 10 am');
    const within = promised && promisedByClock(promised.named, atMs, zone);
    expect(atMs + (within ?? 0)).toBe(Date.parse('2026-03-29T08:00:00Z'));
  });

  it.each([
    ['words of time', '今天下午三点'.repeat(1 << 15)],
    ['words of time, apart', '今天下午三点给'.repeat(1 << 15)],
    ['beginnings', 'I will call you at '.repeat(1 << 13)],
    ['beginnings without an end', 'we will '.repeat(1 << 15)],
  ])('reads 256 Ki units of %s in time linear in the length', (_, text) => {
    const from = process.hrtime.bigint();
    timeNamedIn(text);
    expect(Number(process.hrtime.bigint() - from) / 1e6).toBeLessThan(1500);
  });
});
