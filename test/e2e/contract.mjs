// Compares the answers of a server with what its /openapi.json says about them.
import addFormats from 'ajv-formats';
import Ajv from 'ajv';

const document_ = 'openapi'; // the id of the document for references
const pointer = (keys) => keys.map((key) => key.replace(/~/g, '~0').replace(/\//g, '~1')).join('/');

const literal = (text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

/** The expression of the paths of a template such as /users/{id}, in any case. */
function expressionOf(template) {
  const parts = template.split(/\{[^}]*\}/).map(literal);
  return new RegExp(`^${parts.join('[^/]+')}/?$`, 'i');
}

/** The operations of a document, with the schemas of their answers. */
export class Contract {
  #ajv = addFormats(new Ajv({ strict: false, validateSchema: false }));
  #paths;
  #document;

  constructor(document) {
    this.#document = document;
    this.#ajv.addSchema(document, document_);
    const variables = (template) => template.split('{').length;
    this.#paths = Object.keys(document.paths)
      .sort((a, b) => variables(a) - variables(b) || b.length - a.length)
      .map((template) => ({ template, expression: expressionOf(template) }));
  }

  /** The path and the method of the operation that answers a request; undefined without one. */
  #find(method, target) {
    const { pathname } = new URL(target, 'http://server.example');
    const name = method.toLowerCase();
    const found = this.#paths.find(
      ({ template, expression }) =>
        expression.test(pathname) && this.#document.paths[template][name],
    );
    return found && { template: found.template, name };
  }

  /** How an answer differs from the document; '' if it fits, and for a path without operation. */
  faultOf(method, target, { status, headers, text, json }) {
    const operation = this.#find(method, target);
    if (!operation) return '';
    // A test asked for this failure; it has one form for all APIs.
    if (json?.code === 'injected_fault') return '';
    const { template, name } = operation;
    const { responses } = this.#document.paths[template][name];
    const code = responses[status] || status < 500 ? String(status) : 'default';
    if (!responses[code]) return `the status ${status} is not documented`;
    const forms = responses[code].content ?? {};
    if (text === '') return Object.keys(forms).length === 0 ? '' : 'the body is missing';
    const type = (headers['content-type'] ?? '').split(';')[0];
    if (!forms[type]) return `the type "${type}" is not documented`;
    if (!type.endsWith('json')) return '';
    if (json === undefined) return 'the body is not JSON';
    const keys = ['paths', template, name, 'responses', code, 'content', type, 'schema'];
    const validate = this.#ajv.getSchema(`${document_}#/${pointer(keys)}`);
    if (!validate) throw new Error(`no schema at ${keys.join(' ')}`);
    return validate(json) ? '' : this.#ajv.errorsText(validate.errors, { dataVar: 'body' });
  }
}

const contracts = new Map(); // by the text of the document, which many servers share

/** The contract of a server at this address. */
export async function contractOf(address) {
  const text = await (await fetch(`${address}/openapi.json`)).text();
  if (!contracts.has(text)) contracts.set(text, new Contract(JSON.parse(text)));
  return contracts.get(text);
}
