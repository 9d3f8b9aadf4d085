// The calls of audit logs, in the form of calls.mjs.
import assert from 'node:assert/strict';

export const auditLogs = [
  ['auditLogs', 'createSchema', (create) =>
    create({
      action: 'user.called',
      actor: { metadata: { role: 'string' } },
      targets: [{ type: 'team', metadata: { size: 'number' } }],
      metadata: { reason: 'string' },
    })],
  ['auditLogs', 'listActions', (list) => list()],
  ['auditLogs', 'createEvent', (create, it) =>
    create(it.organization.id, {
      action: 'user.called',
      occurredAt: new Date(),
      actor: { id: 'user_1', type: 'user', name: 'Ann', metadata: { role: 'admin' } },
      targets: [{ id: 'team_1', type: 'team', metadata: { size: 3 } }],
      context: { location: '192.0.2.7', userAgent: 'test' },
      metadata: { reason: 'call' },
    })],
  ['auditLogs', 'createExport', async (create, it) => {
    it.auditLogExport = await create({
      organizationId: it.organization.id,
      rangeStart: new Date(Date.now() - 3600_000),
      rangeEnd: new Date(Date.now() + 3600_000),
      actorNames: ['Ann'],
      targets: ['team'],
    });
  }],
  ['auditLogs', 'getExport', async (get, it) => {
    const { state, url } = await get(it.auditLogExport?.id ?? 'unknown');
    assert.equal(state, 'ready');
    const csv = await (await fetch(url)).text();
    assert.match(csv, /"user.called","1","user_1"/);
  }],
  ['auditLogs', 'listSchemas', (list) => list('user.called')],
  ['auditLogs', 'updateOrganizationAuditLogsRetention', (update, it) =>
    update({ id: it.organization.id, retentionPeriod: 30 })],
  ['auditLogs', 'getOrganizationAuditLogsRetention', (get, it) => get({ id: it.organization.id })],
  ['organizations', 'getAuditLogConfiguration', (get, it) => get(it.organization.id)],
];
