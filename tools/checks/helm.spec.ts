import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkChart } from './helm.mjs';

const chart = join(__dirname, '..', '..', 'infra', 'helm', 'earshot');

describe('the check of the chart, without helm', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-chart-'));
    cpSync(chart, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const change = (file: string, from: string, to: string): void => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };

  it('finds nothing in the chart as it is', () => expect(checkChart(folder, null)).toEqual([]));

  it.each([
    ['a block that does not end', 'templates/ingress.yaml', '{{- end }}', '', /blocks begin/],
    [
      'a value that is not there',
      'templates/service.yaml',
      '.Values.service.port',
      '.Values.service.prot',
      /service.prot/,
    ],
    [
      'a name that is not defined',
      'templates/service.yaml',
      '"earshot.labels"',
      '"earshot.lables"',
      /not defined/,
    ],
    ['broken indentation', 'templates/service.yaml', '  ports:', ' ports:', /service.yaml/],
    [
      'a probe that was lost',
      'templates/deployment.yaml',
      'readinessProbe:',
      'readinessProb:',
      /readinessProbe/,
    ],
    [
      'a container that may be root',
      'templates/deployment.yaml',
      'runAsNonRoot: true',
      'runAsNonRoot: false',
      /root/,
    ],
    ['no secret', 'templates/deployment.yaml', 'secretRef:', 'configMapRef:', /secret/],
    ['a value of the wrong type', 'values.yaml', 'replicas: 1', "replicas: 'one'", /replicas.*integer/],
    ['an unknown role', 'values.yaml', 'worker:', 'boss:', /roles/],
  ])('finds %s', (_, file, from, to, problem) => {
    change(file, from, to);
    expect(checkChart(folder, null).join('\n')).toMatch(problem);
  });
});
