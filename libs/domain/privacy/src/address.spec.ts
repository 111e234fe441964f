import { mask } from './mask';

describe('an address', () => {
  it.each([
    ['a bare room after 幢', '住在文三路478号3幢402', '住在‹address›'],
    ['a bare room after 单元', '朝阳区建国路88号3单元402', '‹address›'],
    ['a bare room after 座', '住文三路478号华星广场A座1203', '住‹address›'],
    ['spaces everywhere', '杭州市西湖区文三路 478 号华星时代广场 A 座 1203', '‹address›'],
    ['a bare room after 幢 of an estate', '翠苑三区18幢402', '‹address›'],
    ['号楼 after a Latin name', '三里屯soho 5号楼1203', '‹address›'],
    ['a bare room after 塔', '广州天河区体育西路103号维多利广场A塔3201', '‹address›'],
    ['a bare room after a lane', '上海市徐汇区漕溪北路398弄12号602', '‹address›'],
    ['a space before the room', '四川北路88号2幢1单元 501', '‹address›'],
    ['a room by a hyphen', '江苏省苏州市星湖街328号创意产业园5-301', '‹address›'],
    ['house, unit and room by hyphens', '阳光花园 3-2-501', '‹address›'],
    ['a room of a named building', '科技园北区万利达大厦1501', '‹address›'],
    ['no name at all', '18号楼3单元502室', '‹address›'],
    ['no name, a bare room', '我住3栋501', '我住‹address›'],
    ['no name, Chinese numerals', '五号楼三单元五零二', '‹address›'],
    ['a room in Chinese numerals', '梅龙路七星商业广场3栋八零二', '‹address›'],
    ['a telephone after the room', '文三路478号3幢402 13800138000', '‹address› ‹mobile›'],
    ['a telephone after the unit', '文三路478号3单元 138 0013 8000', '‹address› ‹mobile›'],
    ['a house number with a letter', '221B Baker Street', '‹address›'],
    ['a flat before it, a postcode behind it', 'Flat 4, 221B Baker St, London NW1 6XE', '‹address›'],
    ['an apartment before it', 'Apt 5B, 123 Main St', '‹address›'],
    ['a parkway', '1600 Amphitheatre Parkway, Mountain View, CA 94043', '‹address›'],
    ['a way, in capitals', 'I live at 12 Mill Way', 'I live at ‹address›'],
    ['a box of a post office', 'send it to P.O. Box 1234', 'send it to ‹address›'],
  ])('is masked: %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  it.each([
    ['a year after a house number', '建国路88号2023年拆了', '‹address›2023年拆了'],
    ['an amount after a house number', '建国路88号1200元', '‹address›1200元'],
  ])('ends before %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  it.each([
    '3号楼在哪',
    '比分3-2',
    '花园2023年建的',
    '小区3-5天送到',
    '大厦2000平米',
    '5G network is down, road closed',
    'I have 2 orders to place',
    '2 days way too long',
    '3单元停水了',
  ])('is none: %s', (text) => {
    expect(mask(text).text).toBe(text);
  });
});
