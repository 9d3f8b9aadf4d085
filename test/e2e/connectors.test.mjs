// The packages of Power Platform connectors: valid OpenAPI 2.0, the rules of Microsoft's validator
// that can be checked without it, and every operation works at the address that it names.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { ask, command, start } from './server.mjs';

const issuer = { BEARWARD_SERVER__ISSUER: 'https://door.example' };

/** Writes a package and returns its two files, parsed. */
function pack(t, name, env = issuer) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-connector-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const made = command(['connector', name, path.join(folder, name)], {
    env: { ...process.env, ...env },
  });
  assert.equal(made.status, 0, made.stderr);
  const read = (file) => JSON.parse(readFileSync(path.join(folder, name, file), 'utf8'));
  return {
    definition: read('apiDefinition.swagger.json'),
    properties: read('apiProperties.json').properties,
    warnings: made.stderr,
    folder: path.join(folder, name),
  };
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];
/** Every operation of a definition with its path and method. */
const operationsOf = (definition) =>
  Object.entries(definition.paths).flatMap(([at, item]) =>
    methods.filter((method) => item[method]).map((method) => ({ at, method, ...item[method] })),
  );

for (const name of ['workspan', 'workmobile']) {
  test(`the definition of ${name} is valid OpenAPI 2.0`, async (t) => {
    const { definition, warnings } = pack(t, name);
    assert.equal(warnings, '');
    await SwaggerParser.validate(structuredClone(definition));
    assert.equal(definition.host, 'door.example');
    assert.deepEqual(definition.schemes, ['https']);
  });

  test(`the operations of ${name} keep the rules of connectors`, (t) => {
    const { definition } = pack(t, name);
    const operations = operationsOf(definition);
    assert.ok(operations.length > 10);
    const ids = operations.map((one) => one.operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const one of operations) {
      assert.match(one.operationId, /^[A-Z][A-Za-z0-9]*$/);
      assert.ok(one.summary.length > 0 && one.summary.length <= 120, one.summary);
      assert.doesNotMatch(one.summary, /\.$/);
      assert.match(one.description, /\.$/);
      assert.ok(Object.keys(one.responses).some((status) => /^2/.test(status)), one.operationId);
      for (const parameter of one.parameters) {
        if (parameter.in === 'path') assert.equal(parameter['x-ms-url-encoding'], 'single');
        if (parameter.in === 'body') continue;
        assert.ok(parameter['x-ms-summary'], `${one.operationId} ${parameter.name}`);
        assert.ok(parameter.type, `${one.operationId} ${parameter.name}`);
      }
    }
    const text = JSON.stringify(definition);
    for (const newer of ['"oneOf"', '"anyOf"', '"nullable"', '#/components/', '"requestBody"']) {
      assert.ok(!text.includes(newer), newer);
    }
  });

  test(`the triggers of ${name} have a callback and an operation that ends them`, (t) => {
    const { definition } = pack(t, name);
    const triggers = operationsOf(definition).filter((each) => each['x-ms-trigger']);
    assert.equal(triggers.length, 1);
    for (const one of triggers) {
      assert.equal(one.method, 'post');
      assert.equal(one['x-ms-trigger'], 'single');
      const item = definition.paths[one.at];
      assert.ok(item['x-ms-notification-content'].schema.properties);
      assert.ok(JSON.stringify(one.parameters).includes('"x-ms-notification-url":true'));
      assert.ok(
        operationsOf(definition).some(
          (other) => other.method === 'delete' && other.at.startsWith(`${one.at}/{`),
        ),
        `${one.at} cannot be ended`,
      );
    }
  });
}

test('the connection of WorkSpan signs in by OAuth and sends the environment', (t) => {
  const { definition, properties } = pack(t, 'workspan');
  const { oauth2 } = definition.securityDefinitions;
  assert.equal(oauth2.flow, 'accessCode');
  assert.equal(oauth2.tokenUrl, 'https://door.example/oauth/token');
  const { token, environment } = properties.connectionParameters;
  assert.equal(token.type, 'oauthSetting');
  const { customParameters, redirectUrl, clientId } = token.oAuthSettings;
  assert.equal(customParameters.AuthorizationUrl.value, oauth2.authorizationUrl);
  assert.equal(customParameters.RefreshUrl.value, oauth2.tokenUrl);
  assert.equal(redirectUrl, 'https://global.consent.azure-apim.net/redirect');
  assert.equal(clientId, '', 'a package has no credential');
  assert.equal(environment.type, 'string');
  const [policy] = properties.policyTemplateInstances;
  assert.equal(policy.templateId, 'setheader');
  assert.equal(policy.parameters['x-ms-apimTemplateParameter.name'], 'x-ws-env');
  assert.equal(
    policy.parameters['x-ms-apimTemplateParameter.value'],
    "@connectionParameters('environment')",
  );
  assert.equal(definition.paths['/oauth/token'].post, undefined, 'the platform sends it');
});

test('the connection of WorkMobile asks for the API token and hides it', (t) => {
  const { definition, properties } = pack(t, 'workmobile');
  const { api_key: scheme } = definition.securityDefinitions;
  assert.deepEqual(scheme, { type: 'apiKey', in: 'header', name: 'X-Api-Key' });
  const { api_key: question } = properties.connectionParameters;
  assert.equal(question.type, 'securestring');
  assert.equal(question.uiDefinition.constraints.clearText, false);
  assert.deepEqual(properties.policyTemplateInstances, []);
});

test('every operation of a package is served, also below the base of a dialect', async (t) => {
  const env = { ...issuer, BEARWARD_DIALECTS__WORKMOBILE__BASE: '/mobile' };
  const server = await start(t, { memory: true, env });
  for (const name of ['workspan', 'workmobile']) {
    const operations = operationsOf(pack(t, name, env).definition);
    if (name === 'workmobile') assert.ok(operations.every(({ at }) => at.startsWith('/mobile/')));
    for (const { at, method } of operations) {
      const target = at.replaceAll(/\{[^}]*\}/g, '1');
      const { status } = await ask(server, method.toUpperCase(), target);
      assert.ok([400, 401, 403].includes(status), `${method} ${target}: ${status}`);
    }
  }
});

test('the addresses have the base and host of the dialect and the path of the issuer', (t) => {
  const env = {
    BEARWARD_SERVER__ISSUER: 'https://door.example/auth',
    BEARWARD_DIALECTS__WORKSPAN__BASE: '/ws',
    BEARWARD_DIALECTS__WORKSPAN__HOST: 'api.example',
  };
  const { definition, properties } = pack(t, 'workspan', env);
  assert.deepEqual([definition.schemes, definition.host], [['https'], 'api.example']);
  assert.equal(definition.basePath, '/auth');
  assert.ok(operationsOf(definition).every(({ at }) => at.startsWith('/ws/')));
  const token = 'https://api.example/auth/ws/oauth/token';
  assert.equal(definition.securityDefinitions.oauth2.tokenUrl, token);
  const { customParameters } = properties.connectionParameters.token.oAuthSettings;
  assert.equal(customParameters.TokenUrl.value, token);
  assert.equal(customParameters.RefreshUrl.value, token);
});

test('a package names what is wrong with the settings, and replaces no file', (t) => {
  const env = { ...issuer, BEARWARD_DIALECTS__WORKSPAN__REDIRECT_URIS: 'https://other.example/' };
  assert.match(pack(t, 'workspan', env).warnings, /redirect_uris lacks https:.*azure/);
  const plain = pack(t, 'workspan', {});
  assert.match(plain.warnings, /server\.issuer is http:.*https/);
  const again = command(['connector', 'workspan', plain.folder], { env: process.env });
  assert.equal(again.status, 1);
  assert.match(again.stderr, /apiDefinition\.swagger\.json/);
  const off = command(['connector', 'workspan', `${plain.folder}-off`], {
    env: { ...process.env, BEARWARD_DIALECTS__WORKSPAN__ENABLED: 'false' },
  });
  assert.equal(off.status, 1);
  assert.match(off.stderr, /dialects\.workspan\.enabled/);
  assert.equal(command(['connector', 'workos', plain.folder]).status, 2);
});
