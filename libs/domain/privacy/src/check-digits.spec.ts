import { identityCheck, isDay, passesHongKong, passesIban, passesLuhn, passesTaiwan } from './check-digits';

describe('check digits', () => {
  // Examples of GB 11643-1999, ISO/IEC 7812-1 annex, the SWIFT IBAN registry, and the two cards' public specimens.
  it('follow the published examples', () => {
    expect(identityCheck('11010519491231002')).toBe('X');
    expect(identityCheck('44052418800101001')).toBe('4');
    expect(passesLuhn('49927398716')).toBe(true);
    expect(passesLuhn('4111111111111111')).toBe(true);
    expect(passesIban('GB82WEST12345698765432')).toBe(true);
    expect(passesIban('DE89370400440532013000')).toBe(true);
    expect(passesHongKong('A', '123456', '3')).toBe(true);
    expect(passesTaiwan('A', '123456789')).toBe(true);
  });

  it('fail on every other check digit', () => {
    const others = [...'0123456789'];
    expect(others.filter((one) => passesLuhn(`411111111111111${one}`))).toEqual(['1']);
    expect(others.filter((one) => passesHongKong('A', '123456', one))).toEqual(['3']);
    expect(others.filter((one) => passesTaiwan('A', `12345678${one}`))).toEqual(['9']);
    expect(passesIban('GB83WEST12345698765432')).toBe(false);
  });

  it.each([
    ['19491231', true],
    ['20230229', true],
    ['20230230', false],
    ['18991231', false],
    ['491231', true],
    ['491331', false],
  ])('%s is a day: %s', (digits, expected) => {
    expect(isDay(digits)).toBe(expected);
  });
});
