// Every work, in the order of execution. A new file of works is added here.
import { works as consolePages } from './console.mjs';
import { works as events } from './events.mjs';
import { works as gateway } from './gateway.mjs';
import { works as jwt } from './jwt.mjs';
import { works as latency } from './latency.mjs';
import { works as lists } from './lists.mjs';
import { works as login } from './login.mjs';
import { works as memory } from './memory.mjs';
import { works as nodes } from './nodes.mjs';
import { works as oauth } from './oauth.mjs';
import { works as revocation } from './revocation.mjs';
import { works as scale } from './scale.mjs';
import { works as variants } from './variants.mjs';
import { works as verify } from './verify.mjs';
import { works as webhooks } from './webhooks.mjs';
import { works as workos } from './workos.mjs';

export const works = {
  ...verify,
  ...jwt,
  ...oauth,
  ...gateway,
  ...login,
  ...latency,
  ...memory,
  ...revocation,
  ...nodes,
  ...webhooks,
  ...events,
  ...lists,
  ...consolePages,
  ...workos,
  ...scale,
  ...variants,
};

/** The works that only the full form runs, unless --only names them. */
export const fullOnly = [...Object.keys(scale), ...Object.keys(variants)];
