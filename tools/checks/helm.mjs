#!/usr/bin/env node
/**
 * Checks the Helm chart: `node tools/checks/helm.mjs`. With `helm` on the path it is linted and rendered, with the
 * default values and with everything on; without, the templates are read as far as that goes without rendering.
 * Either way the manifests must be well-formed, and say what we promise of them.
 */
import Ajv from 'ajv';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

const chart = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'infra', 'helm', 'earshot');

/** Gives what is wrong with the chart in `folder`; nothing is good. `helm`: the command, or null to do without. */
export function checkChart(folder = chart, helm = commandOf()) {
  const values = parse(readFileSync(join(folder, 'values.yaml'), 'utf8'));
  const problems = [...schemaProblems(folder, values)];
  if (helm === null) {
    problems.push(...templateProblems(folder, values));
    for (const [name, text] of templates(folder)) {
      if (name.endsWith('.yaml'))
        problems.push(...manifestProblems(name, withoutActions(text), { isRendered: false }));
    }
    return problems;
  }
  const everything = [
    'ingress.enabled=true',
    'ingress.className=nginx',
    'ingress.tlsSecret=tls',
    'image.tag=1.2.3',
  ];
  for (const [name, set] of [
    ['default values', []],
    ['everything on', everything],
  ]) {
    const args = set.flatMap((pair) => ['--set', pair]);
    for (const command of ['lint', 'template']) {
      const where = command === 'lint' ? [folder, '--strict'] : ['check', folder];
      const { status, stdout, stderr } = spawnSync(helm, [command, ...where, ...args], { encoding: 'utf8' });
      if (status !== 0) problems.push(`helm ${command}, ${name}: ${stderr.trim() || stdout.trim()}`);
      else if (command === 'template') problems.push(...manifestProblems(name, stdout, { isRendered: true }));
    }
  }
  const refused = spawnSync(helm, ['template', 'check', folder, '--set', 'roles.boss.replicas=1'], {
    encoding: 'utf8',
  });
  if (refused.status === 0) problems.push('an unknown role is not refused by values.schema.json');
  return problems;
}

function commandOf() {
  return spawnSync('helm', ['version', '--short'], { encoding: 'utf8' }).status === 0 ? 'helm' : null;
}

const templates = (folder) =>
  readdirSync(join(folder, 'templates')).map((name) => [
    name,
    readFileSync(join(folder, 'templates', name), 'utf8'),
  ]);

function schemaProblems(folder, values) {
  const schema = JSON.parse(readFileSync(join(folder, 'values.schema.json'), 'utf8'));
  delete schema.$schema; // ajv knows draft 7 under its http name only
  const validate = new Ajv({ allErrors: true }).compile(schema);
  if (validate(values)) return [];
  return validate.errors.map(({ instancePath, message }) => `values.yaml ${instancePath}: ${message}`);
}

/** What can be wrong with a template before it is rendered: blocks that do not end, values that are not there. */
function templateProblems(folder, values) {
  const problems = [];
  const texts = templates(folder);
  const defined = new Set(
    texts.flatMap(([, text]) => [...text.matchAll(/define "([^"]+)"/g)].map(([, name]) => name)),
  );
  for (const [name, text] of texts) {
    const actions = [...text.matchAll(/\{\{-?\s*([\s\S]*?)\s*-?\}\}/g)].map(([, action]) => action);
    const opened = actions.filter((action) => /^(if|range|with|define|block)\b/.test(action)).length;
    const ended = actions.filter((action) => action === 'end').length;
    if (opened !== ended) problems.push(`${name}: ${opened} blocks begin and ${ended} end`);
    if (text.split('{{').length !== text.split('}}').length)
      problems.push(`${name}: an action is not closed`);
    for (const [, path] of text.matchAll(/\.Values((?:\.\w+)+)/g)) {
      const keys = path.slice(1).split('.');
      const found = keys.reduce((at, key) => (at === undefined || at === null ? undefined : at[key]), values);
      if (found === undefined) problems.push(`${name}: values.yaml has no ${keys.join('.')}`);
    }
    for (const [, used] of text.matchAll(/include "([^"]+)"/g)) {
      if (!defined.has(used)) problems.push(`${name}: "${used}" is not defined`);
    }
  }
  return problems;
}

/** A template with every action that stands alone left out, and every other replaced by a word. */
function withoutActions(text) {
  return text
    .split('\n')
    .filter((line) => !/^\s*\{\{-?[\s\S]*-?\}\}\s*$/.test(line))
    .map((line) => line.replace(/\{\{-?[\s\S]*?-?\}\}/g, 'x'))
    .join('\n');
}

function manifestProblems(name, text, { isRendered }) {
  const problems = [];
  const documents = parseAllDocuments(text);
  const manifests = [];
  for (const document of documents) {
    for (const { message } of document.errors) problems.push(`${name}: ${message}`);
    const manifest = document.errors.length === 0 ? document.toJS() : null;
    if (manifest !== null) manifests.push(manifest);
  }
  if (manifests.length === 0 && problems.length === 0) problems.push(`${name}: no manifest`);
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest;
    if (!apiVersion || !kind || !metadata?.name)
      problems.push(`${name}: a manifest without apiVersion, kind or name`);
    if (kind === 'Deployment')
      problems.push(...deploymentProblems(manifest, isRendered).map((it) => `${name}: ${it}`));
  }
  if (isRendered) problems.push(...togetherProblems(manifests).map((it) => `${name}: ${it}`));
  return problems;
}

function deploymentProblems({ metadata, spec }, isRendered) {
  const problems = [];
  const pod = spec?.template?.spec;
  const container = pod?.containers?.[0];
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    if (!container?.[probe]?.httpGet) problems.push(`deployment ${metadata.name} has no ${probe}`);
  }
  if (container?.readinessProbe?.httpGet?.path !== '/health/ready')
    problems.push('readiness is not /health/ready');
  if (pod?.securityContext?.runAsNonRoot !== true)
    problems.push(`deployment ${metadata.name} may run as root`);
  if (!container?.envFrom?.some(({ secretRef }) => secretRef?.name)) {
    problems.push(`deployment ${metadata.name} is given no secret`);
  }
  if (isRendered) {
    const labels = spec.template.metadata.labels;
    for (const [label, value] of Object.entries(spec.selector.matchLabels)) {
      if (labels[label] !== value)
        problems.push(`the selector of ${metadata.name} does not match its pods: ${label}`);
    }
    const roles = container.env.filter(({ name }) => name === 'ROLES').map(({ value }) => value);
    if (roles.length !== 1) problems.push(`deployment ${metadata.name} has ${roles.length} ROLES`);
  }
  return problems;
}

/** What must fit together in a rendered release. */
function togetherProblems(manifests) {
  const problems = [];
  const of = (kind) => manifests.filter((manifest) => manifest.kind === kind);
  const deployments = of('Deployment');
  const roles = deployments
    .map(({ spec }) => spec.template.metadata.labels['app.kubernetes.io/component'])
    .sort();
  if (roles.join() !== 'api,ingest,worker') problems.push(`deployments of the roles ${roles.join()}`);
  for (const { metadata, spec } of of('Service')) {
    const reached = deployments.filter(({ spec: { template } }) =>
      Object.entries(spec.selector).every(([label, value]) => template.metadata.labels[label] === value),
    );
    if (reached.length !== 1) problems.push(`service ${metadata.name} reaches ${reached.length} deployments`);
  }
  const services = new Set(of('Service').map(({ metadata }) => metadata.name));
  for (const { metadata, spec } of of('Ingress')) {
    for (const { http } of spec.rules) {
      for (const { backend } of http.paths) {
        if (!services.has(backend.service.name))
          problems.push(`ingress ${metadata.name} leads to no service`);
      }
    }
  }
  return problems;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const problems = checkChart();
  for (const problem of problems) console.error(problem);
  console.log(
    `helm chart: ${problems.length === 0 ? 'good' : `${problems.length} problems`}${commandOf() === null ? ' (helm is not installed: not rendered)' : ''}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
