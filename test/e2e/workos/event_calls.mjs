// The calls of events and webhooks, for calls.mjs.

// A webhook as the server signs it; webhooks.test.mjs receives real ones.
const webhook = async (it) => {
  const { webhooks } = it.workos;
  const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
  const payload = { id: 'event_1', event: 'user.created', data: {}, created_at: '', context: {} };
  const time = Date.now();
  const signature = await webhooks.computeSignature(time, payload, secret);
  return { payload, secret, time, sigHeader: `t=${time}, v1=${signature}` };
};

export const events = [
  ['events', 'listEvents', async (list, it) => {
    const { data } = await list({ events: ['organization.created', 'user.created'], limit: 100 });
    it.expect({ found: data.some((one) => one.data.id === it.organization.id) }, { found: true });
  }],
  ['webhooks', 'createWebhookEndpoint', async (create, it) => {
    it.endpoint = await create({
      endpointUrl: 'https://called.example/hook',
      events: ['user.created'],
    });
  }],
  ['webhooks', 'listWebhookEndpoints', (list) => list({ limit: 2 })],
  ['webhooks', 'updateWebhookEndpoint', (update, it) =>
    update({ id: it.endpoint.id, status: 'disabled' })],
  ['webhooks', 'deleteWebhookEndpoint', (remove, it) => remove({ id: it.endpoint.id })],
  ['webhooks', 'computeSignature', async (compute, it) => {
    const { payload, secret, time } = await webhook(it);
    return compute(time, payload, secret);
  }],
  ['webhooks', 'getTimestampAndSignatureHash', async (read, it) =>
    read((await webhook(it)).sigHeader)],
  ['webhooks', 'verifyHeader', async (verify, it) => verify(await webhook(it))],
  ['webhooks', 'constructEvent', async (construct, it) => construct(await webhook(it))],
];
