// Judges HTTP exchanges by an OpenAPI document of WorkOS: npm's @workos/openapi-spec, or the file
// that BEARWARD_WORKOS_DOCUMENT names.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const pointer = (...parts) =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The document as an object. */
export function readDocument() {
  const packaged = () =>
    createRequire(import.meta.url).resolve('@workos/openapi-spec/spec');
  return parse(readFileSync(process.env.BEARWARD_WORKOS_DOCUMENT ?? packaged(), 'utf8'));
}

export class Judge {
  #ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  #document;
  #routes = [];

  constructor(document) {
    this.#document = document;
    addFormats(this.#ajv);
    this.#ajv.addSchema(document, 'workos');
    for (const [template, item] of Object.entries(document.paths)) {
      const pattern = template.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+');
      for (const method of methods.filter((one) => item[one])) {
        this.#routes.push({ method, template, pattern: new RegExp(`^${pattern}$`), item });
      }
    }
    // A literal segment precedes a parameter: /users/external_id/{x} before /users/{id}/{x}.
    const parameters = (route) => route.template.split('{').length;
    this.#routes.sort((a, b) => parameters(a) - parameters(b));
  }

  /** All operations of the document: {method, template, operation}. */
  operations() {
    return this.#routes.map(({ method, template, item }) => ({
      method: method.toUpperCase(),
      template,
      operation: item[method],
    }));
  }

  /** The operation of a request, or undefined. */
  operationOf(method, path) {
    const wanted = method.toLowerCase();
    const route = this.#routes.find((one) => one.method === wanted && one.pattern.test(path));
    return route && { method, template: route.template, operation: route.item[wanted] };
  }

  /** The differences between one answer and the document, as texts: empty if there is none. */
  differences({ method, path, status, contentType, text }) {
    const found = this.operationOf(method, path);
    if (!found) return [];
    const response = found.operation.responses[status];
    if (!response) {
      const documented = Object.keys(found.operation.responses).join(', ');
      return [`status ${status}, documented are ${documented}: ${text}`];
    }
    const schema = response.content?.['application/json']?.schema;
    if (!schema) return status < 300 && text !== '' ? [`a body, documented is none: ${text}`] : [];
    if (!contentType?.includes('application/json')) return [`content type ${contentType}`];
    const place = ['paths', found.template, method.toLowerCase(), 'responses', `${status}`];
    const target = `workos#${pointer(...place, 'content', 'application/json', 'schema')}`;
    const validate = this.#ajv.getSchema(target) ?? this.#ajv.compile({ $ref: target });
    if (validate(JSON.parse(text))) return [];
    return validate.errors.map((one) => `${one.instancePath || 'body'} ${one.message}`);
  }
}
