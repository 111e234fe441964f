import { livePeriodMs } from '@earshot/contracts';
import { type Looker, saysNobodyLooks } from './nobody-looks';

const supervisor: Looker = { isBrand: true, isOfficer: false, liveForMs: 0 };
const officer: Looker = { ...supervisor, isOfficer: true };

it.each<[string, number | null, Looker, boolean]>([
  ['before anything is known', null, supervisor, false],
  ['to the brand, at once', 0, supervisor, true],
  ['while somebody looks', 1, supervisor, false],
  ['to those of a vendor', 0, { ...supervisor, isBrand: false, liveForMs: 60_000 }, false],
  ['to an officer who is not counted yet', 0, officer, false],
  ['to an officer shortly before', 0, { ...officer, liveForMs: 2 * livePeriodMs - 1 }, false],
  ['to an officer whom the server does not count', 0, { ...officer, liveForMs: 2 * livePeriodMs }, true],
])('says that nobody looks: %s', (_name, looking, looker, expected) => {
  expect(saysNobodyLooks(looking, looker)).toBe(expected);
});
