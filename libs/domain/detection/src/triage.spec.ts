import { Detector } from './detector';
import { builtInPacks } from './packs/built-in';
import { TRIAGE } from './triage';

const detector = Detector.compile(builtInPacks());

describe('triage table', () => {
  it.each(TRIAGE.map((row) => ({ name: `${row.category} ${row.severity}`, row })))(
    '$name holds for its example',
    ({ row }) => {
      expect(detector.scan(row.example, { speaker: row.speaker, ...row.about })).toContainEqual(
        expect.objectContaining({ category: row.category, severity: row.severity, opensFlag: true }),
      );
    },
  );

  it.each(builtInPacks().flatMap(({ rules }) => rules.map((rule) => ({ name: rule.id, rule }))))(
    '$name has a severity of its category',
    ({ rule }) => {
      const allowed = TRIAGE.filter((row) => row.category === rule.category).map((row) => row.severity);
      expect(allowed).toContain(rule.severity);
    },
  );
});
